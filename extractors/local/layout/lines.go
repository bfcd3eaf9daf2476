package layout

import "math"

// Limits, in lines, of the lines of one cell, one right below the other.
const (
	lineEdge = 0.6 // how far their left edges differ
	lineGap  = 0.5 // the gap between them
	rowsOver = 3   // rows between them, which are those of other cells
)

// LineBelow returns the segment right below another one that begins at its left edge, with nothing of
// the same column between them. Rows of other columns, set a little higher, may be.
func (s *Sheet) LineBelow(line Span) (Span, bool) {
	x0, _, _, y1 := s.Bounds(line)
	for row := s.RowOf[line.From] + 1; row < len(s.Rows) && s.Tokens[s.Rows[row].From].Y0-y1 < lineGap*s.Line; row++ {
		for _, at := range s.SegmentsOf(row) {
			a, y0, _, _ := s.Bounds(s.Segs[at])
			if math.Abs(a-x0) < lineEdge*s.Line {
				return s.Segs[at], y0-y1 < lineGap*s.Line
			}
		}
	}
	return Span{}, false
}

// LineAbove returns the segment that another one is the line below of.
func (s *Sheet) LineAbove(line Span) (Span, bool) {
	for row := s.RowOf[line.From] - 1; row >= max(0, s.RowOf[line.From]-rowsOver); row-- {
		for _, at := range s.SegmentsOf(row) {
			if next, ok := s.LineBelow(s.Segs[at]); ok && next == line {
				return s.Segs[at], true
			}
		}
	}
	return Span{}, false
}
