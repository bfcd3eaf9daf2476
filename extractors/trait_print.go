package extractors

import (
	"slices"
	"strings"
	"unicode"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// words looks at the print that proves the value.
func (t *Traits) words(g *grounder, n *schemas.Node, c *Claim) {
	legible := 1.0
	for _, e := range c.Evidence {
		p := g.page(e.Page)
		if p == nil || e.Box == nil {
			continue
		}
		inside := p.inside(*e.Box)
		for _, w := range inside.words {
			if w.Source == pipeline.SourceOCR {
				t[OCR] = 1
				legible *= Legibility(w.Confidence) * likeUmlaut(w.Text)
			}
			if w.Second != "" && Fold(w.Second) != Fold(w.Text) {
				t[Disputed] = 1
			}
		}
		t[PageHard] = max(t[PageHard], p.hard())
		t[Adjoined] = max(t[Adjoined], truth(p.goesOn(*e.Box)))
		if k := len(inside.words); k > 0 {
			t[TwoWays] = max(t[TwoWays], truth(twoDates(n, inside, [2]int{0, k - 1})))
		}
	}
	t[Illegible] = 1 - legible
	t[Spaced] = t[OCR] * t[IsCode] * truth(strings.Contains(printed(c.Value), " "))
	if len(c.Evidence) > 0 {
		t[Repeated] = float64(min(g.repeated(c.Evidence[0].Quote), 3)) / 3
	}
	if kindOf(n) == "text" {
		t[Longer] = truth(g.longer(printed(c.Value)))
		t[Ragged] = truth(ragged(printed(c.Value)))
	}
}

// legibility is the share of words that Tesseract reads right at a confidence, measured on
// receipts and invoices.
var legibility = [][2]float64{{0, 0.1}, {0.5, 0.32}, {0.7, 0.5}, {0.8, 0.68}, {0.9, 0.86}, {0.96, 0.98}, {1, 0.99}}

// Legibility is how likely a recognised word is right, 0..1, by the engine's confidence in it,
// which ranks words and is no probability.
func Legibility(confidence float64) float64 {
	for i := 1; i < len(legibility); i++ {
		a, b := legibility[i-1], legibility[i]
		if confidence <= b[0] {
			return a[1] + (b[1]-a[1])*(confidence-a[0])/(b[0]-a[0])
		}
	}
	return 1
}

// brokenUmlaut is how likely a recognised word with two i in it is right: a ü whose dots and sides
// run together is read so.
const brokenUmlaut = 0.6

func likeUmlaut(word string) float64 {
	if strings.Contains(word, "ii") {
		return brokenUmlaut
	}
	return 1
}

// wordSpace is the widest gap between words of one phrase, in heights of the line.
const wordSpace = 0.5

// goesOn reports whether a word follows a place in its line as the next word of a phrase does,
// when the page is held so that it can be read.
func (p *pageText) goesOn(b pipeline.Box) bool {
	if p.page == nil {
		return false
	}
	p.orders()
	for _, row := range slices.Backward(p.rows) {
		last := lastInside(row, b)
		if last < 0 {
			continue
		}
		if last+1 == len(row) {
			return false
		}
		at, next := row[last].Upright, row[last+1].Upright
		space, gap := wordSpace*at.Height()*Tallness(p.page), next[0]-at[2]
		return gap > -space/2 && gap < space
	}
	return false
}

// lastInside is the last word of a row whose middle lies in a box of the page, -1 for none.
func lastInside(row []Placed, b pipeline.Box) int {
	for i, w := range slices.Backward(row) {
		if x, y := w.Word.Box.CenterX(), w.Word.Box.CenterY(); x >= b[0] && x <= b[2] && y >= b[1] && y <= b[3] {
			return i
		}
	}
	return -1
}

// hard is one less the mean confidence of a page's words.
func (p *pageText) hard() float64 {
	sum := 0.0
	for _, w := range p.words {
		sum += w.Confidence
	}
	if len(p.words) == 0 {
		return 0
	}
	return 1 - sum/float64(len(p.words))
}

// leastRepeated is how many letters and digits print must have to be more than chance when it
// stands on a document twice.
const leastRepeated = 4

// repeated counts how often else a quote is printed.
func (g *grounder) repeated(quote string) int {
	folded, count := Fold(quote), 0
	if len(folded) < leastRepeated {
		return 0
	}
	for _, p := range g.pages {
		p.fold()
		count += strings.Count(p.folded, folded)
	}
	return max(count-1, 0)
}

// longer reports whether a word of the document begins with a text of one word and goes on: the
// order 387060 of the invoice 387060-1.
func (g *grounder) longer(text string) bool {
	folded := Fold(text)
	if len(folded) < leastRepeated || strings.ContainsAny(text, " \n") {
		return false
	}
	return slices.ContainsFunc(g.pages, func(p *pageText) bool {
		return slices.ContainsFunc(p.words, func(w pipeline.Word) bool {
			rest, ok := strings.CutPrefix(Fold(afterColon(w.Text)), folded)
			return ok && rest != ""
		})
	})
}

// hangs are words that join, folded: no name begins or ends with one.
var hangs = map[string]bool{
	"and": true, "of": true, "for": true, "to": true, "by": true, "und": true, "et": true, "y": true, "e": true, "en": true, "or": true, "": true,
}

// ragged reports whether a text begins or ends as one does that was cut: with a word or sign that
// joins, or with a bracket of which the other one is missing.
func ragged(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 {
		return false
	}
	first, last := words[0], words[len(words)-1]
	return hangs[strings.ToLower(first)] || hangs[strings.ToLower(last)] || strings.Count(text, "(") != strings.Count(text, ")") ||
		strings.ContainsAny(last[len(last)-1:], "/-,:&(") || !strings.ContainsFunc(first, letterOrDigit) || !strings.ContainsFunc(last, letterOrDigit)
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
