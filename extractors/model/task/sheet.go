package task

import (
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// A sheet is one page as lines of text in reading order.
type sheet struct {
	page  *pipeline.Page
	lines []line
}

// A line is what stands side by side on a page, in cells between wide gaps.
type line struct {
	number int // 1-based on its page
	cells  []cell
	box    pipeline.Box // as the page shows it
	top    float64      // 0..1 of the upright page
	bottom float64
}

// A cell is words without a wide gap between them.
type cell struct {
	words  []pipeline.Word
	left   float64 // 0..1 of the upright page
	right  float64
	digits bool // holds a digit
}

// newSheet lays out the words that a reader of the page sees.
func newSheet(p *pipeline.Page) *sheet {
	s := &sheet{page: p}
	rows := extractors.Across(p)
	var all []extractors.Placed
	for _, row := range rows {
		all = append(all, row...)
	}
	em := extractors.LineHeight(all) * extractors.Tallness(p)
	for _, row := range rows {
		if l := newLine(row, em); len(l.cells) > 0 {
			s.lines = append(s.lines, l)
		}
	}
	s.lines = unfold(s.lines)
	for i := range s.lines {
		s.lines[i].number = i + 1
	}
	return s
}

// newLine cuts a row into cells where a gap is wider than an em.
func newLine(row []extractors.Placed, em float64) line {
	l := line{top: 1}
	for _, w := range row {
		if strings.TrimSpace(clean(w.Word.Text)) == "" {
			continue
		}
		if n := len(l.cells); n == 0 || w.Upright[0]-l.cells[n-1].right > em {
			l.cells = append(l.cells, cell{left: w.Upright[0], right: w.Upright[2]})
		}
		c := &l.cells[len(l.cells)-1]
		c.words, c.right = append(c.words, w.Word), max(c.right, w.Upright[2])
		c.digits = c.digits || strings.ContainsAny(w.Word.Text, "0123456789")
		l.box = l.box.Union(w.Word.Box)
		l.top, l.bottom = min(l.top, w.Upright[1]), max(l.bottom, w.Upright[3])
	}
	return l
}

func (c *cell) text() string {
	words := make([]string, len(c.words))
	for i, w := range c.words {
		words[i] = clean(w.Text)
	}
	return strings.Join(words, " ")
}
