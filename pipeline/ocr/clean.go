package ocr

import (
	"strings"
	"unicode"
)

// clean drops what Tesseract makes of dust, rules and pictures. A word with a digit stays
// whatever its confidence: a doubtful amount is worth a look, a missing one is not seen.
func clean(found []word) []word {
	kept := make([]word, 0, len(found))
	for _, w := range found {
		if !noise(w) {
			kept = append(kept, w)
		}
	}
	return kept
}

func noise(w word) bool {
	if strings.ContainsFunc(w.text, unicode.IsDigit) {
		return false
	}
	switch letters := alphanumerics(w.text); {
	case letters == 0:
		return w.confidence < 0.6 && !strings.ContainsAny(w.text, "€$£%&@")
	case letters <= 2:
		return w.confidence < 0.4
	default:
		return w.confidence < 0.2
	}
}
