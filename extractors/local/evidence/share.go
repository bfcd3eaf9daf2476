package evidence

import (
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// ShareOut leaves each printed value to one field, unless it is an amount: a net total may be
// the base of its tax, but one number is not both a VAT number and a tax number. The field
// whose label says it better keeps it, the first in the schema where labels say the same.
func (r *Reading) ShareOut() {
	holder := map[place]int{}
	for i := range r.Options {
		if at, ok := r.placeOf(i); ok {
			if j, taken := holder[at]; !taken || r.Options[i][0].Strength > r.Options[j][0].Strength+0.01 {
				holder[at] = i
			}
		}
	}
	for i := range r.Options {
		for at, ok := r.placeOf(i); ok && holder[at] != i; at, ok = r.placeOf(i) {
			if _, taken := holder[at]; !taken {
				holder[at] = i
				break
			}
			r.Options[i] = lessWeak(r.Options[i][1:], r.Options[i][0].Value)
		}
	}
}

// Unsure is the strength below which another place of a value that belongs to another field is
// likelier that field's as well.
const Unsure = 0.6

// lessWeak drops the weak options of one value.
func lessWeak(options []Option, value string) []Option {
	var kept []Option
	for _, o := range options {
		if o.Value != value || o.Strength >= Unsure {
			kept = append(kept, o)
		}
	}
	return kept
}

// A place is a span of a sheet.
type place struct {
	sheet int
	span  layout.Span
}

// placeOf returns where the best option of field i stands; false when others may share it.
func (r *Reading) placeOf(i int) (place, bool) {
	switch r.Plan.Fields[i].Kind {
	case plan.Amount, plan.Percent, plan.Currency, plan.Country, plan.Bool, plan.Enum, plan.Time:
		return place{}, false
	}
	if len(r.Options[i]) == 0 {
		return place{}, false
	}
	o := r.Options[i][0]
	return place{o.Sheet, o.Span}, true
}
