package evidence

import (
	"slices"

	"docpipe/extractors/local/plan"
)

// Words between the verb and the date that it tells of: "signed at Rotterdam on", "ends on the".
const (
	verbReach = 3
	signReach = 8
)

// dayStrength is of a date that a verb tells of; those of a period print together.
const dayStrength = 0.68

// A datedDay is a date in a sentence, and what happens on it.
type datedDay struct {
	st   *statement
	c    Candidate
	part plan.DatePart
}

// addDated gives the fields for days on which something begins or ends, or a paper was signed, the
// dates of which a verb says so.
func (r *Reading) addDated() {
	parts := map[plan.DatePart]int{}
	for i := range r.Plan.Fields {
		part, _ := r.Plan.Fields[i].Part()
		parts[part]++
	}
	if parts[plan.Beginning]+parts[plan.Ending]+parts[plan.Signing] == 0 {
		return
	}
	days := r.days()
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		part, of := f.Part()
		if part == plan.NoPart || i == r.Plan.Prose.Effective || len(r.Options[i]) > 0 && r.Options[i][0].Strength >= saidEnough {
			continue
		}
		if d, ok := dayFor(days, part, of); ok {
			o := Option{Value: d.c.Value, Readings: d.c.Readings, Sheet: d.st.n, Span: d.c.Span, Places: 1, Strength: dayStrength, Told: "a verb of its sentence says so", Guess: true}
			r.said = append(r.said, saidOption{i, o})
		}
	}
}

// days returns the dates in sentences of prose that a verb says something of.
func (r *Reading) days() []datedDay {
	var all []datedDay
	for n, s := range r.Sheets {
		for _, c := range r.Found[n][plan.Date] {
			if r.Skip[n][s.RowOf[c.Span.From]] {
				continue
			}
			words := s.ProseAt(c.Span.From)
			if words == nil {
				continue
			}
			st := newStatement(r, n, words)
			if part := st.partBefore(c); part != plan.NoPart {
				all = append(all, datedDay{st, c, part})
			}
		}
	}
	return all
}

// partBefore tells what happens on a date by the nearest verb before it.
func (st *statement) partBefore(c Candidate) plan.DatePart {
	s, at := st.r.Sheets[st.n], st.at[c.Span.From]
	for k := at - 1; k >= max(0, at-signReach); k-- {
		t := &s.Tokens[st.words[k]]
		if InDate(st.r.Found[st.n][plan.Date], st.words[k]) {
			break
		}
		part := plan.PartOf(t.Fold)
		if part == plan.Signing && k <= 1 || part != plan.NoPart && part != plan.Signing && at-k <= verbReach {
			return part
		}
	}
	return plan.NoPart
}

// dayFor picks the one day of a part. Where the name of the field says of what, the sentence must name that.
func dayFor(days []datedDay, part plan.DatePart, of []string) (found datedDay, ok bool) {
	all := slices.DeleteFunc(slices.Clone(days), func(d datedDay) bool { return d.part != part })
	if named := slices.DeleteFunc(slices.Clone(all), func(d datedDay) bool { return !d.names(of) }); len(named) > 0 {
		all = named
	} else if len(of) > 0 {
		return datedDay{}, false
	}
	for _, d := range all {
		if ok && d.c.Value != found.c.Value {
			return datedDay{}, false
		}
		found, ok = d, true
	}
	return found, ok
}

// names reports whether the sentence of a day has one of the words.
func (d datedDay) names(words []string) bool {
	s := d.st.r.Sheets[d.st.n]
	return slices.ContainsFunc(d.st.words, func(i int) bool { return slices.Contains(words, s.Tokens[i].Fold) })
}
