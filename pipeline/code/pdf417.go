package code

import (
	"math"

	"docpipe/pipeline"
)

// PDF417 is read as a grid: every row begins and ends with a pattern that no codeword has, which
// gives the sides and the width of a module; the codewords beside them name their row. With both,
// the place of each codeword is known, and it is compared with all that may stand there, grey
// against grey: at 150 dpi a module is two pixels, and blur leaves no edges to measure.
//
// The way of ISO/IEC 15438 is the reverse, edge by edge; it needs three pixels and more.

// stacked is the least share of edges that run alike from which a place may hold rows of bars.
const stacked = 0.15

// readStacked reads a PDF417 code in a place of img whose bars are crossed in the direction of
// across, in radians; it may stand upside down.
func readStacked(img *plane, place rect, across float64) (read, bool) {
	for _, turn := range []float64{0, math.Pi} {
		l := newLens(img, place, across+turn)
		frame, ok := l.frame()
		if !ok {
			continue
		}
		for _, columns := range []int{frame.columns, frame.columns - 1, frame.columns + 1} {
			if frame.columns = columns; columns < 1 || columns > mostColumns {
				continue
			}
			if g, ok := l.grid(frame); ok {
				if text, ok := g.text(); ok {
					return read{Kind: pipeline.CodePDF417, Text: text}, true
				}
			}
		}
	}
	return read{}, false
}

// A lens looks at a place with its bars upright. Its middle is the middle of the place.
type lens struct {
	img        *plane
	midX, midY float64
	sin, cos   float64
	long, high float64 // pixels
}

func newLens(img *plane, place rect, across float64) lens {
	l := lens{img: img, midX: float64(place.Left+place.Right) / 2, midY: float64(place.Top+place.Bottom) / 2}
	l.sin, l.cos = math.Sincos(across)
	l.long, l.high = sides(float64(place.width()), float64(place.height()), math.Abs(l.sin), math.Abs(l.cos))
	l.long, l.high = l.long*beyond, l.high*beyond
	return l
}

// at returns the light of the place at pixels from its middle.
func (l lens) at(u, v float64) float64 {
	return l.img.at(l.midX+u*l.cos-v*l.sin, l.midY+u*l.sin+v*l.cos)
}

// row returns a line of the place, v pixels below its middle, [finer] samples to the pixel. Its
// neighbours are in it: they take away noise, and rows are several pixels high.
func (l lens) row(v float64) *plane {
	row := newPlane(int(l.long*finer), 1)
	for x := range row.w {
		u := (float64(x)+0.5)/finer - l.long/2
		row.data[x] = byte((l.at(u, v-0.7) + l.at(u, v) + l.at(u, v+0.7)) / 3)
	}
	return row
}

// text reads and corrects the codewords of a grid.
func (g grid) text() (string, bool) {
	check := 2 << g.level
	for _, rows := range g.rows {
		if rows*g.columns <= check || rows*g.columns >= wordCount {
			continue
		}
		words := g.words(rows)
		for _, least := range []float32{0, 0.01, 0.03} {
			if text, ok := message(words, check, least); ok {
				return text, true
			}
		}
	}
	return "", false
}

// message corrects the words, the last check of them check words, and reads them. Those with less
// than a margin are not trusted.
func message(guesses []guess, check int, least float32) (string, bool) {
	words, lost := make([]int, len(guesses)), []int(nil)
	for i, w := range guesses {
		words[i] = w.value
		if w.margin < least {
			lost = append(lost, i)
		}
	}
	// The first word counts the data, itself included.
	if len(lost) >= check || !corrected(words, check, lost) || words[0] != len(words)-check {
		return "", false
	}
	text := pdfText(words[1:words[0]])
	return text, text != ""
}
