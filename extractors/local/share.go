package local

// shareOut leaves each printed value to one field, unless it is an amount: a net total may be
// the base of its tax, but one number is not both a VAT number and a tax number. The field
// whose label says it better keeps it, the first in the schema where labels say the same.
func (r *reading) shareOut() {
	holder := map[place]int{}
	for i := range r.options {
		if at, ok := r.placeOf(i); ok {
			if j, taken := holder[at]; !taken || r.options[i][0].strength > r.options[j][0].strength+0.01 {
				holder[at] = i
			}
		}
	}
	for i := range r.options {
		for at, ok := r.placeOf(i); ok && holder[at] != i; at, ok = r.placeOf(i) {
			if _, taken := holder[at]; !taken {
				holder[at] = i
				break
			}
			r.options[i] = lessWeak(r.options[i][1:], r.options[i][0].value)
		}
	}
}

// unsure is the strength below which another place of a value that belongs to another field is
// likelier that field's as well.
const unsure = 0.6

// lessWeak drops the weak options of one value.
func lessWeak(options []option, value string) []option {
	var kept []option
	for _, o := range options {
		if o.value != value || o.strength >= unsure {
			kept = append(kept, o)
		}
	}
	return kept
}

// A place is a span of a sheet.
type place struct {
	sheet int
	span  span
}

// placeOf returns where the best option of field i stands; false when others may share it.
func (r *reading) placeOf(i int) (place, bool) {
	switch r.plan.fields[i].kind {
	case kindAmount, kindPercent, kindCurrency, kindCountry, kindBool, kindEnum, kindTime:
		return place{}, false
	}
	if len(r.options[i]) == 0 {
		return place{}, false
	}
	o := r.options[i][0]
	return place{o.sheet, o.span}, true
}
