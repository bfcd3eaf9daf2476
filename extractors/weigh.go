package extractors

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A modelProof is the mechanical evidence for a value that a model gave. What the model thinks
// of it is not asked.
type modelProof struct {
	standing  standing
	names     []string // leaves that the nearest label names, none when there is no label
	legible   float64  // 0..1, of the least legible word
	ambiguous bool     // the place reads two ways
}

// Confidence in a model's value by how it stands on the page. A value whose quote was found and
// that no label contradicts is just good enough; one that was not is looked at by a person
// unless another reader agrees.
const (
	sureLabelled  = 0.97
	sureQuoted    = 0.92 // no label beside it, and the schema names none
	sureBare      = 0.88 // a number or date without a label, although the schema says how it is printed
	sureOddly     = 0.50 // an identifier without a digit, a name without a letter, a truth by a sign
	sureLoose     = 0.86
	sureElsewhere = 0.55
	otherLabel    = 0.45 // times, where the nearest label names another field with another value
	twoReadings   = 0.80 // times
	hardToRead    = 0.90 // times, below legibleEnough
	legibleEnough = 0.70
)

// weighModels estimates the confidence of models' values once all of them are known.
func (b *book) weighModels() {
	for pointer, claims := range b.claims {
		for i := range claims {
			if c := &claims[i]; c.proof != nil && c.found() {
				b.weigh(pointer, c)
			}
		}
	}
}

func (b *book) weigh(pointer string, c *Claim) {
	p, n := c.proof, nodeAt(b.schema.Root, pointer)
	switch p.standing {
	case quoted:
		c.Confidence, c.Reason = sureQuoted, "its quote is on the page"
	case loose:
		c.Confidence, c.Reason = sureLoose, "its quote is on the page but for letters that are easily mixed up"
	default:
		c.Confidence, c.Reason = sureElsewhere, "the value is on the page, its quote is not"
	}
	switch {
	case oddly(n, printed(c.Value)):
		c.Confidence, c.Reason = min(c.Confidence, sureOddly), "its quote is on the page, and does not look like such a value"
	case mute(n, c):
		c.Confidence, c.Reason = min(c.Confidence, sureOddly), "its quote is on the page, and says nothing"
	case slices.Contains(p.names, n.Pointer):
		if p.standing == quoted {
			c.Confidence, c.Reason = sureLabelled, "its quote and label are on the page"
		}
	case b.takenBy(n, p.names, c, false):
		c.Confidence *= otherLabel
		c.Reason = "the label beside it names " + p.names[0]
	case b.takenBy(n, p.names, c, true): // one print for two fields
	case p.standing == quoted && labelled(n) && len(n.Labels) > 0 && !digitless(printed(c.Value)):
		c.Confidence, c.Reason = sureBare, "its quote is on the page, its label is not beside it"
	}
	if p.ambiguous {
		c.Confidence *= twoReadings
	}
	if p.legible < legibleEnough {
		c.Confidence *= hardToRead
	}
}

// takenBy reports whether the same reader filled one of these fields of the same kind, with the
// same value or with another one. A label that names a field of another kind, as VAT names the
// tax and its number, says nothing.
func (b *book) takenBy(n *schemas.Node, names []string, c *Claim, alike bool) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return kindOf(nodeAt(b.schema.Root, name)) == kindOf(n) && slices.ContainsFunc(b.claims[name], func(o Claim) bool {
			return o.found() && o.Reader == c.Reader && same(o.Value, c.Value) == alike
		})
	})
}

// nameOf is how descriptions of names begin.
var nameOf = regexp.MustCompile(`(?i)^(the |full )*name of `)

// identifiers are words of property names whose values hold a digit.
var identifiers = []string{"id", "number", "no", "nr", "num", "iban", "postcode", "phone", "ssn", "ein"}

// oddly reports whether a text does not look like what the schema says of the property: an
// identifier without a digit, a name without a letter or made of digits for the most part.
func oddly(n *schemas.Node, text string) bool {
	if !labelled(n) || kindOf(n) != "text" {
		return false
	}
	parts := strings.Split(strings.ToLower(n.Name), "_")
	last := parts[len(parts)-1]
	digits := strings.Count(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return 'x'
	}, Fold(text)), "0")
	switch {
	case slices.Contains(identifiers, last):
		return digits == 0
	case strings.HasSuffix(last, "name"), strings.HasSuffix(last, "names"), nameOf.MatchString(n.Description):
		return 2*digits > len(Fold(text))
	}
	return false
}

// mute reports whether the quote of a truth or a choice, which is all the proof it has, holds
// neither a letter nor the choice itself: a dash stands on every page.
func mute(n *schemas.Node, c *Claim) bool {
	if !byQuote(n, c.Value) || coded(n) {
		return false
	}
	quote, value := Fold(c.Evidence[0].Quote), Fold(printed(c.Value))
	return !strings.ContainsFunc(quote, unicode.IsLetter) && (value == "" || !strings.Contains(quote, value))
}

// kindOf says what sort of value a leaf has: date, amount or text.
func kindOf(n *schemas.Node) string {
	switch {
	case n == nil:
		return ""
	case n.Format == "date":
		return "date"
	case n.Format == "decimal", len(n.Types) > 0 && (wants(n, "number") || wants(n, "integer")):
		return "amount"
	}
	return "text"
}

// legible is the confidence of the least legible word from at[0] to at[1].
func (p *pageText) legible(at [2]int) float64 {
	least := 1.0
	for _, w := range p.words[at[0] : at[1]+1] {
		if w.Source == pipeline.SourceOCR {
			least = min(least, w.Confidence)
		}
	}
	return least
}

// twoDates reports whether the words hold a date whose day and month can be either.
func twoDates(n *schemas.Node, p *pageText, at [2]int) bool {
	if n.Format != "date" {
		return false
	}
	var words []string
	for _, w := range p.words[at[0] : at[1]+1] {
		words = append(words, afterColon(w.Text))
	}
	return slices.ContainsFunc(ScanDates(words, OrderUnknown), func(s DateSpan) bool { return len(s.Readings) > 1 })
}

// speaks reports whether a quote can mean a code that print seldom shows as such. Of other
// values it is the proof itself.
func speaks(n *schemas.Node, value any, quote string) bool {
	code, _ := value.(string)
	means := map[string]func(string) string{"currency": Currency, "country": Country}[n.Format]
	if means == nil || code == "" {
		return true
	}
	words := strings.Fields(quote)
	for from := range words {
		for to := from + 1; to <= min(from+4, len(words)); to++ {
			text := strings.Trim(strings.Join(words[from:to], " "), "0123456789.,;:-()")
			bare := strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
			if means(text) == code || means(bare) == code || strings.EqualFold(bare, code) {
				return true
			}
		}
	}
	return false
}

// scattered finds the words of a text in their order, with other words between them: a cell
// whose lines wrap has its neighbours' words in between. It returns the first and last one.
func (p *pageText) scattered(text string) (first, last int, ok bool) {
	words := strings.Fields(text)
	if len(words) < 2 || len(p.words) > 200 {
		return 0, 0, false
	}
	rest := Fold(text)
	first = -1
	for i, w := range p.words {
		folded := Fold(w.Text)
		if folded == "" || !strings.HasPrefix(rest, folded) {
			continue
		}
		if first < 0 {
			first = i
		}
		rest, last = rest[len(folded):], i
		if rest == "" {
			return first, last, true
		}
	}
	return 0, 0, false
}
