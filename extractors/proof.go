package extractors

import (
	"slices"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A proof looks for a value among the words from to to-1 of a page and returns the first and
// last word that hold it.
type proof func(p *pageText, from, to int) (first, last int, ok bool)

// proofOf chooses how a value is compared with print: numbers by their worth, dates by their
// day, booleans and codes by the words that they were read from, all else as text.
func proofOf(n *schemas.Node, c *Claim, value any) proof {
	text := printed(value)
	_, isBool := value.(bool)
	switch {
	case isBool || c.Source == pipeline.SourceDerived || len(n.Enum) > 0 || coded(n):
		return proveQuote(c.Evidence, text)
	case n.Format == "date" || isISODate(text):
		return proveDate(text)
	case isPlainDecimal(text) && (n.Format == "decimal" || wants(n, "number") || wants(n, "integer")):
		return proveAmount(text)
	}
	return proveText(text)
}

// coded reports whether values are codes that print seldom shows as such: EUR for €.
func coded(n *schemas.Node) bool {
	switch n.Format {
	case "country", "currency", "language":
		return true
	}
	return false
}

func isISODate(s string) bool {
	return len(s) == 10 && s[4] == '-' && s[7] == '-' && isDigit(s[0]) && isDigit(s[9])
}

// proveQuote finds the words that the claim quotes, and the value itself where it quotes none.
func proveQuote(evidence []pipeline.Evidence, value string) proof {
	quotes := []string{}
	for _, e := range evidence {
		quotes = append(quotes, e.Quote)
	}
	if len(quotes) == 0 {
		quotes = append(quotes, value)
	}
	return func(p *pageText, from, to int) (int, int, bool) {
		for _, q := range quotes {
			if first, last, ok := findQuote(p, q); ok {
				return first, last, true
			}
		}
		return 0, 0, false
	}
}

// findQuote finds a quote, also one without letters such as "€".
func findQuote(p *pageText, quote string) (int, int, bool) {
	if folded := Fold(quote); folded != "" {
		return p.find(folded)
	}
	i := slices.IndexFunc(p.words, func(w pipeline.Word) bool { return quote != "" && w.Text == quote })
	return i, i, i >= 0
}

func proveText(value string) proof {
	folded := Fold(value)
	return func(p *pageText, from, to int) (int, int, bool) { return p.find(folded) }
}

// proveAmount finds a number by its worth. The sign counts only where one is printed: credit
// notes print what they take back either way.
func proveAmount(value string) proof {
	read := ReadAmount(value, '.')
	return func(p *pageText, from, to int) (int, int, bool) {
		if len(read) == 0 {
			return 0, 0, false
		}
		for i := from; i < to; i++ {
			text := p.words[i].Text
			for last := i; last < min(i+3, to); last++ {
				if last > i {
					text += " " + p.words[last].Text
				}
				if holdsAmount(text, read[0].Ticks) {
					return i, last, true
				}
			}
		}
		return 0, 0, false
	}
}

func holdsAmount(text string, want Ticks) bool {
	if digitless(text) {
		return false
	}
	amount, _ := CutSide(afterColon(text))
	for _, a := range ReadAmount(amount, 0) {
		if a.Ticks == want || a.Ticks == -want {
			return true
		}
	}
	return false
}

func digitless(s string) bool {
	return !slices.ContainsFunc([]byte(s), isDigit)
}

// afterColon drops a label that is glued to its number: "Total:12.00".
func afterColon(s string) string {
	for i := len(s) - 1; i > 0; i-- {
		if (s[i] == ':' || s[i] == '#' || s[i] == '=') && !isDigit(s[i-1]) && i < len(s)-1 {
			return s[i+1:]
		}
	}
	return s
}

func proveDate(value string) proof {
	return func(p *pageText, from, to int) (int, int, bool) {
		words := make([]string, to-from)
		for i := range words {
			words[i] = afterColon(p.words[from+i].Text)
		}
		for _, s := range ScanDates(words, OrderUnknown) {
			if slices.Contains(s.Readings, value) {
				return from + s.From, from + s.To - 1, true
			}
		}
		return 0, 0, false
	}
}
