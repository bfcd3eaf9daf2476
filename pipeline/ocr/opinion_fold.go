package ocr

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters is text without accents, as the second reader writes it.
func plainLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}
