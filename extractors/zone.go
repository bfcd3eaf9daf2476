package extractors

import (
	"strings"

	"docpipe/pipeline"
)

// proveZone accepts what a machine-readable zone says when the characters that the claim quotes
// stand in its boxes: one word there holds several fields.
func (g *grounder) proveZone(c *Claim) bool {
	for _, e := range c.Evidence {
		p := g.page(e.Page)
		if p == nil || e.Box == nil || e.Quote == "" {
			return false
		}
		var text strings.Builder
		for _, w := range p.words {
			if touches(w.Box, *e.Box) {
				text.WriteString(w.Text)
			}
		}
		if !strings.Contains(text.String(), e.Quote) {
			return false
		}
	}
	return len(c.Evidence) > 0
}

func touches(a, b pipeline.Box) bool {
	return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}
