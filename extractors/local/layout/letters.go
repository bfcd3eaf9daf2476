package layout

import (
	"strings"
	"unicode"
)

// Ends reports whether text ends with a mark of one byte.
func Ends(text string, mark byte) bool { return len(text) > 0 && text[len(text)-1] == mark }

// IsLeader recognises the dots or strokes that lead from a label to its value.
func IsLeader(text string) bool {
	return len(text) >= 3 && strings.Trim(text, "._…-·") == ""
}

// IsSeparator recognises the marks that print sets between the parts of one line.
func IsSeparator(text string) bool {
	switch text {
	case "-", "–", "·", "•", "●", "|", "*", "∙", "/":
		return true
	}
	return false
}

// IsNumber reports whether text is digits and nothing else.
func IsNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Atoi is the number that text of digits alone stands for.
func Atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// CountDigits is how many digits a text has.
func CountDigits(s string) int { return len(strings.Map(OnlyDigits, s)) }

// OnlyDigits maps digits to 0 and drops the rest.
func OnlyDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return '0'
	}
	return -1
}

// CountLetters is how many letters a text has.
func CountLetters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// HasCapital reports whether text has a capital letter.
func HasCapital(text string) bool { return strings.ContainsFunc(text, unicode.IsUpper) }

// Nearly reports whether two words of one length differ in one letter.
func Nearly(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	off := 0
	for i := range len(a) {
		if a[i] != b[i] {
			off++
		}
	}
	return off == 1
}

// WordSet makes a set of words that are listed with spaces between them.
func WordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
