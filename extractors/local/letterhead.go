package local

import (
	"cmp"
	"slices"
	"strings"
)

// letterhead finds who wrote a document that does not say so: the sender's line above the
// address window, a company's name at the top or in the foot, the first line of a receipt.
func (r *reading) letterhead(g *group, headers []header, taken map[int]*block) *block {
	if g.bank {
		if b := r.bankLine(); b != nil {
			return b
		}
	}
	if b := r.senderLine(); b != nil {
		return b
	}
	if r.narrow() {
		if b := r.slipBlock(); b != nil {
			return b
		}
	}
	if b := r.companyLine(headers, taken); b != nil {
		return cmp.Or(r.displayLine(b), b)
	}
	return r.topLine()
}

// bankLine finds a line near the top or the foot of the first page that names a bank.
func (r *reading) bankLine() *block {
	s := r.sheets[0]
	for _, seg := range s.segs {
		if y := s.tokens[seg.from].y0 / s.height; y > headOfPage && y < footOfPage || seg.to-seg.from > 7 {
			continue
		}
		if namesBank(s, seg) && plausibleName(s.text(seg)) && r.isFree(seg) && !labelLike(s, seg) {
			return &block{lines: r.linesFrom(seg), strength: 0.85}
		}
	}
	return nil
}

// bankWords are in the names of banks.
var bankWords = wordSet("bank banque banca banco banken sparkasse kreissparkasse stadtsparkasse raiffeisenkasse caisse cassa caixa caja bankers bancaire")

// namesBank demands a second word beside that for a bank: alone it is a label.
func namesBank(s *sheet, seg span) bool {
	for i := seg.from; i < seg.to; i++ {
		fold := s.tokens[i].fold
		if ends(s.tokens[i].text, ':') {
			return false
		}
		if bankWords[fold] && seg.to-seg.from > 1 || len(fold) > 6 && strings.HasSuffix(fold, "bank") {
			return true
		}
	}
	return false
}

// topRows is how many rows at the top may name who wrote a slip.
const topRows = 8

// topLine takes the first line of the page that names a company by its legal form, with the
// line above where the form stands alone, else the first line that can be a name.
func (r *reading) topLine() *block {
	s := r.sheets[0]
	first := -1
	for n, row := range s.rows[:min(len(s.rows), topRows)] {
		joins := first >= 0 && first == n-1 && onlyForm(s, row)
		switch {
		case joins || !r.canBeName(row):
		case hasCompanyForm(s, row):
			return &block{lines: r.linesFrom(row), strength: 0.7}
		case first < 0 || first == n-1 && isLower(s.text(s.rows[first])):
			first = n
		}
		if joins {
			return &block{lines: r.linesFrom(s.rows[first]), strength: 0.65, goesOn: true}
		}
	}
	if first < 0 {
		return nil
	}
	return &block{lines: r.linesFrom(s.rows[first]), strength: 0.5}
}

// canBeName refuses lines that are illegible, labelled or part of an address.
func (r *reading) canBeName(row span) bool {
	s := r.sheets[0]
	name := s.text(row)
	if !plausibleName(name) || strings.ContainsAny(name, ":@") || len(name) < 4 || s.legible(row) < 0.4 || !r.isFree(row) {
		return false
	}
	return !(s.tokens[row.from].digit && strings.Contains(name, ",")) && !hasPostcode(s, row)
}

// isLower reports whether text has no capital: notes by hand, not names over a slip.
func isLower(text string) bool { return text == strings.ToLower(text) }

// onlyForm reports whether a line holds a legal form or what a company does, and nothing that names.
func onlyForm(s *sheet, row span) bool {
	forms := 0
	for i := row.from; i < row.to; i++ {
		t := &s.tokens[i]
		switch {
		case (companyForms[t.fold] || tradeWords[t.fold]) && !t.digit:
			forms++
		case len(t.fold) > 3:
			return false
		}
	}
	return forms > 0
}

// senderLine reads "Name - Street 1 - 12345 City" in the upper half of the first page.
func (r *reading) senderLine() *block {
	s := r.sheets[0]
	for row := range s.rows {
		line := s.rows[row]
		if s.tokens[line.from].y0 > s.height/2 {
			return nil
		}
		marks, first := 0, 0
		for i := line.from; i < line.to; i++ {
			if isSeparator(s.tokens[i].text) {
				if marks == 0 {
					first = i
				}
				marks++
			}
		}
		if marks >= 2 && marks <= 4 && hasPostcode(s, line) && first > line.from && plausibleName(s.text(span{line.from, first})) {
			return &block{lines: firstSegments(s, splitParts(s, []span{line})), strength: 0.85, sender: true}
		}
	}
	return nil
}

// firstSegments cuts parts of a line off at wide gaps, behind which another column stands.
func firstSegments(s *sheet, parts []span) []span {
	for i := range parts {
		parts[i].to = min(parts[i].to, s.segs[s.segOf[parts[i].from]].to)
	}
	return parts
}

func isSeparator(text string) bool {
	switch text {
	case "-", "–", "·", "•", "●", "|", "*", "∙", "/":
		return true
	}
	return false
}

