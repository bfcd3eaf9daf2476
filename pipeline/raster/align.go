package raster

import (
	"slices"
	"strings"
	"unicode"
)

// A reading is MuPDF's own text of the page as a row of letters. It knows the advance of
// every glyph, which the SVG does not tell, so it says where words end.
type reading struct {
	letters []rune
	starts  []bool // a gap stands before the letter
	at      int

	// swallowed are letters just passed that no glyph says: the glyph before is a ligature, of
	// which the SVG names the first letter only.
	swallowed string
}

// read cuts text into letters and gaps.
func read(text string) *reading {
	r := &reading{letters: make([]rune, 0, len(text)), starts: make([]bool, 0, len(text))}
	gap := true
	for _, c := range text {
		if unicode.IsSpace(c) {
			gap = true
			continue
		}
		r.letters = append(r.letters, c)
		r.starts = append(r.starts, gap)
		gap = false
	}
	return r
}

// lookahead is how many letters may be skipped to find the place again.
const lookahead = 400

// next moves behind the letters of glyph i of all. It reports whether a word starts with it,
// and whether the letters were found.
func (r *reading) next(all []glyph, i int) (starts, found bool) {
	r.swallowed = ""
	if text := all[i].text; len(text) == 1 && r.at < len(r.letters) && r.letters[r.at] == rune(text[0]) {
		return r.take(r.at, 1), true // nearly always
	}
	want := []rune(plainText(all[i].text))
	if r.match(r.at, want) {
		return r.take(r.at, len(want)), true
	}
	if n := r.ligature(all, i, want); n > 0 {
		r.swallowed = string(r.letters[r.at : r.at+n])
		return r.take(r.at+n, len(want)), true
	}
	probe := want
	for k := i + 1; k < len(all) && k < i+4; k++ {
		probe = append(probe, []rune(strings.TrimSpace(plainText(all[k].text)))...)
	}
	for at := r.at + 1; at < min(r.at+lookahead, len(r.letters)); at++ {
		if r.match(at, probe) {
			return r.take(at, len(want)), true
		}
	}
	return false, false
}

// longestLigature is how many letters a glyph may hold besides the one that is named: ffi.
const longestLigature = 2

// ligature returns how many letters before glyph i belong to the glyph before it. They follow
// it without a gap, and after them the reading goes on with this glyph and the next one, which
// may be a ligature again.
func (r *reading) ligature(all []glyph, i int, want []rune) int {
	if r.at == 0 {
		return 0
	}
	var after []rune
	if i+1 < len(all) {
		after = []rune(strings.TrimSpace(plainText(all[i+1].text)))
	}
	for n := 1; n <= longestLigature && r.within(r.at+n-1); n++ {
		if r.match(r.at+n, want) && r.goesOn(r.at+n+len(want), after) {
			return n
		}
	}
	return 0
}

// goesOn reports whether after stands at, or behind the rest of a ligature there.
func (r *reading) goesOn(at int, after []rune) bool {
	for n := 0; n <= longestLigature; n++ {
		if r.match(at+n, after) {
			return true
		}
		if !r.within(at + n) {
			break
		}
	}
	return false
}

// within reports whether there is a letter at that follows its neighbour without a gap.
func (r *reading) within(at int) bool { return at < len(r.letters) && !r.starts[at] }

// rest returns the letters that a ligature at the very end of the text holds.
func (r *reading) rest() string {
	left := r.letters[r.at:]
	if r.at == 0 || len(left) == 0 || len(left) > longestLigature || slices.Contains(r.starts[r.at:], true) {
		return ""
	}
	return string(left)
}

func (r *reading) match(at int, want []rune) bool {
	if at+len(want) > len(r.letters) {
		return false
	}
	for k, c := range want {
		if r.letters[at+k] != c {
			return false
		}
	}
	return true
}

func (r *reading) take(at, n int) (starts bool) {
	starts = r.starts[at]
	r.at = at + n
	return starts
}

// ligatures are the letters that fonts draw as one glyph.
var ligatures = strings.NewReplacer(
	"\ufb00", "ff", "\ufb01", "fi", "\ufb02", "fl", "\ufb03", "ffi", "\ufb04", "ffl", "\ufb05", "st", "\ufb06", "st",
	"\u00ad", "-", "\u00a0", " ",
)

// plainText undoes what fonts do to text: ligatures, soft hyphens, hard spaces.
func plainText(s string) string {
	if len(s) == 1 {
		return s
	}
	return ligatures.Replace(s)
}

// countLetters counts what the share of readable text is measured by.
func countLetters(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	return n
}
