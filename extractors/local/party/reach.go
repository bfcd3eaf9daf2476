package party

import (
	"maps"
	"math"
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// What stands right below an address, at its left edge, is about whom the address is: numbers for taxes
// and telephones of the addressee stand in the window of the envelope with his name.

// blockAt returns the party in whose block, or right below it, an option stands: the nearest, where
// blocks stand below each other.
func blockAt(r *evidence.Reading, blocks map[int]*block, o evidence.Option) (group int, ok bool) {
	nearest := -1
	for _, g := range slices.Sorted(maps.Keys(blocks)) {
		b := blocks[g]
		if b.sheet != o.Sheet || b.sender {
			continue
		}
		lines := addressLines(b)
		if len(lines) < leastAddress {
			continue // a name alone says nothing of what is below it
		}
		if top := lines[0].From; reaches(r, b.sheet, lines, o.Span) && top > nearest {
			nearest, group, ok = top, g, true
		}
	}
	return group, ok
}

// addressLines are the lines of a block, and those of its address where it stands apart.
func addressLines(b *block) []layout.Span {
	if len(b.apart) > 0 {
		return append(slices.Clip(b.lines[:1]), b.apart...)
	}
	return b.lines
}

// leftEdge is how far the lines of one block may begin from each other, in heights of a line.
const leftEdge = 1.0

// reaches reports whether a word stands in one of some lines, or in one of those that follow on them
// without a gap from the same left edge, as far as the number or the date of the document: from there on
// lines are about that, and who wrote it.
func reaches(r *evidence.Reading, n int, lines []layout.Span, sp layout.Span) bool {
	if slices.ContainsFunc(lines, func(l layout.Span) bool { return l.From <= sp.From && sp.From < l.To }) {
		return true
	}
	s, last := r.Sheets[n], lines[len(lines)-1]
	x0, bottom := s.Tokens[last.From].X0, s.Tokens[last.From].Y1
	for row := s.RowOf[last.From] + 1; row <= s.RowOf[sp.From]; row++ {
		seg, ok := s.SegmentAt(row, x0)
		if !ok || math.Abs(s.Tokens[seg.From].X0-x0) > leftEdge*s.Line || s.Tokens[seg.From].Y0-bottom > s.Line {
			return false
		}
		if ofDocument(r, n, seg) {
			return false
		}
		if seg.From <= sp.From && sp.From < seg.To {
			return true
		}
		bottom = s.Tokens[seg.From].Y1
	}
	return false
}

// ofDocument reports whether a line begins with the label of the document's number, or of a date that is
// no party's.
func ofDocument(r *evidence.Reading, n int, line layout.Span) bool {
	number := r.Plan.FirstNumber()
	return slices.ContainsFunc(r.Hits[n], func(h plan.Hit) bool {
		f := r.Plan.Fields[h.Field]
		return h.Zone.From == line.From && h.Weight >= evidence.Unsure && (h.Field == number || f.Kind == plan.Date && f.Party == "")
	})
}
