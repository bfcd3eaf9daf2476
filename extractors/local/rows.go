package local

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// measure sets the height of a line of print, from the height of words and the width of their
// letters: boxes of OCR and of some text layers are as low as the ink of their letters.
func (s *sheet) measure() {
	heights, widths := make([]float64, len(s.tokens)), []float64(nil)
	for i := range s.tokens {
		t := &s.tokens[i]
		heights[i] = t.y1 - t.y0
		if n := len(t.fold); n >= 4 {
			widths = append(widths, (t.x1-t.x0)/float64(n))
		}
	}
	slices.Sort(heights)
	height := max(heights[len(heights)/2], 1)
	s.line, s.ink = height, 1
	if len(widths) == 0 {
		return
	}
	slices.Sort(widths)
	s.line = min(max(height, 2.3*widths[len(widths)/2]), 2*height)
	s.ink = s.line / height
}

// straighten undoes the slant of a scan whose image nobody straightened: words that their
// engine put on one line tell it.
func (s *sheet) straighten(p *pipeline.Page) {
	if s.level || p.TextFrom != pipeline.TextFromOCR && p.TextFrom != pipeline.TextFromMixed || p.Turn != 0 {
		return
	}
	var slopes []float64
	words := p.VisibleWords()
	for i := 0; i < len(words); {
		j := i
		for j+1 < len(words) && words[j+1].Line == words[i].Line && words[j+1].Block == words[i].Block {
			j++
		}
		dx := (words[j].Box.CenterX() - words[i].Box.CenterX()) * s.width
		if dx > 12*s.line {
			slopes = append(slopes, (words[j].Box.CenterY()-words[i].Box.CenterY())*s.height/dx)
		}
		i = j + 1
	}
	if len(slopes) < 4 {
		return
	}
	slices.Sort(slopes)
	slope := slopes[len(slopes)/2]
	if math.Abs(slope) < 0.002 || math.Abs(slope) > 0.3 {
		return
	}
	for i := range s.tokens {
		t := &s.tokens[i]
		shift := slope * (t.x0 + t.x1) / 2
		t.y0, t.y1 = t.y0-shift, t.y1-shift
	}
}

// cutRows sorts tokens into rows: a token belongs to the row that its middle lies in.
func (s *sheet) cutRows() {
	slices.SortStableFunc(s.tokens, func(a, b token) int { return cmp.Compare(a.middle(), b.middle()) })
	for from := 0; from < len(s.tokens); {
		to, sum := from, 0.0
		for to < len(s.tokens) {
			t := &s.tokens[to]
			n := float64(to - from)
			if to > from && t.middle()-sum/n > 0.42*s.line {
				break
			}
			sum += t.middle()
			to++
		}
		slices.SortStableFunc(s.tokens[from:to], func(a, b token) int { return cmp.Compare(a.x0, b.x0) })
		s.rows = append(s.rows, span{from, to})
		from = to
	}
}

// gapOfSegments is the gap between words, in heights of a line, from which on they no longer
// belong together.
const gapOfSegments = 0.9

// Print of another size is other print: from such a gap on, when one is so much larger.
const (
	gapOfSizes = 0.4
	otherSize  = 1.15
)

// sizesDiffer reports whether two words of a text layer are set in different sizes.
func sizesDiffer(a, b *token) bool {
	return a.size > 0 && b.size > 0 && !a.ocr && !b.ocr && max(a.size, b.size) > otherSize*min(a.size, b.size)
}

func (s *sheet) cutSegments() {
	s.rowOf, s.segOf = make([]int, len(s.tokens)), make([]int, len(s.tokens))
	for r, row := range s.rows {
		from := row.from
		for i := row.from; i < row.to; i++ {
			s.rowOf[i] = r
			height := max(s.ink*(s.tokens[i].y1-s.tokens[i].y0), 0.9*s.line)
			if i > from {
				height = max(height, s.ink*(s.tokens[i-1].y1-s.tokens[i-1].y0)) // "Nr. 471102 vom" in large print
			}
			gap := 0.0
			if i > from {
				gap = s.tokens[i].x0 - s.tokens[i-1].x1
			}
			if gap > gapOfSegments*height || gap > gapOfSizes*height && sizesDiffer(&s.tokens[i-1], &s.tokens[i]) {
				s.segs = append(s.segs, span{from, i})
				from = i
			}
			s.segOf[i] = len(s.segs)
		}
		s.segs = append(s.segs, span{from, row.to})
	}
}

// text returns the printed words of a span.
func (s *sheet) text(sp span) string {
	var b strings.Builder
	for i := sp.from; i < sp.to; i++ {
		if i > sp.from && !(s.tokens[i].x0-s.tokens[i-1].x1 < 0.01 && s.tokens[i-1].x1 == s.tokens[i].x0) {
			b.WriteByte(' ')
		}
		b.WriteString(s.tokens[i].text)
	}
	return b.String()
}

// evidence cites a span.
func (s *sheet) evidence(sp span) pipeline.Evidence {
	var box pipeline.Box
	for _, t := range s.tokens[sp.from:sp.to] {
		box = box.Union(t.box)
	}
	return pipeline.Evidence{Page: s.number, Box: &box, Quote: s.text(sp)}
}

// legible is the lowest confidence of the words of a span, 0..1.
func (s *sheet) legible(sp span) float64 {
	lowest := 1.0
	for _, t := range s.tokens[sp.from:sp.to] {
		lowest = min(lowest, t.confidence)
	}
	return lowest
}

// bounds is the upright box of a span.
func (s *sheet) bounds(sp span) (x0, y0, x1, y1 float64) {
	x0, y0 = math.Inf(1), math.Inf(1)
	for _, t := range s.tokens[sp.from:sp.to] {
		x0, y0, x1, y1 = min(x0, t.x0), min(y0, t.y0), max(x1, t.x1), max(y1, t.y1)
	}
	return x0, y0, x1, y1
}

// printed is the size of the part of the sheet that holds its print, but for strays: a slip may
// be scanned on a sheet of paper.
func (s *sheet) printed() (width, height float64) {
	left, right := make([]float64, len(s.tokens)), make([]float64, len(s.tokens))
	for i := range s.tokens {
		left[i], right[i] = s.tokens[i].x0, s.tokens[i].x1
	}
	slices.Sort(left)
	slices.Sort(right)
	stray := len(s.tokens) / 25
	first, last := &s.tokens[0], &s.tokens[len(s.tokens)-1]
	return right[len(right)-1-stray] - left[stray], last.y1 - first.y0
}
