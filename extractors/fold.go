package extractors

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text to a form in which case, accents, spacing and punctuation no longer differ:
// lower-case letters and digits, nothing between them. "Rechnungs-Nr." becomes "rechnungsnr".
func Fold(text string) string {
	if s, ok := foldASCII(text); ok {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func foldASCII(text string) (string, bool) {
	out := make([]byte, 0, len(text))
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 0x80:
			return "", false
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c >= 'a' && c <= 'z' || isDigit(c):
			out = append(out, c)
		}
	}
	return string(out), true
}
