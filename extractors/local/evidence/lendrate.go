package evidence

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// LendRate claims the tax rate of each row where the rows of a list have none of their own and
// the document states one rate for all it charges. The place that states it is the evidence.
func (r *Reading) LendRate(rates []TaxRow, claims []extractors.Claim) []extractors.Claim {
	if len(rates) != 1 || !r.isWhole(rates[0].base) {
		return nil
	}
	var lent []extractors.Claim
	for _, l := range r.Plan.Lists {
		field := rateField(l)
		if field < 0 {
			continue
		}
		name := "/" + l.Fields[field].Node.Name
		for _, row := range slices.Sorted(maps.Keys(rowsWithout(claims, l.Pointer(), name))) {
			o := rates[0].Rate
			o.Strength, o.Derived = 0.95, true // as sure as the rate itself
			if rates[0].Holds {
				o.Proven = "rate × base = tax holds"
			}
			c := r.ClaimOf(l.Pointer()+"/"+strconv.Itoa(row)+name, o, nil)
			c.Reason = "the document states one rate for all"
			lent = append(lent, c)
		}
	}
	return lent
}

// isWhole reports whether the base of a rate is all that the document charges.
func (r *Reading) isWhole(base Option) bool {
	if base.Value == "" {
		return true
	}
	net := r.SumFields()[plan.Net]
	return net >= 0 && len(r.Options[net]) > 0 && r.Options[net][0].Amount.Ticks == base.Amount.Ticks
}

// rateField is the field of a row's tax rate, -1 where rows have none.
func rateField(l *plan.List) int {
	for i := range l.Fields {
		if l.Fields[i].Kind == plan.Percent && plan.Has(plan.NameWords(l.Fields[i].Node), "vat", "tax", "gst") {
			return i
		}
	}
	return -1
}

// rowsWithout returns the numbers of the rows of a list, none when any row has the named field.
func rowsWithout(claims []extractors.Claim, list, name string) map[int]bool {
	rows := map[int]bool{}
	for i := range claims {
		rest, ok := strings.CutPrefix(claims[i].Pointer, list+"/")
		if !ok {
			continue
		}
		number, field, _ := strings.Cut(rest, "/")
		if "/"+field == name {
			return nil
		}
		if layout.IsNumber(number) {
			rows[layout.Atoi(number)] = true
		}
	}
	return rows
}
