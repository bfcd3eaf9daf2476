package extractors

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A Trait is one piece of mechanical evidence about a value that a reader took from print.
type Trait int

// The traits, in the order of [Traits].
const (
	Estimate   Trait = iota // log odds of the reader's own estimate
	Proven                  // 1 when a sum or check digit holds
	Labelled                // labels that point at it beyond the first, up to 3, in thirds
	OCR                     // 1 when its words were recognised, not taken from a text layer
	Illegible               // one less the confidence of its least legible word
	Disputed                // 1 when a second pass read one of its words otherwise
	PageHard                // one less the mean confidence of the words of its page
	Rival                   // confidence of the best other value for the field
	Rivals                  // how many other values there are, up to 3, in thirds
	Adjoined                // 1 when the line goes on behind it without a gap: it may be a part of more
	Repeated                // how often else it is printed, up to 3, in thirds
	Companions              // mean estimate of the document's other fields
	IsDate                  // 1 for a date
	IsAmount                // 1 for an amount or number
	IsCode                  // 1 for a text of digits for the most part
	Long                    // words of a text, up to 10, in tenths
	Odd                     // share of its characters that names and numbers seldom have
	Described               // 1 when the schema says how the field is printed
	traitCount
)

// traitNames are the names that the table of weights uses.
var traitNames = [traitCount]string{
	"estimate", "proven", "labelled", "ocr", "illegible", "disputed", "page_hard", "rival", "rivals", "adjoined", "repeated",
	"companions", "is_date", "is_amount", "is_code", "long", "odd", "described",
}

// String returns the trait's name in the table of weights.
func (t Trait) String() string { return traitNames[t] }

// Traits is the evidence about one value.
type Traits [traitCount]float64

// traitsOf gathers the evidence about a claim among all that were taken from print.
func traitsOf(n *schemas.Node, c *Claim, all []*Claim, g *grounder) Traits {
	var t Traits
	t[Estimate] = logOdds(c.Confidence)
	t[Proven] = truth(c.Proven)
	t[Labelled] = float64(min(max(c.Labels-1, 0), 3)) / 3
	t[Companions] = companions(c, all)
	t[Described] = truth(len(n.Labels) > 0)
	t.kind(n, printed(c.Value))
	t.rivals(c)
	t.words(g, c)
	return t
}

// companions is the mean estimate of the document's other values, a half without any.
func companions(c *Claim, all []*Claim) float64 {
	sum, n := 0.0, 0
	for _, o := range all {
		if o.Pointer != c.Pointer {
			sum, n = sum+o.Confidence, n+1
		}
	}
	if n == 0 {
		return 0.5
	}
	return sum / float64(n)
}

// logOdds of a probability, kept finite.
func logOdds(p float64) float64 {
	p = min(max(p, 0.01), 0.995)
	return math.Log(p / (1 - p))
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// kind says what sort of value it is.
func (t *Traits) kind(n *schemas.Node, text string) {
	switch kindOf(n) {
	case "date":
		t[IsDate] = 1
		return
	case "amount":
		t[IsAmount] = 1
		return
	}
	folded, digits := Fold(text), 0
	for _, r := range folded {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	t[IsCode] = truth(2*digits > len(folded))
	t[Long] = float64(min(len(strings.Fields(text)), 10)) / 10
	t[Odd] = odd(text)
}

// odd is the share of characters that are no letters, digits, or marks that names and addresses
// are written with.
func odd(text string) float64 {
	n, strange := 0, 0
	for _, r := range text {
		n++
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .,-&/'()#\n", r) {
			strange++
		}
	}
	return float64(strange) / float64(max(n, 1))
}

// rivals looks at other values that the reader would have offered.
func (t *Traits) rivals(c *Claim) {
	count := 0
	for _, other := range c.Candidates {
		if same(other.Value, c.Value) {
			continue
		}
		count++
		if other.Confidence != nil {
			t[Rival] = max(t[Rival], *other.Confidence)
		}
	}
	t[Rivals] = float64(min(count, 3)) / 3
}

// words looks at the print that proves the value.
func (t *Traits) words(g *grounder, c *Claim) {
	for _, e := range c.Evidence {
		p := g.page(e.Page)
		if p == nil || e.Box == nil {
			continue
		}
		for _, w := range p.inside(*e.Box).words {
			if w.Source == pipeline.SourceOCR {
				t[OCR] = 1
				t[Illegible] = max(t[Illegible], 1-w.Confidence)
			}
			if w.Second != "" && Fold(w.Second) != Fold(w.Text) {
				t[Disputed] = 1
			}
		}
		t[PageHard] = max(t[PageHard], p.hard())
		t[Adjoined] = max(t[Adjoined], truth(p.goesOn(*e.Box)))
	}
	if len(c.Evidence) > 0 {
		t[Repeated] = float64(min(g.repeated(c.Evidence[0].Quote), 3)) / 3
	}
}

// wordSpace is the widest gap between words of one phrase, in heights of the line.
const wordSpace = 0.5

// goesOn reports whether a word follows a place in its line as the next word of a phrase does.
func (p *pageText) goesOn(b pipeline.Box) bool {
	if p.page == nil || p.page.Width <= 0 {
		return false
	}
	space := wordSpace * b.Height() * p.page.Height / p.page.Width
	return slices.ContainsFunc(p.words, func(w pipeline.Word) bool {
		gap := w.Box[0] - b[2]
		return gap > -space/2 && gap < space && w.Box.CenterY() > b[1] && w.Box.CenterY() < b[3]
	})
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
