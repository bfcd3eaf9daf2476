package ocr

import (
	"slices"
	"strings"

	"docpipe/pipeline"
)

// fewestSeed is how many characters of a line must have been read for it to be a seed.
const fewestSeed = 18

// seedsOf returns the boxes of lines that look like lines of a zone: dense, of its alphabet,
// with fillers; those with most characters first.
func seedsOf(found []word) []pipeline.Box {
	type seed struct {
		box   pipeline.Box
		chars int
	}
	var seeds []seed
	for from := 0; from < len(found); {
		to := from + 1
		for to < len(found) && adjoins(&found[to-1], &found[to]) {
			to++
		}
		s := seed{}
		var text strings.Builder
		for _, w := range found[from:to] {
			text.WriteString(w.text)
			s.box = s.box.Union(w.box)
		}
		if s.chars = zoneLike(text.String()); s.chars >= fewestSeed && s.box.Width() > 8*s.box.Height() {
			seeds = append(seeds, s)
		}
		from = to
	}
	slices.SortStableFunc(seeds, func(a, b seed) int { return b.chars - a.chars })
	boxes := make([]pipeline.Box, len(seeds))
	for i, s := range seeds {
		boxes[i] = s.box
	}
	return boxes
}

// headDown reports whether a zone was read that stands on its head: its fillers point the other
// way.
func headDown(found []word) bool {
	return slices.ContainsFunc(found, func(w word) bool {
		back := strings.Count(w.text, ">")
		return back > 2 && back > strings.Count(w.text, "<") && zoneLike(strings.ReplaceAll(w.text, ">", "<")) >= fewestSeed
	})
}

// adjoins reports whether b goes on with the line of a without a wide gap.
func adjoins(a, b *word) bool {
	wide := (a.box.Width() + b.box.Width()) / float64(max(1, len(a.text)+len(b.text)))
	return a.line == b.line && b.box[0]-a.box[2] < 3*wide
}

// zoneLike counts the characters of text that a zone may have, 0 when there are too many
// others or no fillers: those are what no other print has.
func zoneLike(text string) int {
	good, fillers, bad := 0, 0, 0
	for _, c := range text {
		switch {
		case c == '<' || c == '«':
			fillers++
			good++
		case strings.ContainsRune(zoneAlphabet, c):
			good++
		default:
			bad++
		}
	}
	if fillers == 0 || 6*bad > good {
		return 0
	}
	return good
}

// replaced puts the lines of a zone where the first of the words stood that it covers, and
// numbers the lines anew.
func replaced(found []word, read []zoneRead) []word {
	lines := make([]grid, len(read))
	for i, r := range read {
		lines[i] = r.grid
	}
	var all []word
	line, last, placed := 0, -1, false
	place := func() {
		for _, r := range read {
			line++
			r.word.line = line
			all = append(all, r.word)
		}
		placed, last = true, -1
	}
	for _, w := range found {
		if covered(lines, w.box) {
			if !placed {
				place()
			}
			continue
		}
		if w.line != last {
			line, last = line+1, w.line
		}
		w.line = line
		all = append(all, w)
	}
	if !placed {
		place()
	}
	return all
}

// covered reports whether the middle of a box lies in one of the lines.
func covered(lines []grid, b pipeline.Box) bool {
	return slices.ContainsFunc(lines, func(g grid) bool {
		x, y := b.CenterX(), b.CenterY()-g.slope*(b.CenterX()-g.left)
		return x > g.left && x < g.left+g.pitch*float64(g.n) && y > g.top && y < g.top+g.high
	})
}
