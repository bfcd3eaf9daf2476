package task

import (
	"cmp"
	"math"
	"slices"
	"strings"

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

// A placed word stands in the frame in which the page's text is upright and level.
type placed struct {
	word pipeline.Word
	box  pipeline.Box
}

// newSheet lays out the words that a reader of the page sees.
func newSheet(p *pipeline.Page) *sheet {
	s := &sheet{page: p}
	words := upright(p)
	if len(words) == 0 {
		return s
	}
	height := lineHeight(words)
	for _, row := range rows(words, height) {
		s.lines = append(s.lines, newLine(row, height*tallness(p)))
	}
	s.lines = unfold(s.lines)
	for i := range s.lines {
		s.lines[i].number = i + 1
	}
	return s
}

// tallness is height by width of the page when its text stands upright; A4 where nothing is known.
func tallness(p *pipeline.Page) float64 {
	switch {
	case p.Width <= 0 || p.Height <= 0:
		return math.Sqrt2
	case p.Turn == 90 || p.Turn == 270:
		return p.Width / p.Height
	}
	return p.Height / p.Width
}

// upright turns and levels the page's words.
func upright(p *pipeline.Page) []placed {
	toImage, straightened := p.ToPage.Inverse()
	straightened = straightened && p.ToPage != (pipeline.Transform{})
	turn, frame := p.Turn, pipeline.Box{0, 0, 1, 1}
	if straightened {
		turn, frame = p.ImageTurn(), toImage.Box(0, 0, 1, 1)
	}
	var all []placed
	for _, w := range p.VisibleWords() {
		if strings.TrimSpace(clean(w.Text)) == "" {
			continue
		}
		b := w.Box
		if straightened {
			b = toImage.Box(b[0], b[1], b[2], b[3])
		}
		all = append(all, placed{w, turned(turn, within(frame, b))})
	}
	return all
}

// within states b in fractions of frame.
func within(frame, b pipeline.Box) pipeline.Box {
	w, h := max(frame.Width(), 1e-9), max(frame.Height(), 1e-9)
	return pipeline.Box{(b[0] - frame[0]) / w, (b[1] - frame[1]) / h, (b[2] - frame[0]) / w, (b[3] - frame[1]) / h}
}

// turned turns a box clockwise with the page around it.
func turned(degrees int, b pipeline.Box) pipeline.Box {
	switch degrees {
	case 90:
		return pipeline.Box{1 - b[3], b[0], 1 - b[1], b[2]}
	case 180:
		return pipeline.Box{1 - b[2], 1 - b[3], 1 - b[0], 1 - b[1]}
	case 270:
		return pipeline.Box{b[1], 1 - b[2], b[3], 1 - b[0]}
	}
	return b
}

// lineHeight is the middle one of the words' heights.
func lineHeight(words []placed) float64 {
	heights := make([]float64, len(words))
	for i, w := range words {
		heights[i] = w.box.Height()
	}
	slices.Sort(heights)
	return max(heights[len(heights)/2], 1e-4)
}

// rows gathers the words that stand at one height, from the top, each row from the left.
func rows(words []placed, height float64) [][]placed {
	slices.SortStableFunc(words, func(a, b placed) int { return cmp.Compare(a.box.CenterY(), b.box.CenterY()) })
	var all [][]placed
	from, sum := 0, 0.0
	for i := range words {
		y := words[i].box.CenterY()
		if n := float64(i - from); n > 0 && y-sum/n >= height/2 {
			all = append(all, words[from:i])
			from, sum = i, 0
		}
		sum += y
	}
	all = append(all, words[from:])
	for _, row := range all {
		slices.SortStableFunc(row, func(a, b placed) int { return cmp.Compare(a.box[0], b.box[0]) })
	}
	return all
}

// newLine cuts a row into cells where a gap is wider than an em.
func newLine(row []placed, em float64) line {
	l := line{top: row[0].box[1], bottom: row[0].box[3]}
	for i, w := range row {
		if i == 0 || w.box[0]-l.cells[len(l.cells)-1].right > em {
			l.cells = append(l.cells, cell{left: w.box[0], right: w.box[2]})
		}
		c := &l.cells[len(l.cells)-1]
		c.words, c.right = append(c.words, w.word), max(c.right, w.box[2])
		c.digits = c.digits || strings.ContainsAny(w.word.Text, "0123456789")
		l.box = l.box.Union(w.word.Box)
		l.top, l.bottom = min(l.top, w.box[1]), max(l.bottom, w.box[3])
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
