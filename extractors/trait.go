package extractors

import (
	"math"
	"strings"
	"unicode"

	"docpipe/schemas"
)

// A Trait is one piece of mechanical evidence about a value that a reader took from print.
type Trait int

// The traits, in the order of the table of their names.
const (
	Estimate  Trait = iota // log odds of the reader's own estimate
	Proven                 // 1 when a sum or check digit holds
	Labelled               // labels that point at it beyond the first, up to 3, in thirds
	OCR                    // 1 when its words were recognised, not taken from a text layer
	Illegible              // how likely one of its words is misread
	Disputed               // 1 when a second pass read one of its words otherwise
	Spaced                 // 1 for a recognised code with spaces, which recognition loses and adds
	PageHard               // one less the mean confidence of the words of its page
	Rival                  // how near the best other value for the field comes, 0..1
	Rivals                 // how many other values there are, up to 3, in thirds
	Adjoined               // 1 when the line goes on behind it without a gap: it may be a part of more
	Longer                 // 1 when it is printed elsewhere as the beginning of a longer word
	Ragged                 // 1 when it begins or ends as a text does that was cut
	Unlike                 // 1 when it does not look like what the field is: a name without a letter
	Repeated               // how often else it is printed, up to 3, in thirds
	TwoWays                // 1 for a date whose day and month can be either
	IsDate                 // 1 for a date
	IsAmount               // 1 for an amount or number
	IsCode                 // 1 for a text of digits for the most part
	Formed                 // 1 for a value that nothing else looks like: an account number, a currency
	Mixed                  // share of the words with digits in a text that is no code
	Long                   // words of a text, up to 10, in tenths
	Odd                    // share of its characters that names and numbers seldom have
	traitCount
)

// traitNames are the names that the table of weights uses.
var traitNames = [traitCount]string{
	"estimate", "proven", "labelled", "ocr", "illegible", "disputed", "spaced", "page_hard", "rival", "rivals",
	"adjoined", "longer", "ragged", "unlike", "repeated", "two_ways", "is_date", "is_amount", "is_code", "formed", "mixed", "long", "odd",
}

// String returns the trait's name in the table of weights.
func (t Trait) String() string { return traitNames[t] }

// Traits is the evidence about one value.
type Traits [traitCount]float64

// traitsOf gathers the evidence about a claim that was taken from print.
func traitsOf(n *schemas.Node, c *Claim, g *grounder) Traits {
	var t Traits
	t[Estimate] = logOdds(c.Confidence)
	t[Proven] = truth(c.Proven)
	t[Labelled] = float64(min(max(c.Labels-1, 0), 3)) / 3
	t.kind(n, printed(c.Value))
	t.rivals(c)
	t.words(g, n, c)
	return t
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

// formed are the formats that nothing else looks like.
var formed = map[string]bool{"iban": true, "bic": true, "email": true, "currency": true, "country": true}

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
	t[IsCode] = truth(2*digits(Fold(text)) > len(Fold(text)))
	t[Formed] = truth(formed[n.Format])
	words := strings.Fields(text)
	t[Long] = float64(min(len(words), 10)) / 10
	t[Odd] = odd(text)
	t[Unlike] = truth(oddly(n, text))
	if t[IsCode]+t[Formed] == 0 {
		t[Mixed] = mixed(words)
	}
}

func digits(text string) (n int) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// mixed is the share of words that hold a digit.
func mixed(words []string) float64 {
	n := 0
	for _, w := range words {
		n += int(truth(digits(w) > 0))
	}
	return float64(n) / float64(max(len(words), 1))
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
		if !same(other.Value, c.Value) {
			count++
		}
	}
	t[Rival] = c.Rival
	t[Rivals] = float64(min(count, 3)) / 3
}
