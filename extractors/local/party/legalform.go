package party

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
)

// pairedForms are legal forms of two words of which neither stands without the other.
var pairedForms = [][2]string{{"sdn", "bhd"}, {"pty", "ltd"}, {"pvt", "ltd"}}

// mendForm puts right the legal form of a name where recognition misread one letter of it, "SON
// BHD", and says so. Other names come back as they are.
func mendForm(name string) (mended, misread string) {
	words := strings.Fields(name)
	for i := 1; i < len(words); i++ {
		first, second := extractors.Fold(words[i-1]), extractors.Fold(words[i])
		for _, form := range pairedForms {
			switch {
			case second == form[1] && layout.Nearly(first, form[0]):
				words[i-1] = inCaseOf(words[i-1], form[0])
			case first == form[0] && layout.Nearly(second, form[1]):
				words[i] = inCaseOf(words[i], form[1])
			default:
				continue
			}
			return strings.Join(words, " "), "no legal form but " + strings.ToUpper(form[0]+" "+form[1]) + " is written nearly so"
		}
	}
	return name, ""
}

// inCaseOf writes word with the capitals and the last mark of what is printed.
func inCaseOf(printed, word string) string {
	switch {
	case printed == strings.ToUpper(printed):
		word = strings.ToUpper(word)
	case printed != strings.ToLower(printed):
		word = strings.ToUpper(word[:1]) + word[1:]
	}
	if strings.HasSuffix(printed, ".") {
		word += "."
	}
	return word
}
