package judge

import (
	"strings"
	"unicode"

	"docpipe/pipeline"
)

// leastAlike is the share of a quote's letters that must stand on the page in its order: OCR
// and model each may slip now and then.
const leastAlike = 0.9

// mostLetters bounds a quote: it is a line, not a page.
const mostLetters = 400

// leastLetters is how long a quote must be to prove anything: a single short word stands on
// every page.
const leastLetters = 4

// cite returns the quotes that stand on the page they name, and says of the others why they do
// not count.
func cite(d *pipeline.Document, quotes []Quote) (found []pipeline.Evidence, unsupported []string) {
	for _, q := range quotes {
		letters := plain(q.Text)
		if len(letters) < leastLetters || len(letters) > mostLetters {
			unsupported = append(unsupported, "too short or too long to prove anything")
			continue
		}
		e, ok := look(d, q.Page, letters)
		if !ok {
			unsupported = append(unsupported, "not on the page it names")
			continue
		}
		found = append(found, e)
	}
	return found, unsupported
}

// look finds letters among the visible words of the page: a run of whole words that is at
// least as alike as leastAlike.
func look(d *pipeline.Document, number int, letters []rune) (pipeline.Evidence, bool) {
	for _, p := range d.Pages {
		if p.Number != number || len(letters) == 0 {
			continue
		}
		words := p.VisibleWords()
		best, from, to := 0.0, 0, 0
		for first := range words {
			if score, last := run(words[first:], letters); score > best {
				best, from, to = score, first, first+last
			}
		}
		if best >= leastAlike {
			return evidence(p.Number, words[from:to]), true
		}
	}
	return pipeline.Evidence{}, false
}

// run compares the words from here on with letters, and returns the best likeness of a run of
// them and its length.
func run(words []pipeline.Word, letters []rune) (best float64, length int) {
	var here []rune
	for i, w := range words {
		here = append(here, plain(w.Text)...)
		if len(here)*10 < len(letters)*9 {
			continue
		}
		if len(here)*9 > len(letters)*10 {
			break
		}
		if s := alike(here, letters); s > best {
			best, length = s, i+1
		}
	}
	return best, length
}

// alike is 1 minus the edits that make a of b, by the longer's length.
func alike(a, b []rune) float64 {
	row := make([]int, len(b)+1)
	for k := range row {
		row[k] = k
	}
	for i, x := range a {
		before := row[0]
		row[0] = i + 1
		for k, y := range b {
			cost := before
			if x != y {
				cost++
			}
			before = row[k+1]
			row[k+1] = min(cost, row[k]+1, row[k+1]+1)
		}
	}
	return 1 - float64(row[len(b)])/float64(max(len(a), len(b), 1))
}

// plain keeps the letters and digits, small.
func plain(text string) []rune {
	var kept []rune
	for _, r := range strings.ToLower(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

func evidence(page int, words []pipeline.Word) pipeline.Evidence {
	box := words[0].Box
	var text []string
	for _, w := range words {
		box = box.Union(w.Box)
		text = append(text, w.Text)
	}
	return pipeline.Evidence{Page: page, Box: &box, Quote: strings.Join(text, " ")}
}
