package clause

import (
	"strconv"
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// Words of sentences that say how long a contract or a duty lasts, folded.
var (
	lastsWords = layout.WordSet("terminate terminates terminated expire expires continue continues remain remains effect force effective be bound endet gilt laufzeit dauer duree duracion durata")
	bindsWords = layout.WordSet("agreement obligations obligation provisions term confidentiality vertrag contrat contrato accord overeenkomst")
	otherTerms = layout.WordSet(`solicit solicitation solicited hire hiring employ employed employing standstill securities acquire vest vesting salary
		severance compete competition noncompete engage insurance survive survives retention stock shares options renew renewal successive`)
	spelled = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
		"ein": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6, "zehn": 10, "zwolf": 12,
		"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "due": 2, "tre": 3, "cinque": 5, "twee": 2, "drie": 3, "vijf": 5}
	spanUnits = layout.WordSet("year years month months week weeks day days jahr jahre jahren monat monate monaten an ans mois ano anos mes meses anni anno mesi jaar maanden")
)

// addDuration offers how long a contract lasts, from the sentence that says when it ends: "shall
// terminate two (2) years after the date of this Agreement" is 2 years.
func addDuration(r *evidence.Reading) {
	field := r.Plan.Prose.Duration
	if field < 0 || len(r.Options[field]) > 0 && r.Options[field][0].Strength > evidence.Unsure {
		return
	}
	for n, s := range r.Sheets {
		for i := range s.Tokens {
			if !spanUnits[s.Tokens[i].Fold] {
				continue
			}
			o, ok := durationAt(s, n, i)
			if ok {
				r.Options[field] = evidence.Gather(r.Options[field], o)
			}
		}
	}
	evidence.SortOptions(r.Options[field])
}

// durationAt reads the number before a unit of time, and weighs the sentence around it.
func durationAt(s *layout.Sheet, n, unit int) (evidence.Option, bool) {
	count, from := countBefore(s, unit)
	if count == 0 {
		return evidence.Option{}, false
	}
	o := evidence.Option{Value: strconv.Itoa(count) + " " + strings.ToLower(strings.Trim(s.Tokens[unit].Text, ".,;:()’'")), Sheet: n,
		Span: layout.Span{From: from, To: unit + 1}, Strength: lasting(s, from, unit), Places: 1, Derived: true}
	if count == 1 && strings.HasSuffix(o.Value, "s") && s.Tokens[unit].Fold != "mes" {
		o.Value = strings.TrimSuffix(o.Value, "s")
	}
	return o, o.Strength > 0
}

// countBefore reads "two", "2", "two (2)" or "(2)" before a token.
func countBefore(s *layout.Sheet, unit int) (count, from int) {
	for i := unit - 1; i >= max(0, unit-3); i-- {
		text := strings.Trim(s.Tokens[i].Text, "()[],-")
		switch {
		case layout.IsNumber(text) && len(text) <= 2:
			count, from = layout.Atoi(text), i
		case spelled[s.Tokens[i].Fold] > 0:
			if count == 0 {
				count = spelled[s.Tokens[i].Fold]
			}
			return count, i
		default:
			return count, from
		}
	}
	return count, from
}

// Words that make a duration a deadline, and events other than the contract's own date that it may
// count from, folded.
var (
	deadlineWords = layout.WordSet("within upon than longer every each")
	otherEvents   = layout.WordSet("thereafter termination terminates disclosure disclosed ceases cease cessation receipt employment notice last")
)

// wordsToEvent is how far behind a duration the event stands that it counts from.
const wordsToEvent = 9

// countsFromElse reports whether a duration counts from an event other than the contract's date.
func countsFromElse(s *layout.Sheet, unit int) bool {
	for i := unit + 1; i < min(len(s.Tokens), unit+1+wordsToEvent); i++ {
		if otherEvents[s.Tokens[i].Fold] {
			return true
		}
		if layout.Ends(s.Tokens[i-1].Text, ',') || s.EndsSentence(i) || s.Tokens[i].Fold == "agreement" || s.Tokens[i].Fold == "hereof" {
			return false
		}
	}
	return false
}

// A subject of a clause about time is followed by its verb within so many words, and the duration
// stands within so many of the verb.
const (
	wordsToVerb = 12
	wordsToSpan = 14
)

// lasting weighs the words before a duration: "this Agreement shall terminate" and "the term of this
// Agreement shall be" leave no doubt, "the obligations hereunder expire" little. What survives the
// contract, or what else takes its time, is another matter.
func lasting(s *layout.Sheet, from, unit int) float64 {
	if countsFromElse(s, unit) || from > 0 && deadlineWords[s.Tokens[from-1].Fold] {
		return 0
	}
	words := s.SaidAt(from)
	verb, subject := -1, -1
	for k := len(words) - 1; k >= 0; k-- {
		w := words[k]
		fold := s.Tokens[w].Fold
		switch {
		case w >= from:
		case otherTerms[fold]:
			return 0
		case verb < 0 && from-w <= wordsToSpan && lastsWords[fold]:
			verb = w
		case verb >= 0 && subject < 0 && verb-w <= wordsToVerb && bindsWords[fold]:
			subject = w
		}
	}
	switch {
	case verb < 0 || subject < 0:
		return 0
	case s.Tokens[subject].Fold == "agreement" && subject > 0 && s.Tokens[subject-1].Fold == "this":
		return 0.85
	case s.Tokens[subject].Fold == "term":
		return 0.85
	}
	return 0.7
}
