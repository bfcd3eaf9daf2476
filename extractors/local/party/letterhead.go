package party

import (
	"cmp"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// letterhead finds who wrote a document that does not say so: the sender's line above the
// address window, a company's name at the top or in the foot, the first line of a receipt.
func letterhead(r *evidence.Reading, g *plan.Group, headers []header, taken map[int]*block) *block {
	if g.Bank {
		if b := bankLine(r, g); b != nil {
			return b
		}
	}
	if b := senderLine(r); b != nil {
		return b
	}
	if r.Narrow() {
		if b := slipBlock(r); b != nil {
			return b
		}
	}
	if b := companyLine(r, headers, taken); b != nil {
		return cmp.Or(displayLine(r, b), b)
	}
	return topLine(r)
}

// headsPage is what tells a name that no label does.
const headsPage = "heads the page"

// topRows is how many rows at the top may name who wrote a slip.
const topRows = 8

// topLine takes the first line of the page that names a company by its legal form, with the
// line above where the form stands alone, else the first line that can be a name.
func topLine(r *evidence.Reading) *block {
	s := r.Sheets[0]
	first := -1
	for n, row := range s.Rows[:min(len(s.Rows), topRows)] {
		joins := first >= 0 && first == n-1 && onlyForm(s, row)
		switch {
		case joins || !canBeName(r, row):
		case hasCompanyForm(s, row):
			return &block{lines: linesFrom(r, row), strength: 0.7, told: headsPage}
		case first < 0 || first == n-1 && isLower(s.Text(s.Rows[first])):
			first = n
		}
		if joins {
			return &block{lines: linesFrom(r, s.Rows[first]), strength: 0.65, told: headsPage, goesOn: true}
		}
	}
	if first < 0 {
		return nil
	}
	return &block{lines: linesFrom(r, s.Rows[first]), strength: 0.5, told: headsPage}
}

// canBeName refuses lines that are illegible, labelled or part of an address.
func canBeName(r *evidence.Reading, row layout.Span) bool {
	s := r.Sheets[0]
	name := s.Text(row)
	if !evidence.PlausibleName(name) || strings.ContainsAny(name, ":@") || len(name) < 4 || s.Legible(row) < 0.4 || !isFree(r, row) {
		return false
	}
	return !(s.Tokens[row.From].Digit && strings.Contains(name, ",")) && !evidence.HasPostcode(s, row) && !headsTable(r, row)
}

// headsTable reports whether a line names columns of a list.
func headsTable(r *evidence.Reading, row layout.Span) bool {
	return slices.ContainsFunc(r.Plan.Lists, func(l *plan.List) bool {
		columns := map[int]bool{}
		for _, h := range l.Phrases.FindHits(r.Sheets[0], r.Languages) {
			if h.Span.From >= row.From && h.Span.To <= row.To {
				columns[h.Field] = true
			}
		}
		return len(columns) >= 3
	})
}

// isLower reports whether text has no capital: notes by hand, not names over a slip.
func isLower(text string) bool { return text == strings.ToLower(text) }

// onlyForm reports whether a line holds a legal form or what a company does, and nothing that names.
func onlyForm(s *layout.Sheet, row layout.Span) bool {
	forms := 0
	for i := row.From; i < row.To; i++ {
		t := &s.Tokens[i]
		switch {
		case (evidence.CompanyForms[t.Fold] || tradeWords[t.Fold]) && !t.Digit:
			forms++
		case len(t.Fold) > 3:
			return false
		}
	}
	return forms > 0
}

// companyLine finds a line of the first page that names a company and is nobody else's. High
// and low lines are likelier the writer's; a name that comes again is too.
func companyLine(r *evidence.Reading, headers []header, taken map[int]*block) *block {
	s := r.Sheets[0]
	var best *block
	for _, seg := range s.Segs {
		if r.Narrow() {
			seg = s.Rows[s.RowOf[seg.From]]
		}
		if !hasCompanyForm(s, seg) || !evidence.PlausibleName(s.Text(seg)) || seg.To-seg.From > 8 {
			continue
		}
		if who, ok := owner(s, headers, seg.From); ok && who >= 0 && taken[who] != nil || inBlocks(r, taken, seg) {
			continue
		}
		b := &block{lines: linesFrom(r, seg), strength: 0.55, told: "its legal form names a company"}
		y := s.Tokens[seg.From].Y0 / s.Height
		if y < 0.2 || y > 0.85 {
			b.strength += 0.1
		}
		if repeated(s, s.Text(seg), seg) {
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
func addressee(r *evidence.Reading, headers []header, taken map[int]*block) *block {
	s := r.Sheets[0]
	for _, seg := range s.Segs {
		if s.Tokens[seg.From].Y0 > s.Height/2 {
			return nil
		}
		if seg.To-seg.From > 6 || !placed(s, seg) || inBlocks(r, taken, seg) {
			continue
		}
		if _, ok := owner(s, headers, seg.From); ok {
			continue
		}
		lines := linesAbove(r, seg, taken)
		if len(lines) >= 3 && !inBlocks(r, taken, lines[0]) && !namedIn(r, taken, lines[0]) {
			return trimmed(r, &block{lines: lines, strength: 0.6, told: "an address that is nobody else's"})
		}
	}
	return nil
}

// gapInAddress is the widest gap, in lines, between two lines of an address.
const gapInAddress = 3

// leastAddress is how many lines a name, a street and a place take.
const leastAddress = 3

// linesAbove climbs from the last line of an address to its first, below what is somebody else's.
func linesAbove(r *evidence.Reading, last layout.Span, taken map[int]*block) []layout.Span {
	s := r.Sheets[0]
	lines, x, top := []layout.Span{last}, s.Tokens[last.From].X0, s.Tokens[last.From].Y0
	for row := s.RowOf[last.From] - 1; row >= 0 && len(lines) < blockLines; row-- {
		seg, ok := s.SegmentAt(row, x)
		if !ok {
			continue
		}
		_, y0, _, y1 := s.Bounds(seg)
		if top-y1 > gapInAddress*s.Line || seg.To-seg.From > 8 || isLabelLine(s, seg) || endsAddress(s, seg) {
			break
		}
		if inBlocks(r, taken, seg) {
			if top-y1 <= s.Line {
				return append([]layout.Span{seg}, lines...) // it goes on from there
			}
			break
		}
		if s.Cells() && len(lines) >= leastAddress && !s.SameCell(seg.From, lines[0].From) {
			break // what stands above an address, apart from it, is none of it
		}
		lines, top = append([]layout.Span{seg}, lines...), y0
	}
	return lines
}

// endsAddress reports whether a line is the last of an address: its place or its country.
func endsAddress(s *layout.Sheet, line layout.Span) bool {
	return isPlace(s, line) || extractors.Country(s.Text(line)) != ""
}

// namedIn reports whether a line repeats the name of the writer. Goods may go to the addressee.
func namedIn(r *evidence.Reading, taken map[int]*block, line layout.Span) bool {
	s := r.Sheets[0]
	for g, b := range taken {
		if r.Plan.Groups[g].Issuer && b.sheet == 0 && len(b.lines) > 0 && s.Fold(b.lines[0]) == s.Fold(line) {
			return true
		}
	}
	return false
}

func inBlocks(r *evidence.Reading, taken map[int]*block, seg layout.Span) bool {
	holds := func(line layout.Span) bool { return line.From <= seg.From && seg.To <= line.To }
	for _, b := range taken {
		if b.sheet == 0 && (slices.ContainsFunc(b.lines, holds) || slices.ContainsFunc(b.apart, holds)) {
			return true
		}
	}
	return false
}

// linesFrom returns a line and those right below it.
func linesFrom(r *evidence.Reading, seg layout.Span) []layout.Span {
	s := r.Sheets[0]
	lines := []layout.Span{seg}
	bottom := s.Tokens[seg.From].Y1
	x0, _, x1, _ := s.Bounds(seg)
	for row := s.RowOf[seg.From] + 1; row < len(s.Rows) && len(lines) < blockLines; row++ {
		next := firstText(s, s.Rows[row])
		a, y0, b, y1 := s.Bounds(next)
		if y0-bottom > 1.8*s.Line || a > x1 || b < x0 {
			break
		}
		lines, bottom = append(lines, next), y1
	}
	return lines
}

// firstText returns the first segment of a row that says something: marks that recognition
// makes of edges do not.
func firstText(s *layout.Sheet, row layout.Span) layout.Span {
	for i := row.From; i < row.To; i++ {
		if s.Tokens[i].Fold != "" {
			return s.Segs[s.SegOf[i]]
		}
	}
	return s.Segs[s.SegOf[row.From]]
}

// isFree reports whether a line is not mostly the label of a field.
func isFree(r *evidence.Reading, seg layout.Span) bool {
	return freeOf(r, seg, func(plan.Hit) bool { return true })
}

// freeOf reports whether a line is not mostly one of some labels.
func freeOf(r *evidence.Reading, seg layout.Span, counts func(plan.Hit) bool) bool {
	for _, h := range r.Hits[0] {
		if counts(h) && h.Span.From >= seg.From && h.Span.To <= seg.To && h.Weight > 0.5 && 2*(h.Span.To-h.Span.From) >= seg.To-seg.From {
			return false
		}
	}
	return true
}
