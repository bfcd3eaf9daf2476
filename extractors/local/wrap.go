package local

import (
	"math"
	"slices"
	"strings"
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
var wrapping = map[kind]bool{kindText: true, kindName: true}

// openEnds are words that nothing ends with: the text goes on.
var openEnds = wordSet("and of for the or und oder der die et ou de la le y o e ed van en do da i")

// withWraps adds the lines to a value that it goes on in.
func (s *sheet) withWraps(h hit, c candidate) candidate {
	c.more = s.wraps(h, c.span)
	for _, line := range c.more {
		c.value += " " + strings.Trim(s.text(line), " :;,|")
	}
	return c
}

// wraps returns the lines below a value that its text goes on in. Nothing may stand left of them
// where the labels stand.
func (s *sheet) wraps(h hit, line span) []span {
	if s.rowOf[line.from] != s.rowOf[h.span.from] || line.from < h.span.to {
		return nil
	}
	var lines []span
	for len(lines) < mostWraps {
		next, ok := s.underneath(line, s.tokens[h.zone.from].x0)
		if !ok || !s.goesOn(line, next) || s.isCaption(h, next) || labelLike(s, next) {
			break
		}
		lines, line = append(lines, next), next
	}
	return lines
}

// underneath returns the segment right below a line that begins at the same left edge, when the
// space from x to that edge is empty.
func (s *sheet) underneath(line span, x float64) (span, bool) {
	left, _, _, bottom := s.bounds(line)
	for row := s.rowOf[line.from] + 1; row < len(s.rows); row++ {
		first := &s.tokens[s.rows[row].from]
		if first.y0-bottom > wrapGap*s.line {
			break
		}
		for i := s.rows[row].from; i < s.rows[row].to; i = s.segs[s.segOf[i]].to {
			seg := s.segs[s.segOf[i]]
			x0, y0, x1, _ := s.bounds(seg)
			switch gap := y0 - bottom; {
			case gap > wrapGap*s.line || gap < -0.5*s.line:
			case math.Abs(x0-left) < wrapEdge*s.line:
				return seg, true
			case x1 > x && x0 < left:
				return span{}, false
			}
		}
	}
	return span{}, false
}

// goesOn reports whether next is the rest of the text of a line: the line ends in the middle of a
// phrase, or the first word of next would not have fitted into the column.
func (s *sheet) goesOn(line, next span) bool {
	text := s.text(next)
	if strings.Contains(text, ":") || isStreet(text) || isPlace(text) || hasPostcode(s, next) || isContact(s, next) || isPhone(s, next) {
		return false
	}
	last := &s.tokens[line.to-1]
	if openEnds[last.fold] || slices.Contains([]string{"&", "/", "-", "+"}, last.text) {
		return true
	}
	first := &s.tokens[next.from]
	if first.digit && !first.letter {
		return false
	}
	return last.x1+wrapSpace*s.line+(first.x1-first.x0) > s.columnEnd(line)-wrapGutter*s.line
}

// columnEnd is where the column of a line ends: the left edge of what stands to the right of it
// in the rows around, or the right edge of the print.
func (s *sheet) columnEnd(line span) float64 {
	_, _, right, _ := s.bounds(line)
	end, row := math.Inf(1), s.rowOf[line.from]
	for r := max(0, row-wrapColumns); r < min(len(s.rows), row+wrapColumns+1); r++ {
		for i := s.rows[r].from; i < s.rows[r].to; i = s.segs[s.segOf[i]].to {
			if x := s.tokens[i].x0; x > right {
				end = min(end, x)
			}
		}
	}
	if math.IsInf(end, 1) {
		for i := range s.tokens {
			right = max(right, s.tokens[i].x1)
		}
		return right + wrapGutter*s.line
	}
	return end
}
