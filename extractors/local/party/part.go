package party

import (
	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// part reads the street, the postcode or the town off a block, where the group of the party has fields
// for them beside its name. Schemas that state labels have them in an object of their own.
func (b *block) part(r *evidence.Reading, f *plan.Field, o evidence.Option) (evidence.Option, bool) {
	s := r.Sheets[b.sheet]
	if r.Plan.Stated || len(b.lines) < 2 {
		return o, false
	}
	if f.Means("country") {
		return b.country(s, o)
	}
	a, ok := addressIn(s, b.sheet, b.lines[1:])
	if !ok {
		return o, false
	}
	var sp layout.Span
	switch {
	case f.Means("street") && len(a.lines) > 0:
		sp = a.lines[0]
	case f.Means("postcode", "zip", "postal"):
		sp = a.postcode
	case f.Means("city", "town", "place"):
		sp = a.city
	case f.Means("state", "region", "province"):
		sp = a.region
	}
	if sp.From >= sp.To {
		return o, false
	}
	o.Span, o.Value = sp, trimComma(s.Text(sp))
	if f.Means("postcode", "zip", "postal") && a.code != "" {
		o.Value = a.code
	}
	return o, true
}

// country is the line of a block that is the name of a country and nothing else.
func (b *block) country(s *layout.Sheet, o evidence.Option) (evidence.Option, bool) {
	for _, line := range b.lines[1:] {
		if text := trimComma(s.Text(line)); len(text) > 3 && extractors.Country(text) != "" {
			o.Span, o.Value = line, text
			return o, true
		}
	}
	return o, false
}