// companyLine finds a line of the first page that names a company and is nobody else's. High
// and low lines are likelier the writer's; a name that comes again is too.
func (r *reading) companyLine(headers []header, taken map[int]*block) *block {
	s := r.sheets[0]
	var best *block
	for _, seg := range s.segs {
		if r.narrow() {
			seg = s.rows[s.rowOf[seg.from]]
		}
		if !hasCompanyForm(s, seg) || !plausibleName(s.text(seg)) || seg.to-seg.from > 8 {
			continue
		}
		if who, ok := owner(s, headers, seg.from); ok && who >= 0 && taken[who] != nil || r.inBlocks(taken, seg) {
			continue
		}
		b := &block{lines: r.linesFrom(seg), strength: 0.55}
		y := s.tokens[seg.from].y0 / s.height
		if y < 0.2 || y > 0.85 {
			b.strength += 0.1
		}
		if repeated(s, s.text(seg), seg) {
			b.strength += 0.12
		}
		if best == nil || b.strength > best.strength {
			best = b
		}
	}
	return best
}

// addressee finds the address in the upper half of the first page that is nobody else's: lines
// of one left edge that end with a postcode.
func (r *reading) addressee(headers []header, taken map[int]*block) *block {
	s := r.sheets[0]
	for _, seg := range s.segs {
		if s.tokens[seg.from].y0 > s.height/2 {
			return nil
		}
		if seg.to-seg.from > 6 || !hasPostcode(s, seg) || r.inBlocks(taken, seg) {
			continue
		}
		if _, ok := owner(s, headers, seg.from); ok {
			continue
		}
		lines := r.linesAbove(seg)
		if len(lines) >= 3 && !r.inBlocks(taken, lines[0]) && !r.namedIn(taken, lines[0]) {
			return r.trimmed(&block{lines: lines, strength: 0.6})
		}
	}
	return nil
}

// gapInAddress is the widest gap, in lines, between two lines of an address.
const gapInAddress = 3

// linesAbove climbs from the last line of an address to its first.
func (r *reading) linesAbove(last span) []span {
	s := r.sheets[0]
	lines, x, top := []span{last}, s.tokens[last.from].x0, s.tokens[last.from].y0
	for row := s.rowOf[last.from] - 1; row >= 0 && len(lines) < blockLines; row-- {
		seg, ok := s.segmentAt(row, x)
		if !ok {
			continue
		}
		_, y0, _, y1 := s.bounds(seg)
		if top-y1 > gapInAddress*s.line || seg.to-seg.from > 8 || isLabelLine(s, seg) {
			break
		}
		lines, top = append([]span{seg}, lines...), y0
	}
	return lines
}

// namedIn reports whether a line repeats the name of the writer. Goods may go to the addressee.
func (r *reading) namedIn(taken map[int]*block, line span) bool {
	s := r.sheets[0]
	for g, b := range taken {
		if r.plan.groups[g].issuer && b.sheet == 0 && len(b.lines) > 0 && s.fold(b.lines[0]) == s.fold(line) {
			return true
		}
	}
	return false
}

func (r *reading) inBlocks(taken map[int]*block, seg span) bool {
	for _, b := range taken {
		if b.sheet == 0 && (slices.Contains(b.lines, seg) || slices.Contains(b.apart, seg)) {
			return true
		}
	}
	return false
}

// linesFrom returns a line and those right below it.
func (r *reading) linesFrom(seg span) []span {
	s := r.sheets[0]
	lines := []span{seg}
	bottom := s.tokens[seg.from].y1
	x0, _, x1, _ := s.bounds(seg)
	for row := s.rowOf[seg.from] + 1; row < len(s.rows) && len(lines) < blockLines; row++ {
		next := firstText(s, s.rows[row])
		a, y0, b, y1 := s.bounds(next)
		if y0-bottom > 1.8*s.line || a > x1 || b < x0 {
			break
		}
		lines, bottom = append(lines, next), y1
	}
	return lines
}

// firstText returns the first segment of a row that says something: marks that recognition
// makes of edges do not.
func firstText(s *sheet, row span) span {
	for i := row.from; i < row.to; i++ {
		if s.tokens[i].fold != "" {
			return s.segs[s.segOf[i]]
		}
	}
	return s.segs[s.segOf[row.from]]
}

// narrow reports whether the page is a slip such as a receipt, where each row is one line.
func (r *reading) narrow() bool {
	s := r.sheets[0]
	if s.width < 0.62*s.height || s.width < 45*s.line && s.tokens[0].ocr {
		return true
	}
	width, height := s.printed()
	return s.tokens[0].ocr && (width < 0.62*height && width < 45*s.line || width < 36*s.line)
}

// isFree reports whether a line is not mostly the label of a field.
func (r *reading) isFree(seg span) bool {
	for _, h := range r.hits[0] {
		if h.span.from >= seg.from && h.span.to <= seg.to && h.weight > 0.5 && 2*(h.span.to-h.span.from) >= seg.to-seg.from {
			return false
		}
	}
	return true
}
