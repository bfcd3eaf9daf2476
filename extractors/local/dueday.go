package local

import "slices"

// untilWords stand between a word for paying and the last day for it.
var untilWords = wordSet("bis zum am by before until on le avant au entro il voor uiterlijk antes hasta el ate do dnia spatestens")

// dueDay reads the last day for paying from the part of a sentence behind its word for paying,
// at token pay. A day that ends a discount is none.
func (r *reading) dueDay(n int, words sentence, pay int) (option, bool) {
	s := r.sheets[n]
	until, reduced := false, false
	for at := slices.Index(words, pay) + 1; at < len(words); at++ {
		i := words[at]
		if d, ok := dateAt(r.found[n][kindDate], i); ok {
			if until && !reduced {
				return option{value: d.value, readings: d.readings, sheet: n, span: d.span, strength: 0.88, places: 1}, true
			}
			for at+1 < len(words) && words[at+1] < d.span.to {
				at++
			}
			until, reduced = false, false // the next clause
			continue
		}
		fold := s.tokens[i].fold
		until = until && fold == "" || untilWords[fold]
		reduced = reduced || reductions[fold]
	}
	return option{}, false
}

// dateAt returns the date that begins at a token.
func dateAt(dates []candidate, i int) (candidate, bool) {
	at := slices.IndexFunc(dates, func(c candidate) bool { return c.span.from == i })
	if at < 0 {
		return candidate{}, false
	}
	return dates[at], true
}
