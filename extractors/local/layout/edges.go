package layout

import (
	"math"
	"slices"
)

// Segments that begin at one place in so many rows near each other make the edge of a column.
const (
	edgeStarts = 3 // where a label begins
	edgeSure   = 4 // where anything does
	edgeRows   = 8
	edgeOff    = 0.12 // of a line
)

// splitAtEdges cuts segments in which a long value runs up to the next column: where
// other rows nearby begin a segment, one begins here as well, and where a label with a colon does.
func (s *Sheet) splitAtEdges(label func(s *Sheet, sp Span) bool) {
	starts := make([][]float64, len(s.Rows))
	for _, seg := range s.Segs {
		if row := s.RowOf[seg.From]; !s.Runs(row) && seg.From > s.Rows[row].From {
			starts[row] = append(starts[row], s.Tokens[seg.From].X0)
		}
	}
	segs := make([]Span, 0, len(s.Segs))
	for _, seg := range s.Segs {
		from := seg.From
		if row := s.RowOf[from]; !s.Runs(row) {
			for i := from + 1; i < seg.To; i++ {
				least := edgeSure
				if label(s, Span{i, seg.To}) {
					least = edgeStarts
				}
				if s.beginsLabel(i, Span{from, seg.To}) || HasCapital(s.Tokens[i].Text) && s.edgeAt(starts, row, s.Tokens[i].X0) >= least {
					segs = append(segs, Span{from, i})
					from = i
				}
			}
		}
		segs = append(segs, Span{from, seg.To})
	}
	s.Segs = segs
	for n, seg := range segs {
		for i := seg.From; i < seg.To; i++ {
			s.SegOf[i] = n
		}
	}
}

// longestCaption is how many words a label with a colon has at most to begin a column by itself.
const longestCaption = 3

// beginsLabel reports whether the second label with a colon of a segment stands at token i, behind
// a wider gap than those between its words.
func (s *Sheet) beginsLabel(i int, seg Span) bool {
	gap := s.Tokens[i].X0 - s.Tokens[i-1].X1
	labelled := slices.ContainsFunc(s.Tokens[seg.From:i], func(t Token) bool { return Ends(t.Text, ':') })
	if gap < GapOfColumns*s.Line || !labelled || !HasCapital(s.Tokens[i].Text) || Ends(s.Tokens[i-1].Text, ':') {
		return false
	}
	for j := i; j < min(seg.To, i+longestCaption); j++ {
		t := &s.Tokens[j]
		if t.Digit || j > i && 2*(t.X0-s.Tokens[j-1].X1) > gap+0.1*s.Line {
			return false
		}
		if Ends(t.Text, ':') {
			return true
		}
	}
	return false
}

// edgeAt counts the rows near one that begin a segment at x. The next row but one without any
// makes it a coincidence.
func (s *Sheet) edgeAt(starts [][]float64, row int, x float64) int {
	n, beside := 0, false
	for r := max(0, row-edgeRows); r <= min(len(starts)-1, row+edgeRows); r++ {
		if slices.ContainsFunc(starts[r], func(at float64) bool { return math.Abs(at-x) < edgeOff*s.Line }) {
			n++
			beside = beside || r >= row-2 && r <= row+2
		}
	}
	if !beside {
		return 0
	}
	return n
}

// GapOfColumns is the gap, in lines, behind which a word of labels begins the next column: wider
// than between the words of a text, too narrow to cut a segment.
const GapOfColumns = 0.45
