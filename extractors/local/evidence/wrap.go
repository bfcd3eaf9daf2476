package evidence

import (
	"math"
	"slices"
	"strings"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A value in a box of a form goes on in the next line where its next word does not fit into the
// column: "Advertiser: Harbour Light for the" above "City Council".
const (
	mostWraps   = 2    // lines that a value goes on
	wrapEdge    = 0.6  // in lines: how far the left edges of its lines may differ
	wrapGap     = 0.7  // in lines: the gap between its lines
	wrapGutter  = 1.2  // in lines: what a form leaves free before the next column
	wrapSpace   = 0.25 // in lines: the space between two words
	wrapColumns = 3    // rows above and below in which the next column is looked for
)

// wrapping are the kinds whose values are phrases.
var wrapping = map[plan.Kind]bool{plan.Text: true, plan.Name: true}

// OpenEnds are words that nothing ends with: the text goes on.
var OpenEnds = layout.WordSet("and of for the or und oder der die et ou de la le y o e ed van en do da i")

// withWraps adds the lines to a value that it goes on in.
func withWraps(s *layout.Sheet, h plan.Hit, c Candidate) Candidate {
	c.more = wraps(s, h, c.Span)
	for _, line := range c.more {
		c.Value += " " + strings.Trim(s.Text(line), " :;,|")
	}
	return c
}

// wraps returns the lines below a value that its text goes on in. Nothing may stand left of them
// where the labels stand.
func wraps(s *layout.Sheet, h plan.Hit, line layout.Span) []layout.Span {
	if s.RowOf[line.From] != s.RowOf[h.Span.From] || line.From < h.Span.To {
		return nil
	}
	var lines []layout.Span
	for len(lines) < mostWraps {
		next, ok := underneath(s, line, s.Tokens[h.Zone.From].X0)
		if beside, same := s.LineBelow(line); !ok && same && h.Down >= s.RowOf[beside.From]-s.RowOf[h.Span.From] && s.Cells() && s.SameCell(line.From, beside.From) {
			lines, line = append(lines, beside), beside // beside the next line of its label
			continue
		}
		if !ok || !goesOn(s, line, next) || isCaption(s, h, next) || plan.LabelLike(s, next) {
			break
		}
		lines, line = append(lines, next), next
	}
	return lines
}

// underneath returns the segment right below a line that begins at the same left edge, when the
// space from x to that edge is empty.
func underneath(s *layout.Sheet, line layout.Span, x float64) (layout.Span, bool) {
	left, _, _, bottom := s.Bounds(line)
	for row := s.RowOf[line.From] + 1; row < len(s.Rows); row++ {
		first := &s.Tokens[s.Rows[row].From]
		if first.Y0-bottom > wrapGap*s.Line {
			break
		}
		for i := s.Rows[row].From; i < s.Rows[row].To; i = s.Segs[s.SegOf[i]].To {
			seg := s.Segs[s.SegOf[i]]
			x0, y0, x1, _ := s.Bounds(seg)
			switch gap := y0 - bottom; {
			case gap > wrapGap*s.Line || gap < -0.5*s.Line:
			case math.Abs(x0-left) < wrapEdge*s.Line:
				return seg, true
			case x1 > x && x0 < left:
				return layout.Span{}, false
			}
		}
	}
	return layout.Span{}, false
}

// goesOn reports whether next is the rest of the text of a line: the line ends in the middle of a
// phrase, or the first word of next would not have fitted into the column.
func goesOn(s *layout.Sheet, line, next layout.Span) bool {
	text := s.Text(next)
	if strings.Contains(text, ":") || IsStreet(text) || IsPlace(text) || HasPostcode(s, next) || IsContact(s, next) || IsPhone(s, next) {
		return false
	}
	last := &s.Tokens[line.To-1]
	if OpenEnds[last.Fold] || slices.Contains([]string{"&", "/", "-", "+"}, last.Text) {
		return true
	}
	first := &s.Tokens[next.From]
	if first.Digit && !first.Letter {
		return false
	}
	return last.X1+wrapSpace*s.Line+(first.X1-first.X0) > columnEnd(s, line)-wrapGutter*s.Line
}

// columnEnd is where the column of a line ends: the left edge of what stands to the right of it
// in the rows around, or the right edge of the print.
func columnEnd(s *layout.Sheet, line layout.Span) float64 {
	_, _, right, _ := s.Bounds(line)
	end, row := math.Inf(1), s.RowOf[line.From]
	for r := max(0, row-wrapColumns); r < min(len(s.Rows), row+wrapColumns+1); r++ {
		for i := s.Rows[r].From; i < s.Rows[r].To; i = s.Segs[s.SegOf[i]].To {
			if x := s.Tokens[i].X0; x > right {
				end = min(end, x)
			}
		}
	}
	if math.IsInf(end, 1) {
		for i := range s.Tokens {
			right = max(right, s.Tokens[i].X1)
		}
		return right + wrapGutter*s.Line
	}
	return end
}
