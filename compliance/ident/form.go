package ident

import (
	"fmt"
	"strings"
)

// fits returns what keeps text from having a form, "" when it has it. A form is written as the
// IBAN registry writes it: runs of "2n" digits, "4a" letters, "3c" letters or digits.
func fits(text, form string) string {
	if problem := begins(text, form); problem != "" {
		return problem
	}
	if len(text) != formLength(form) {
		return wrongLength(text, form)
	}
	return ""
}

// begins is fits for a text that may go on behind the form.
func begins(text, form string) string {
	at := 0
	for _, run := range runs(form) {
		for range run.length {
			if at >= len(text) {
				return wrongLength(text, form)
			}
			if !run.takes(text[at]) {
				return wrongCharacter(text, at, run.what)
			}
			at++
		}
	}
	return ""
}

// A run is some characters of one class.
type run struct {
	length int
	what   byte
}

func runs(form string) []run {
	var all []run
	length := 0
	for i := range len(form) {
		if isDigit(form[i]) {
			length = length*10 + int(form[i]-'0')
			continue
		}
		all = append(all, run{length, form[i]})
		length = 0
	}
	return all
}

func (r run) takes(c byte) bool {
	switch r.what {
	case 'n':
		return isDigit(c)
	case 'a':
		return isLetter(c)
	}
	return isDigit(c) || isLetter(c)
}

func formLength(form string) int {
	n := 0
	for _, r := range runs(form) {
		n += r.length
	}
	return n
}

func wrongLength(text, form string) string { return lengthProblem(text, formLength(form)) }

// lengthProblem says that text has none of the lengths.
func lengthProblem(text string, lengths ...int) string {
	words := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(lengths)), " or "), "[]")
	return fmt.Sprintf("has %d characters, want %s", len([]rune(text)), words)
}

func wrongCharacter(text string, at int, what byte) string {
	names := map[byte]string{'n': "a digit", 'a': "a letter", 'c': "a letter or a digit"}
	return fmt.Sprintf("character %d is %q, want %s", at+1, firstRune(text[at:]), names[what])
}

func firstRune(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}

// oneOf returns "" when text fits a form of its own length, else why not.
func oneOf(text string, forms ...string) string {
	lengths := make([]int, len(forms))
	for i, form := range forms {
		if lengths[i] = formLength(form); lengths[i] == len(text) {
			return fits(text, form)
		}
	}
	return lengthProblem(text, lengths...)
}
