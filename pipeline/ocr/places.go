package ocr

import (
	"strings"

	"docpipe/pipeline"
)

// places finds the words at a place of the page without looking at all of them.
type places struct {
	rows [rowCount][]pipeline.Word
}

const rowCount = 64

func newPlaces(words []pipeline.Word) *places {
	var p places
	for _, w := range words {
		for row := rowOf(w.Box[1]); row <= rowOf(w.Box[3]); row++ {
			p.rows[row] = append(p.rows[row], w)
		}
	}
	return &p
}

func rowOf(y float64) int { return min(max(int(y*rowCount), 0), rowCount-1) }

// under returns the words whose centre lies in b, or in which the centre of b lies.
func (p *places) under(b pipeline.Box) []pipeline.Word {
	var found []pipeline.Word
	for row := rowOf(b[1]); row <= rowOf(b[3]); row++ {
		for _, w := range p.rows[row] {
			first := max(rowOf(w.Box[1]), rowOf(b[1])) == row // each word once
			if first && (contains(b, w.Box) || contains(w.Box, b)) {
				found = append(found, w)
			}
		}
	}
	return found
}

// has reports whether the text of w stands at its place, alone or as part of a longer word,
// or cut into several.
func (p *places) has(w pipeline.Word) bool {
	want := fold(w.Text)
	var all strings.Builder
	for _, at := range p.under(w.Box) {
		text := fold(at.Text)
		if strings.Contains(text, want) {
			return true
		}
		all.WriteString(text)
	}
	return strings.Contains(all.String(), want)
}

func contains(b, o pipeline.Box) bool {
	x, y := o.CenterX(), o.CenterY()
	return x >= b[0] && x <= b[2] && y >= b[1] && y <= b[3]
}
