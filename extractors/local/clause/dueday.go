package clause

import (
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// untilWords stand between a word for paying and the last day for it.
var untilWords = layout.WordSet("bis zum am by before until on le avant au entro il voor uiterlijk antes hasta el ate do dnia spatestens")

// dueDay reads the last day for paying from the part of a sentence behind its word for paying,
// at token pay. A day that ends a discount is none.
func dueDay(r *evidence.Reading, n int, words layout.Sentence, pay int) (evidence.Option, bool) {
	s := r.Sheets[n]
	until, reduced := false, false
	for at := slices.Index(words, pay) + 1; at < len(words); at++ {
		i := words[at]
		if d, ok := dateAt(r.Found[n][plan.Date], i); ok {
			if until && !reduced {
				return evidence.Option{Value: d.Value, Readings: d.Readings, Sheet: n, Span: d.Span, Strength: 0.88, Places: 1}, true
			}
			for at+1 < len(words) && words[at+1] < d.Span.To {
				at++
			}
			until, reduced = false, false // the next clause
			continue
		}
		fold := s.Tokens[i].Fold
		until = until && fold == "" || untilWords[fold]
		reduced = reduced || evidence.Reductions[fold]
	}
	return evidence.Option{}, false
}

// dateAt returns the date that begins at a token.
func dateAt(dates []evidence.Candidate, i int) (evidence.Candidate, bool) {
	at := slices.IndexFunc(dates, func(c evidence.Candidate) bool { return c.Span.From == i })
	if at < 0 {
		return evidence.Candidate{}, false
	}
	return dates[at], true
}
