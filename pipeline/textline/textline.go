// Package textline reads one line of printed text from its pixels, as a second opinion where
// Tesseract is in doubt: photographs, receipts, faint print.
//
// It runs the English recogniser of PP-OCRv4, in Go alone. It knows the 95 printable
// characters of ASCII: letters with accents come out without, and the sign of the euro not at
// all. Where words lie on the line is only as exact as the network looks: an eighth of the
// line's height.
package textline

import (
	"math"
	"sync"

	"docpipe/pipeline"
)

// A Char is one character of a line.
type Char struct {
	Byte       byte
	At         float64 // its middle, pixels from the left of the image
	Confidence float64 // the network's own, 0..1
}

// A Reader reads lines. It is safe for concurrent use; each call takes one core.
type Reader struct{ network *network }

// New returns a Reader. Making it takes some milliseconds and 8 MB.
func New() (*Reader, error) { return made() }

var made = sync.OnceValues(func() (*Reader, error) {
	w, err := parseWeights(embedded)
	if err != nil {
		return nil, err
	}
	if err := w.missing(); err != nil {
		return nil, err
	}
	return &Reader{network: newNetwork(w, kernels())}, nil
})

// Read returns the characters of the line in box (pixels of img, which is grey), from left to
// right. The box encloses the letters tightly; a box without area has none.
func (r *Reader) Read(img *pipeline.Pixels, box pipeline.Box) []Char {
	s, ok := newSampling(img, box)
	if !ok {
		return nil
	}
	return decoded(r.network.scores(s.line(img)), s.left, s.right)
}

// characters are those of the network's scores, from the second on.
const characters = "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~!\"#$%&'()*+,-./  "

// decoded takes the best character of each place: equal ones beside each other are one
// (connectionist temporal classification, best path).
func decoded(scores [][]float32, left, right float64) []Char {
	var line []Char
	last := 0
	for i, place := range scores {
		best := 0
		for c, v := range place {
			if v > place[best] {
				best = c
			}
		}
		if best != 0 && best != last && best <= len(characters) {
			at := left + (float64(i)+0.5)/float64(len(scores))*(right-left)
			line = append(line, Char{Byte: characters[best-1], At: at, Confidence: math.Min(float64(place[best]), 1)})
		}
		last = best
	}
	return trimmed(line)
}

// trimmed drops the spaces at both ends: they are the margins.
func trimmed(line []Char) []Char {
	for len(line) > 0 && line[0].Byte == ' ' {
		line = line[1:]
	}
	for len(line) > 0 && line[len(line)-1].Byte == ' ' {
		line = line[:len(line)-1]
	}
	return line
}
