package local

import (
	"strings"

	"docpipe/extractors"
)

// greetings begin a letter, folded.
var greetings = wordSet("dear ladies gentlemen gentleman sehr sehrgeehrte madame monsieur messieurs estimado estimada egregio geachte prezado exmo szanowni")

// partiesOfLetter reads the parties of a letter of agreement: the addressee above the greeting, and
// companies that the letter defines a name for: "ZOLL Medical Corporation (the "Company")".
func (s *sheet) partiesOfLetter() []span {
	var names []span
	greeting := -1
	for row := range s.rows {
		if greetings[s.tokens[s.rows[row].from].fold] {
			greeting = row
			break
		}
	}
	if greeting > 0 {
		if name, ok := s.addresseeAbove(greeting); ok {
			names = append(names, name)
		}
	}
	for i := range s.tokens {
		if name, ok := s.definedBefore(i); ok && s.hasForm(name) {
			names = append(names, name)
		}
	}
	if names = s.without(names); len(names) > 3 {
		names = names[:3]
	}
	return names
}

// letterLines is how far above the greeting the address is looked for, in rows.
const letterLines = 12

// addresseeAbove reads the first line of the address above a greeting: the first name below the
// letter's date.
func (s *sheet) addresseeAbove(greeting int) (span, bool) {
	top := max(0, greeting-letterLines)
	for row := greeting - 1; row >= top; row-- {
		if s.isDateLine(row) {
			top = row + 1
		}
	}
	for row := top; row < greeting; row++ {
		if name, ok := s.nameAt(s.rows[row].from); ok && name.to == s.rows[row].to && s.hasForm(name) {
			return name, true
		}
	}
	return span{}, false
}

// isDateLine reports whether a row is a date and nothing else.
func (s *sheet) isDateLine(row int) bool {
	line := s.rows[row]
	if line.to-line.from > 4 || !s.hasDigit(line) {
		return false
	}
	dates := extractors.ScanDates(s.words(line), extractors.OrderUnknown)
	return len(dates) == 1 && dates[0].From == 0 && dates[0].To == line.to-line.from
}

// definedNames are the names that contracts give to their parties.
var definedNames = wordSet(`company buyer seller purchaser employee employer recipient provider discloser parent party client customer
	undersigned supplier vendor contractor consultant investor acquirer bidder target executive`)

// definedBefore reads the name before a bracket at token i that defines what a party is called.
func (s *sheet) definedBefore(i int) (span, bool) {
	if !strings.HasPrefix(s.tokens[i].text, "(") || i == 0 {
		return span{}, false
	}
	defines := false
	for j := i; j < min(len(s.tokens), i+8); j++ {
		t := &s.tokens[j]
		defines = defines || definedNames[t.fold] && strings.ContainsAny(t.text, "“\"”„«»")
		if strings.Contains(t.text, ")") {
			break
		}
	}
	if !defines {
		return span{}, false
	}
	for from := i - 1; from >= max(0, i-36); from-- {
		if from > 0 && hasCapital(s.tokens[from-1].text) && !s.endsName(from-1) || !hasCapital(s.tokens[from].text) {
			continue
		}
		if name, ok := s.nameAt(from); ok && s.describes(name.to, i) {
			return name, true
		}
	}
	return span{}, false
}

// describedBy begin what is said of a company between its name and its bracket.
var describedBy = wordSet("a an its including together with")

// describes reports whether the words between a name and its bracket only say what sort of company
// it is, and who belongs to it: "a Delaware corporation, its subsidiaries and affiliates".
func (s *sheet) describes(from, to int) bool {
	if from >= to || to-from > 24 {
		return from == to
	}
	return describedBy[s.tokens[from].fold] && !strings.Contains(s.text(span{from, to}), "(")
}
