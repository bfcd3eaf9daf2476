package local

import (
	"strconv"
	"strings"
)

// Words of sentences that say how long a contract or a duty lasts, folded.
var (
	lastsWords = wordSet("terminate terminates terminated expire expires continue continues remain remains effect force effective be bound endet gilt laufzeit dauer duree duracion durata")
	bindsWords = wordSet("agreement obligations obligation provisions term confidentiality vertrag contrat contrato accord overeenkomst")
	otherTerms = wordSet(`solicit solicitation solicited hire hiring employ employed employing standstill securities acquire vest vesting salary
		severance compete competition noncompete engage insurance survive survives retention stock shares options renew renewal successive`)
	spelled = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
		"ein": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6, "zehn": 10, "zwolf": 12,
		"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "due": 2, "tre": 3, "cinque": 5, "twee": 2, "drie": 3, "vijf": 5}
	spanUnits = wordSet("year years month months week weeks day days jahr jahre jahren monat monate monaten an ans mois ano anos mes meses anni anno mesi jaar maanden")
)

// addDuration offers how long a contract lasts, from the sentence that says when it ends: "shall
// terminate two (2) years after the date of this Agreement" is 2 years.
func (r *reading) addDuration() {
	field := r.plan.prose.duration
	if field < 0 || len(r.options[field]) > 0 && r.options[field][0].strength > unsure {
		return
	}
	for n, s := range r.sheets {
		for i := range s.tokens {
			if !spanUnits[s.tokens[i].fold] {
				continue
			}
			o, ok := s.durationAt(n, i)
			if ok {
				r.options[field] = gather(r.options[field], o)
			}
		}
	}
	sortOptions(r.options[field])
}

// durationAt reads the number before a unit of time, and weighs the sentence around it.
func (s *sheet) durationAt(n, unit int) (option, bool) {
	count, from := s.countBefore(unit)
	if count == 0 {
		return option{}, false
	}
	o := option{value: strconv.Itoa(count) + " " + strings.ToLower(strings.Trim(s.tokens[unit].text, ".,;:()’'")), sheet: n,
		span: span{from, unit + 1}, strength: s.lasting(from, unit), places: 1, derived: true}
	if count == 1 && strings.HasSuffix(o.value, "s") && s.tokens[unit].fold != "mes" {
		o.value = strings.TrimSuffix(o.value, "s")
	}
	return o, o.strength > 0
}

// countBefore reads "two", "2", "two (2)" or "(2)" before a token.
func (s *sheet) countBefore(unit int) (count, from int) {
	for i := unit - 1; i >= max(0, unit-3); i-- {
		text := strings.Trim(s.tokens[i].text, "()[],-")
		switch {
		case isNumber(text) && len(text) <= 2:
			count, from = atoi(text), i
		case spelled[s.tokens[i].fold] > 0:
			if count == 0 {
				count = spelled[s.tokens[i].fold]
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
	deadlineWords = wordSet("within upon than longer every each")
	otherEvents   = wordSet("thereafter termination terminates disclosure disclosed ceases cease cessation receipt employment notice last")
)

// wordsToEvent is how far behind a duration the event stands that it counts from.
const wordsToEvent = 9

// countsFromElse reports whether a duration counts from an event other than the contract's date.
func (s *sheet) countsFromElse(unit int) bool {
	for i := unit + 1; i < min(len(s.tokens), unit+1+wordsToEvent); i++ {
		if otherEvents[s.tokens[i].fold] {
			return true
		}
		if ends(s.tokens[i-1].text, ',') || s.endsSentence(i) || s.tokens[i].fold == "agreement" || s.tokens[i].fold == "hereof" {
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
func (s *sheet) lasting(from, unit int) float64 {
	if s.countsFromElse(unit) || from > 0 && deadlineWords[s.tokens[from-1].fold] {
		return 0
	}
	words := s.saidAt(from)
	verb, subject := -1, -1
	for k := len(words) - 1; k >= 0; k-- {
		w := words[k]
		fold := s.tokens[w].fold
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
	case s.tokens[subject].fold == "agreement" && subject > 0 && s.tokens[subject-1].fold == "this":
		return 0.85
	case s.tokens[subject].fold == "term":
		return 0.85
	}
	return 0.7
}
