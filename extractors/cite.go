package extractors

import (
	"strings"

	"docpipe/pipeline"
)

// Cite finds a quote among the words that a reader of the pages can see, on the page that is
// named first (0 for none), then on the others. Case, accents, spacing and punctuation do not
// count; whole words do. It reports false for words that stand nowhere.
func Cite(d *pipeline.Document, quote string, page int) (pipeline.Evidence, bool) {
	if strings.TrimSpace(quote) == "" {
		return pipeline.Evidence{}, false
	}
	for _, p := range newGrounder(d).from(page) {
		for _, order := range p.orders() {
			if first, last, ok := findQuote(order, quote); ok {
				return order.cite(first, last), true
			}
		}
	}
	return pipeline.Evidence{}, false
}

// from returns the pages with the one of this number first, and those near it before others.
func (g *grounder) from(number int) []*pageText {
	var near, far []*pageText
	for _, p := range g.pages {
		if p.number == number {
			near = append([]*pageText{p}, near...)
		} else if number > 0 && (p.number == number-1 || p.number == number+1) {
			near = append(near, p)
		} else {
			far = append(far, p)
		}
	}
	return append(near, far...)
}
