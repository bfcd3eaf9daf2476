package task

import (
	"strings"
	"unicode"
)

// clean makes a document's word safe to stand between tags: no "<" with which it could open or
// close one, no line breaks, and nothing that no eye sees, such as zero-width characters, turns
// of direction and the tag characters that spell hidden orders.
func clean(text string) string {
	if !strings.ContainsFunc(text, unsafe) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '<':
			return '‹'
		case unicode.IsSpace(r):
			return ' '
		case unsafe(r):
			return -1
		}
		return r
	}, text)
}

func unsafe(r rune) bool {
	return r == '<' || r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Co, r) || unicode.Is(unicode.Variation_Selector, r) || unicode.IsSpace(r) && r != ' '
}
