package layout

import (
	"math"
	"strings"
)

// SegmentAt returns the segment of a row that begins at about x.
func (s *Sheet) SegmentAt(row int, x float64) (Span, bool) {
	for i := s.Rows[row].From; i < s.Rows[row].To; {
		seg := s.Segs[s.SegOf[i]]
		if math.Abs(s.Tokens[seg.From].X0-x) < 2.5*s.Line {
			return seg, true
		}
		i = seg.To
	}
	return Span{}, false
}

// Fold is the words of a span, folded and joined.
func (s *Sheet) Fold(sp Span) string {
	var b strings.Builder
	for i := sp.From; i < sp.To; i++ {
		b.WriteString(s.Tokens[i].Fold)
	}
	return b.String()
}

// Words are the printed words of a span.
func (s *Sheet) Words(sp Span) []string {
	words := make([]string, 0, sp.To-sp.From)
	for i := sp.From; i < sp.To; i++ {
		words = append(words, s.Tokens[i].Text)
	}
	return words
}

// HasDigit reports whether a word of a span holds a digit.
func (s *Sheet) HasDigit(sp Span) bool {
	for i := sp.From; i < sp.To; i++ {
		if s.Tokens[i].Digit {
			return true
		}
	}
	return false
}

// HasLetter reports whether a word of a span holds a letter.
func (s *Sheet) HasLetter(sp Span) bool {
	for i := sp.From; i < sp.To; i++ {
		if s.Tokens[i].Letter {
			return true
		}
	}
	return false
}

// FirstWord returns the first token of a row that says something.
func (s *Sheet) FirstWord(row Span) int {
	for i := row.From; i < row.To; i++ {
		if s.Tokens[i].Fold != "" {
			return i
		}
	}
	return row.From
}

// TrimMarks takes off what recognition makes of the edges of the paper: marks at both ends.
func (s *Sheet) TrimMarks(row Span) Span {
	mark := func(i int) bool { return s.Tokens[i].Fold == "" && strings.Trim(s.Tokens[i].Text, "()&") != "" }
	for row.From < row.To && mark(row.From) {
		row.From++
	}
	for row.To > row.From && mark(row.To-1) {
		row.To--
	}
	return row
}
