package clause

import (
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// phrased states a part of a sentence, without the full stop.
func phrased(s *layout.Sheet, sheet int, words layout.Sentence, strength float64) evidence.Option {
	parts := words.Spans()
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = s.Text(part)
	}
	return evidence.Option{
		Value: strings.Trim(strings.Join(texts, " "), " .,;:"), Sheet: sheet, Span: parts[0], More: parts[1:],
		Strength: strength, Places: 1,
	}
}
