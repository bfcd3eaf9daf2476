package ident

import (
	"strings"
	"unicode"
)

// clean brings a printed number into its plain form: full-width characters become ASCII, any
// dash "-", any space " "; ASCII letters are raised; space at both ends and every character of
// drop go. Digits of other scripts stay as they are, and fail where a digit is due.
func clean(value, drop string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(value) {
		r = plain(r)
		if r != ignored && !strings.ContainsRune(drop, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// ignored stands for characters without any width.
const ignored = -1

func plain(r rune) rune {
	switch {
	case r >= '\uff01' && r <= '\uff5e': // full-width forms of ! to ~
		return plain(r - '\uff01' + '!')
	case r >= 'a' && r <= 'z':
		return r - 'a' + 'A'
	case r == 'ñ':
		return 'Ñ'
	case r == '\u2212' || unicode.Is(unicode.Pd, r): // minus sign and all dashes
		return '-'
	case unicode.IsSpace(r):
		return ' '
	case r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u00ad':
		return ignored
	}
	return r
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

// allDigits reports whether text has nothing but ASCII digits, and some.
func allDigits(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

// number returns the value of a few digits; other characters must have been refused before.
func number(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// padded fills text with zeros at its left up to a length.
func padded(text string, length int) string {
	if len(text) >= length {
		return text
	}
	return strings.Repeat("0", length-len(text)) + text
}
