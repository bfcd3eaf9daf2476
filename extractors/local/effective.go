package local

import (
	"strings"

	"docpipe/extractors"
)

// Words around the date from which a contract holds, folded, and how surely they mean it.
var (
	effectiveBefore = map[string]float64{"effective": 0.85, "dated": 0.75, "made": 0.7, "entered": 0.7, "commencing": 0.7, "wirksam": 0.8}
	effectiveNear   = 6 // words between such a word and the date
)

// addEffective offers the dates of a sheet that a sentence calls effective, or the day on which
// the contract was made.
func (r *reading) addEffective(field, n int) {
	s := r.sheets[n]
	for _, c := range append(s.solemnDates(), r.found[n][kindDate]...) {
		strength := s.effectiveAt(c.span)
		if strength == 0 || s.tokens[c.span.from].y0 > s.height && n > 0 {
			continue
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
		strength = max(strength, effectiveBefore[s.tokens[i].fold])
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

// solemnDates reads dates as contracts spell them: "this 16th day of May, 2002". They are marked
// exact: nothing else looks like them.
func (s *sheet) solemnDates() []candidate {
	var all []candidate
	for i := 1; i+3 < len(s.tokens); i++ {
		if s.tokens[i].fold != "day" || s.tokens[i+1].fold != "of" || len(s.tokens[i-1].fold) < 3 {
			continue
		}
		day := strings.TrimRight(s.tokens[i-1].fold, "stndrh")
		read := extractors.ScanDates([]string{day, strings.Trim(s.tokens[i+2].text, ","), strings.Trim(s.tokens[i+3].text, ".,;")}, extractors.DayFirst)
		if isNumber(day) && len(read) == 1 {
			all = append(all, candidate{span: span{i - 1, i + 4}, value: read[0].Readings[0], exact: true})
		}
	}
	return all
}
