package party

import (
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A slipHead is the lines at the top of a slip, down to where the purchase begins.
type slipHead struct {
	rows  []layout.Span
	kinds []lineKind
}

// headRows is how many rows the head of a slip may take.
const headRows = 22

// slipBlock finds who gave a slip: the lines of the address first, since they are told by their
// form, then the name, which stands above them.
func slipBlock(r *evidence.Reading) *block {
	h := headOf(r)
	from, to := h.address(r.Sheets[0])
	name, strength := slipName(r, h, from)
	if name < 0 {
		return nil
	}
	if end := h.nextParty(r.Sheets[0], name, from); end < from {
		from, to = slipHead{h.rows[:end], h.kinds[:end]}.address(r.Sheets[0])
	}
	b := &block{strength: strength, slip: true}
	b.lines, b.goesOn = wholeName(r, h, name)
	b.lines = append(b.lines, h.rows[from:to]...)
	for i, kind := range h.kinds {
		if kind == lineContact {
			b.contacts = append(b.contacts, h.rows[i])
		}
	}
	return b
}

// nextParty is the line between a name and an address that names another company, behind a place or a
// number of the first: the address is that company's. It is from where none is.
func (h slipHead) nextParty(s *layout.Sheet, name, from int) int {
	placed := false
	for i := name + 1; i < from; i++ {
		if placed && h.kinds[i] == lineOther && hasCompanyForm(s, h.rows[i]) && evidence.PlausibleName(s.Text(h.rows[i])) {
			return i
		}
		placed = placed || h.kinds[i] == linePostal || h.kinds[i] == lineRegister
	}
	return from
}

// leastGiver is the strength from which on the head of a slip says who gave it, whatever headings
// stand below it: "Sold by" names who stood at the till. A name over an address needs less.
const (
	leastGiver   = 0.45
	leastOnPlace = 0.35
)

// slipGiver returns the block in the head of a slip for the party that gave it, nil for others and
// for other documents.
func slipGiver(r *evidence.Reading, g *plan.Group) *block {
	if !g.Issuer || g.Bank || !r.Narrow() {
		return nil
	}
	if b := slipBlock(r); b != nil && (b.strength >= leastGiver || b.strength >= leastOnPlace && len(b.lines) > 2) {
		return b
	}
	return nil
}

// headOf sorts the lines at the top. It ends where the purchase begins, but not before a line
// that can be a name.
func headOf(r *evidence.Reading) slipHead {
	s := r.Sheets[0]
	var h slipHead
	named := false
	for _, row := range s.Rows[:min(len(s.Rows), headRows)] {
		row = s.TrimMarks(row)
		if row.From == row.To || s.Width > 0 && layout.CountLetters(s.Text(row))+layout.CountDigits(s.Text(row)) < 2 {
			continue
		}
		kind := headKind(r, row)
		if kind == lineBody && named {
			break
		}
		named = named || kind == linePostal || kind == lineRegister
		h.rows, h.kinds = append(h.rows, row), append(h.kinds, kind)
	}
	return h
}

// address returns the lines of the address, from to to-1: the postal lines together with most
// weight, and what stands between them.
func (h slipHead) address(s *layout.Sheet) (from, to int) {
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
func (h slipHead) addressFrom(s *layout.Sheet, i int) (end int, weight float64) {
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
func (h slipHead) goesOn(s *layout.Sheet, i int) bool {
	if hasCompanyForm(s, h.rows[i]) || s.Legible(h.rows[i]) < 0.3 || s.HasDigit(h.rows[i]) {
		return false
	}
	if layout.Ends(s.Tokens[h.rows[i-1].To-1].Text, ',') {
		return true
	}
	return i+1 < len(h.rows) && (h.kinds[i+1] == linePostal || h.kinds[i+1] == lineContact || h.kinds[i+1] == lineRegister)
}
