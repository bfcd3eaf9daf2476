package clause

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
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
func addEffective(r *evidence.Reading, field, n int) {
	s := r.Sheets[n]
	for _, c := range append(solemnDates(s), r.Found[n][plan.Date]...) {
		strength := effectiveAt(s, c.Span)
		if n > 1 {
			strength = 0
		}
		if c.Exact {
			strength = max(strength, solemnAlone)
		}
		if strength == 0 {
			continue
		}
		if n == 0 && inPreamble(s, c.Span) {
			strength = max(strength, 0.8) + 0.1
		} else if ofOther(s, c.Span) {
			strength *= elsewhereDated
		}
		r.Options[field] = evidence.Gather(r.Options[field], evidence.Option{
			Value: c.Value, Readings: c.Readings, Sheet: n, Span: c.Span, Strength: strength, Places: 1, Derived: c.Exact,
		})
	}
}

// effectiveAt weighs the words before and behind a date.
func effectiveAt(s *layout.Sheet, date layout.Span) float64 {
	strength := 0.0
	for i := max(0, date.From-effectiveNear); i < date.From; i++ {
		weight := effectiveBefore[s.Tokens[i].Fold]
		if s.Tokens[i].Fold == "effective" && date.From-i > 3 {
			weight = 0.7
		}
		strength = max(strength, weight)
		if s.Tokens[i].Fold == "as" && s.Tokens[i+1].Fold == "of" {
			strength = max(strength, 0.7)
		}
	}
	for i := date.To; i+1 < min(len(s.Tokens), date.To+effectiveNear); i++ {
		if s.Tokens[i].Fold == "effective" && s.Tokens[i+1].Fold == "date" {
			strength = max(strength, 0.88)
		}
	}
	return strength
}

// wordsToBetween is how far the parties stand from the date in the first sentence of a contract.
const wordsToBetween = 25

// inPreamble reports whether a date stands in the sentence that names the parties: behind "this
// agreement", with "between" near it.
func inPreamble(s *layout.Sheet, date layout.Span) bool {
	near := false
	for _, i := range s.SaidAt(date.From) {
		near = near || betweenWords[s.Tokens[i].Fold] && i > date.From-wordsToBetween && i < date.To+wordsToBetween && introduces(s, i)
	}
	return near && !ofOther(s, date) && effectiveAt(s, date) > 0 && s.RowOf[date.From] < 40
}

// ofOther reports whether a date is that of another paper: "the Merger Agreement, dated April 3".
func ofOther(s *layout.Sheet, date layout.Span) bool {
	for i := date.From - 1; i > max(0, date.From-8); i-- {
		if t := &s.Tokens[i]; t.Fold == "agreement" && layout.HasCapital(t.Text) {
			for j := i - 1; j > max(0, i-8); j-- {
				switch s.Tokens[j].Fold {
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
func solemnDates(s *layout.Sheet) []evidence.Candidate {
	var all []evidence.Candidate
	for i := 1; i+3 < len(s.Tokens); i++ {
		if s.Tokens[i].Fold != "day" || s.Tokens[i+1].Fold != "of" {
			continue
		}
		from := i - 1
		if from > 0 && (s.Tokens[from].Fold == "th" || s.Tokens[from].Fold == "st" || s.Tokens[from].Fold == "nd" || s.Tokens[from].Fold == "rd") {
			from--
		}
		day := strings.TrimRight(s.Tokens[from].Fold, "stndrh")
		read := extractors.ScanDates([]string{day, strings.Trim(s.Tokens[i+2].Text, ","), strings.Trim(s.Tokens[i+3].Text, ".,;")}, extractors.DayFirst)
		if layout.IsNumber(day) && len(read) == 1 {
			all = append(all, evidence.Candidate{Span: layout.Span{From: from, To: i + 4}, Value: read[0].Readings[0], Exact: true})
		}
	}
	return all
}
