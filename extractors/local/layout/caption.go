package layout

import (
	"math"
	"strings"
)

// A Caption says what a segment is to a reader of forms.
type Caption int

const (
	NoCaption    Caption = iota // a value, or text
	WholeCaption                // a label and nothing else
	WithValue                   // a label, and its value behind a colon or leaders
)

// SegmentsOf lists the segments of a row, from left to right, by their index.
func (s *Sheet) SegmentsOf(row int) []int {
	var all []int
	for i := s.Rows[row].From; i < s.Rows[row].To; i = s.Segs[s.SegOf[i]].To {
		all = append(all, s.SegOf[i])
	}
	return all
}

// longestHeadline is how many words a heading has at most.
const longestHeadline = 6

// IsHeadline reports whether a row looks like a heading: a few words alone, farther from what
// stands above than from what stands below.
func (s *Sheet) IsHeadline(row int) bool {
	line := s.Rows[row]
	if row+1 >= len(s.Rows) || line.To-line.From > longestHeadline || s.SegOf[line.From] != s.SegOf[line.To-1] ||
		s.HasDigit(line) || strings.Contains(s.Text(line), ":") {
		return false
	}
	_, y0, _, y1 := s.Bounds(line)
	_, next, _, _ := s.Bounds(s.Rows[row+1])
	above := math.Inf(1)
	if row > 0 {
		_, _, _, a1 := s.Bounds(s.Rows[row-1])
		above = y0 - a1
	}
	return above > 0.9*s.Line && above > 1.4*(next-y1)
}
