package extractors

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A Placed word has a second box, in fractions of the page as it is read: its text upright and
// level.
type Placed struct {
	Word    pipeline.Word
	Upright pipeline.Box
}

// Across returns the words that a reader of the page can see, row by row from the top and each
// row from the left, whatever columns or cells they belong to.
func Across(p *pipeline.Page) [][]Placed {
	words := uprightWords(p)
	if len(words) == 0 {
		return nil
	}
	slices.SortStableFunc(words, func(a, b Placed) int { return cmp.Compare(a.Upright.CenterY(), b.Upright.CenterY()) })
	half := LineHeight(words) / 2
	var rows [][]Placed
	from, sum := 0, 0.0
	for i := range words {
		y := words[i].Upright.CenterY()
		if n := float64(i - from); n > 0 && y-sum/n >= half {
			rows = append(rows, words[from:i])
			from, sum = i, 0
		}
		sum += y
	}
	rows = append(rows, words[from:])
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b Placed) int { return cmp.Compare(a.Upright[0], b.Upright[0]) })
	}
	return rows
}

// LineHeight is the middle one of the words' heights, in fractions of the upright page.
func LineHeight(words []Placed) float64 {
	if len(words) == 0 {
		return 0
	}
	heights := make([]float64, len(words))
	for i, w := range words {
		heights[i] = w.Upright.Height()
	}
	slices.Sort(heights)
	return max(heights[len(heights)/2], 1e-4)
}

// Tallness is height by width of the page when its text stands upright; that of A4 where
// nothing is known.
func Tallness(p *pipeline.Page) float64 {
	switch {
	case p.Width <= 0 || p.Height <= 0:
		return math.Sqrt2
	case p.Turn == 90 || p.Turn == 270:
		return p.Width / p.Height
	}
	return p.Height / p.Width
}

// uprightWords turns and levels the page's visible words.
func uprightWords(p *pipeline.Page) []Placed {
	toImage, straightened := p.ToPage.Inverse()
	straightened = straightened && p.ToPage != (pipeline.Transform{})
	turn, frame := p.Turn, pipeline.Box{0, 0, 1, 1}
	if straightened {
		turn, frame = p.ImageTurn(), toImage.Box(0, 0, 1, 1)
	}
	var all []Placed
	for _, w := range p.VisibleWords() {
		if strings.TrimSpace(w.Text) == "" {
			continue
		}
		b := w.Box
		if straightened {
			b = toImage.Box(b[0], b[1], b[2], b[3])
		}
		all = append(all, Placed{w, turned(turn, within(frame, b))})
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
