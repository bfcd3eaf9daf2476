package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// measure sets the height of a line of print, from the height of words and the width of their
// letters: boxes of OCR and of some text layers are as low as the ink of their letters.
func (s *Sheet) measure() {
	heights, widths := make([]float64, len(s.Tokens)), []float64(nil)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		heights[i] = t.Y1 - t.Y0
		if n := len(t.Fold); n >= 4 {
			widths = append(widths, (t.X1-t.X0)/float64(n))
		}
	}
	slices.Sort(heights)
	height := max(heights[len(heights)/2], 1)
	s.Line, s.Ink = height, 1
	if len(widths) == 0 {
		return
	}
	slices.Sort(widths)
	s.Line = min(max(height, 2.3*widths[len(widths)/2]), 2*height)
	s.Ink = s.Line / height
}

// straighten undoes the slant of a scan whose image nobody straightened: words that their
// engine put on one line tell it.
func (s *Sheet) straighten(p *pipeline.Page) {
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
		dx := (words[j].Box.CenterX() - words[i].Box.CenterX()) * s.Width
		if dx > 12*s.Line {
			slopes = append(slopes, (words[j].Box.CenterY()-words[i].Box.CenterY())*s.Height/dx)
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
	for i := range s.Tokens {
		t := &s.Tokens[i]
		shift := slope * (t.X0 + t.X1) / 2
		t.Y0, t.Y1 = t.Y0-shift, t.Y1-shift
	}
}

// cutRows sorts tokens into rows: a token belongs to the row that its middle lies in.
func (s *Sheet) cutRows() {
	slices.SortStableFunc(s.Tokens, func(a, b Token) int { return cmp.Compare(a.Middle(), b.Middle()) })
	for from := 0; from < len(s.Tokens); {
		to, sum := from, 0.0
		for to < len(s.Tokens) {
			t := &s.Tokens[to]
			n := float64(to - from)
			if to > from && t.Middle()-sum/n > 0.42*s.Line {
				break
			}
			sum += t.Middle()
			to++
		}
		slices.SortStableFunc(s.Tokens[from:to], func(a, b Token) int { return cmp.Compare(a.X0, b.X0) })
		s.Rows = append(s.Rows, Span{from, to})
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
func sizesDiffer(a, b *Token) bool {
	return a.size > 0 && b.size > 0 && !a.OCR && !b.OCR && max(a.size, b.size) > otherSize*min(a.size, b.size)
}

func (s *Sheet) cutSegments() {
	s.RowOf, s.SegOf = make([]int, len(s.Tokens)), make([]int, len(s.Tokens))
	for r, row := range s.Rows {
		from := row.From
		for i := row.From; i < row.To; i++ {
			s.RowOf[i] = r
			height := max(s.Ink*(s.Tokens[i].Y1-s.Tokens[i].Y0), 0.9*s.Line)
			if i > from {
				height = max(height, s.Ink*(s.Tokens[i-1].Y1-s.Tokens[i-1].Y0)) // "Nr. 471102 vom" in large print
			}
			gap := 0.0
			if i > from {
				gap = s.Tokens[i].X0 - s.Tokens[i-1].X1
			}
			if i > from && s.Tokens[i].walled || !s.Tokens[i].goesOn && (gap > gapOfSegments*height || gap > gapOfSizes*height && (sizesDiffer(&s.Tokens[i-1], &s.Tokens[i]) || s.cells && s.cellsDiffer(i-1, i))) {
				s.Segs = append(s.Segs, Span{from, i})
				from = i
			}
			s.SegOf[i] = len(s.Segs)
		}
		s.Segs = append(s.Segs, Span{from, row.To})
	}
}

// Text returns the printed words of a span.
func (s *Sheet) Text(sp Span) string {
	var b strings.Builder
	for i := sp.From; i < sp.To; i++ {
		if i > sp.From && !(s.Tokens[i].X0-s.Tokens[i-1].X1 < 0.01 && s.Tokens[i-1].X1 == s.Tokens[i].X0) {
			b.WriteByte(' ')
		}
		b.WriteString(s.Tokens[i].Text)
	}
	return b.String()
}

// Evidence cites a span.
func (s *Sheet) Evidence(sp Span) pipeline.Evidence {
	var box pipeline.Box
	for _, t := range s.Tokens[sp.From:sp.To] {
		box = box.Union(t.box)
	}
	return pipeline.Evidence{Page: s.Number, Box: &box, Quote: s.Text(sp)}
}

// Legible is the lowest confidence of the words of a span, 0..1.
func (s *Sheet) Legible(sp Span) float64 {
	lowest := 1.0
	for _, t := range s.Tokens[sp.From:sp.To] {
		lowest = min(lowest, t.Confidence)
	}
	return lowest
}

// Bounds is the upright box of a span.
func (s *Sheet) Bounds(sp Span) (x0, y0, x1, y1 float64) {
	x0, y0 = math.Inf(1), math.Inf(1)
	for _, t := range s.Tokens[sp.From:sp.To] {
		x0, y0, x1, y1 = min(x0, t.X0), min(y0, t.Y0), max(x1, t.X1), max(y1, t.Y1)
	}
	return x0, y0, x1, y1
}

// Printed is the size of the part of the sheet that holds its print, but for strays: a slip may
// be scanned on a sheet of paper.
func (s *Sheet) Printed() (width, height float64) {
	left, right := make([]float64, len(s.Tokens)), make([]float64, len(s.Tokens))
	for i := range s.Tokens {
		left[i], right[i] = s.Tokens[i].X0, s.Tokens[i].X1
	}
	slices.Sort(left)
	slices.Sort(right)
	stray := len(s.Tokens) / 25
	first, last := &s.Tokens[0], &s.Tokens[len(s.Tokens)-1]
	return right[len(right)-1-stray] - left[stray], last.Y1 - first.Y0
}
