package local

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
func (s *sheet) splitAtEdges(label func(s *sheet, sp span) bool) {
	starts := make([][]float64, len(s.rows))
	for _, seg := range s.segs {
		if row := s.rowOf[seg.from]; !s.runs(row) && seg.from > s.rows[row].from {
			starts[row] = append(starts[row], s.tokens[seg.from].x0)
		}
	}
	segs := make([]span, 0, len(s.segs))
	for _, seg := range s.segs {
		from := seg.from
		if row := s.rowOf[from]; !s.runs(row) {
			for i := from + 1; i < seg.to; i++ {
				least := edgeSure
				if label(s, span{i, seg.to}) {
					least = edgeStarts
				}
				if s.beginsLabel(i, span{from, seg.to}) || hasCapital(s.tokens[i].text) && s.edgeAt(starts, row, s.tokens[i].x0) >= least {
					segs = append(segs, span{from, i})
					from = i
				}
			}
		}
		segs = append(segs, span{from, seg.to})
	}
	s.segs = segs
	for n, seg := range segs {
		for i := seg.from; i < seg.to; i++ {
			s.segOf[i] = n
		}
	}
}

// longestCaption is how many words a label with a colon has at most to begin a column by itself.
const longestCaption = 3

// beginsLabel reports whether the second label with a colon of a segment stands at token i, behind
// a wider gap than those between its words.
func (s *sheet) beginsLabel(i int, seg span) bool {
	gap := s.tokens[i].x0 - s.tokens[i-1].x1
	labelled := slices.ContainsFunc(s.tokens[seg.from:i], func(t token) bool { return ends(t.text, ':') })
	if gap < gapOfColumns*s.line || !labelled || !hasCapital(s.tokens[i].text) || ends(s.tokens[i-1].text, ':') {
		return false
	}
	for j := i; j < min(seg.to, i+longestCaption); j++ {
		t := &s.tokens[j]
		if t.digit || j > i && 2*(t.x0-s.tokens[j-1].x1) > gap+0.1*s.line {
			return false
		}
		if ends(t.text, ':') {
			return true
		}
	}
	return false
}

// edgeAt counts the rows near one that begin a segment at x. The next row but one without any
// makes it a coincidence.
func (s *sheet) edgeAt(starts [][]float64, row int, x float64) int {
	n, beside := 0, false
	for r := max(0, row-edgeRows); r <= min(len(starts)-1, row+edgeRows); r++ {
		if slices.ContainsFunc(starts[r], func(at float64) bool { return math.Abs(at-x) < edgeOff*s.line }) {
			n++
			beside = beside || r >= row-2 && r <= row+2
		}
	}
	if !beside {
		return 0
	}
	return n
}
