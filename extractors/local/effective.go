package local

import (
	"strings"

	"docpipe/extractors"
)

// Words around the date from which a contract holds, folded, and how surely they mean it.
var effectiveBefore = map[string]float64{"effective": 0.85, "dated": 0.75, "made": 0.7, "entered": 0.7, "commencing": 0.7, "executed": 0.7,
	"wirksam": 0.8, "geschlossen": 0.7, "conclu": 0.7, "stipulato": 0.7, "gesloten": 0.7, "zawarta": 0.7, "celebrado": 0.7}

const (
	effectiveNear  = 6   // words between such a word and the date
	elsewhereDated = 0.4 // of the weight that is left where the words before name another paper
	solemnAlone    = 0.6 // "this 16th day of May, 2002": contracts close with the day they are made
)

// addEffective offers the dates of a sheet that a sentence calls effective, or the day on which
// the contract was made.
func (r *reading) addEffective(field, n int) {
	s := r.sheets[n]
	for _, c := range append(s.solemnDates(), r.found[n][kindDate]...) {
		strength := s.effectiveAt(c.span)
		if n > 1 {
			strength = 0
		}
		if c.exact {
			strength = max(strength, solemnAlone)
		}
		if strength == 0 {
			continue
		}
		if n == 0 && s.inPreamble(c.span) {
			strength = max(strength, 0.8) + 0.1
		} else if s.ofOther(c.span) {
			strength *= elsewhereDated
		}
		r.options[field] = gather(r.options[field], option{
			value: c.value, readings: c.readings, sheet: n, span: c.span, strength: strength, places: 1, derived: c.exact,
		})
	}
}

// effectiveAt weighs the words before and behind a date.
func (s *sheet) effectiveAt(date span) float64 {
	strength := 0.0
	for i := max(0, date.from-effectiveNear); i < date.from; i++ {
		weight := effectiveBefore[s.tokens[i].fold]
		if s.tokens[i].fold == "effective" && date.from-i > 3 {
			weight = 0.7
		}
		strength = max(strength, weight)
		if s.tokens[i].fold == "as" && s.tokens[i+1].fold == "of" {
			strength = max(strength, 0.7)
		}
	}
	for i := date.to; i+1 < min(len(s.tokens), date.to+effectiveNear); i++ {
		if s.tokens[i].fold == "effective" && s.tokens[i+1].fold == "date" {
			strength = max(strength, 0.88)
		}
	}
	return strength
}

// wordsToBetween is how far the parties stand from the date in the first sentence of a contract.
const wordsToBetween = 25

// inPreamble reports whether a date stands in the sentence that names the parties: behind "this
// agreement", with "between" near it.
func (s *sheet) inPreamble(date span) bool {
	near := false
	for _, i := range s.saidAt(date.from) {
		near = near || betweenWords[s.tokens[i].fold] && i > date.from-wordsToBetween && i < date.to+wordsToBetween && s.introduces(i)
	}
	return near && !s.ofOther(date) && s.effectiveAt(date) > 0 && s.rowOf[date.from] < 40
}

// ofOther reports whether a date is that of another paper: "the Merger Agreement, dated April 3".
func (s *sheet) ofOther(date span) bool {
	for i := date.from - 1; i > max(0, date.from-8); i-- {
		if t := &s.tokens[i]; t.fold == "agreement" && hasCapital(t.text) {
			for j := i - 1; j > max(0, i-8); j-- {
				switch s.tokens[j].fold {
				case "this":
					return false
				case "the", "certain", "that", "a", "an", "such":
					return true
				}
			}
		}
	}
	return false
}

// solemnDates reads dates as contracts spell them: "this 16th day of May, 2002". They are marked
// exact: nothing else looks like them.
func (s *sheet) solemnDates() []candidate {
	var all []candidate
	for i := 1; i+3 < len(s.tokens); i++ {
		if s.tokens[i].fold != "day" || s.tokens[i+1].fold != "of" {
			continue
		}
		from := i - 1
		if from > 0 && (s.tokens[from].fold == "th" || s.tokens[from].fold == "st" || s.tokens[from].fold == "nd" || s.tokens[from].fold == "rd") {
			from--
		}
		day := strings.TrimRight(s.tokens[from].fold, "stndrh")
		read := extractors.ScanDates([]string{day, strings.Trim(s.tokens[i+2].text, ","), strings.Trim(s.tokens[i+3].text, ".,;")}, extractors.DayFirst)
		if isNumber(day) && len(read) == 1 {
			all = append(all, candidate{span: span{from, i + 4}, value: read[0].Readings[0], exact: true})
		}
	}
	return all
}
