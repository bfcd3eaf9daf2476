package local

import "strings"

// A slipHead is the lines at the top of a slip, down to where the purchase begins.
type slipHead struct {
	rows  []span
	kinds []lineKind
}

// headRows is how many rows the head of a slip may take.
const headRows = 22

// slipBlock finds who gave a slip: the lines of the address first, since they are told by their
// form, then the name, which stands above them.
func (r *reading) slipBlock() *block {
	h := r.slipHead()
	from, to := h.address(r.sheets[0])
	name, strength := r.slipName(h, from)
	if name < 0 {
		return nil
	}
	b := &block{strength: strength, slip: true}
	b.lines, b.goesOn = r.wholeName(h, name)
	b.lines = append(b.lines, h.rows[from:to]...)
	for i, kind := range h.kinds {
		if kind == lineContact {
			b.contacts = append(b.contacts, h.rows[i])
		}
	}
	return b
}

// leastGiver is the strength from which on the head of a slip says who gave it, whatever headings
// stand below it: "Sold by" names who stood at the till.
const leastGiver = 0.45

// slipGiver returns the block in the head of a slip for the party that gave it, nil for others and
// for other documents.
func (r *reading) slipGiver(g *group) *block {
	if !g.issuer || g.bank || !r.narrow() {
		return nil
	}
	if b := r.slipBlock(); b != nil && b.strength >= leastGiver {
		return b
	}
	return nil
}

// slipHead sorts the lines at the top. It ends where the purchase begins, but not before a line
// that can be a name.
func (r *reading) slipHead() slipHead {
	s := r.sheets[0]
	var h slipHead
	named := false
	for _, row := range s.rows[:min(len(s.rows), headRows)] {
		row = s.trimMarks(row)
		if row.from == row.to || s.width > 0 && countLetters(s.text(row))+countDigits(s.text(row)) < 2 {
			continue
		}
		kind := r.headKind(row)
		if kind == lineBody && named {
			break
		}
		named = named || kind == linePostal || kind == lineRegister
		h.rows, h.kinds = append(h.rows, row), append(h.kinds, kind)
	}
	return h
}

// trimMarks takes off what recognition makes of the edges of the paper: marks at both ends.
func (s *sheet) trimMarks(row span) span {
	mark := func(i int) bool { return s.tokens[i].fold == "" && strings.Trim(s.tokens[i].text, "()&") != "" }
	for row.from < row.to && mark(row.from) {
		row.from++
	}
	for row.to > row.from && mark(row.to-1) {
		row.to--
	}
	return row
}

// address returns the lines of the address, from to to-1: the postal lines together with most
// weight, and what stands between them.
func (h slipHead) address(s *sheet) (from, to int) {
	best := 0.0
	for i := 0; i < len(h.rows); i++ {
		if h.kinds[i] != linePostal {
			continue
		}
		end, weight := h.addressFrom(s, i)
		if weight >= leastOfAddress && weight > best+1 {
			from, to, best = i, end, weight
		}
		i = end - 1
	}
	for from > 1 && h.kinds[from-1] == lineOther && postal(s, h.rows[from-1]) > 0 {
		from--
	}
	return from, to
}

// addressFrom returns the end of the address that begins in line i, and its weight.
func (h slipHead) addressFrom(s *sheet, i int) (end int, weight float64) {
	for end = i; end < len(h.rows) && end-i < blockLines; end++ {
		switch {
		case h.kinds[end] == linePostal:
			weight += postal(s, h.rows[end])
		case h.kinds[end] == lineOther && (postal(s, h.rows[end]) > 0 || h.goesOn(s, end)):
		default:
			return end, weight
		}
	}
	return end, weight
}

// goesOn reports whether a line that does not look postal belongs to the address above it: that
// ends with a comma, or another line of it or of the merchant's numbers follows.
func (h slipHead) goesOn(s *sheet, i int) bool {
	if hasCompanyForm(s, h.rows[i]) || s.legible(h.rows[i]) < 0.3 || s.hasDigit(h.rows[i]) {
		return false
	}
	if ends(s.tokens[h.rows[i-1].to-1].text, ',') {
		return true
	}
	return i+1 < len(h.rows) && (h.kinds[i+1] == linePostal || h.kinds[i+1] == lineContact || h.kinds[i+1] == lineRegister)
}
