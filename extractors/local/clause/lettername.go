package clause

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
)

// greetings begin a letter, folded.
var greetings = layout.WordSet("dear ladies gentlemen gentleman sehr sehrgeehrte madame monsieur messieurs estimado estimada egregio geachte prezado exmo szanowni")

// partiesOfLetter reads the parties of a letter of agreement: the addressee above the greeting, and
// companies that the letter defines a name for: "ZOLL Medical Corporation (the "Company")".
func partiesOfLetter(s *layout.Sheet) []layout.Span {
	var names []layout.Span
	greeting := -1
	for row := range s.Rows {
		if greetings[s.Tokens[s.Rows[row].From].Fold] {
			greeting = row
			break
		}
	}
	if greeting > 0 {
		if name, ok := addresseeAbove(s, greeting); ok {
			names = append(names, name)
		}
	}
	for i := range s.Tokens {
		if name, ok := definedBefore(s, i); ok && hasForm(s, name) {
			names = append(names, name)
		}
	}
	if names = without(s, names); len(names) > 3 {
		names = names[:3]
	}
	return names
}

// letterLines is how far above the greeting the address is looked for, in rows.
const letterLines = 12

// addresseeAbove reads the first line of the address above a greeting: the first name below the
// letter's date.
func addresseeAbove(s *layout.Sheet, greeting int) (layout.Span, bool) {
	top := max(0, greeting-letterLines)
	for row := greeting - 1; row >= top; row-- {
		if isDateLine(s, row) {
			top = row + 1
		}
	}
	for row := top; row < greeting; row++ {
		if name, ok := nameAt(s, s.Rows[row].From); ok && name.To == s.Rows[row].To && hasForm(s, name) {
			return name, true
		}
	}
	return layout.Span{}, false
}

// isDateLine reports whether a row is a date and nothing else.
func isDateLine(s *layout.Sheet, row int) bool {
	line := s.Rows[row]
	if line.To-line.From > 4 || !s.HasDigit(line) {
		return false
	}
	dates := extractors.ScanDates(s.Words(line), extractors.OrderUnknown)
	return len(dates) == 1 && dates[0].From == 0 && dates[0].To == line.To-line.From
}

// definedNames are the names that contracts give to their parties.
var definedNames = layout.WordSet(`company buyer seller purchaser employee employer recipient provider discloser parent party client customer
	undersigned supplier vendor contractor consultant investor acquirer bidder target executive`)

// definedBefore reads the name before a bracket at token i that defines what a party is called.
func definedBefore(s *layout.Sheet, i int) (layout.Span, bool) {
	if !strings.HasPrefix(s.Tokens[i].Text, "(") || i == 0 {
		return layout.Span{}, false
	}
	defines := false
	for j := i; j < min(len(s.Tokens), i+8); j++ {
		t := &s.Tokens[j]
		defines = defines || definedNames[t.Fold] && strings.ContainsAny(t.Text, "“\"”„«»")
		if strings.Contains(t.Text, ")") {
			break
		}
	}
	if !defines {
		return layout.Span{}, false
	}
	for from := i - 1; from >= max(0, i-36); from-- {
		if from > 0 && layout.HasCapital(s.Tokens[from-1].Text) && !endsName(s, from-1) || !layout.HasCapital(s.Tokens[from].Text) {
			continue
		}
		if name, ok := nameAt(s, from); ok && describes(s, name.To, i) {
			return name, true
		}
	}
	return layout.Span{}, false
}

// describedBy begin what is said of a company between its name and its bracket.
var describedBy = layout.WordSet("a an its including together with")

// describes reports whether the words between a name and its bracket only say what sort of company
// it is, and who belongs to it: "a Delaware corporation, its subsidiaries and affiliates".
func describes(s *layout.Sheet, from, to int) bool {
	if from >= to || to-from > 24 {
		return from == to
	}
	return describedBy[s.Tokens[from].Fold] && !strings.Contains(s.Text(layout.Span{From: from, To: to}), "(")
}
