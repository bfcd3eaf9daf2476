package local

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
)

// lendRate claims the tax rate of each row where the rows of a list have none of their own and
// the document states one rate for all it charges. The place that states it is the evidence.
func (r *reading) lendRate(rates []taxRow, claims []extractors.Claim) []extractors.Claim {
	if len(rates) != 1 || !r.isWhole(rates[0].base) {
		return nil
	}
	var lent []extractors.Claim
	for _, l := range r.plan.lists {
		field := rateField(l)
		if field < 0 {
			continue
		}
		name := "/" + l.fields[field].node.Name
		for _, row := range slices.Sorted(maps.Keys(rowsWithout(claims, l.pointer(), name))) {
			o := rates[0].rate
			o.strength, o.derived = 0.95, true // as sure as the rate itself
			if rates[0].holds {
				o.proven = "rate × base = tax holds"
			}
			c := r.claimOf(l.pointer()+"/"+strconv.Itoa(row)+name, o, nil)
			c.Reason = "the document states one rate for all"
			lent = append(lent, c)
		}
	}
	return lent
}

// isWhole reports whether the base of a rate is all that the document charges.
func (r *reading) isWhole(base option) bool {
	if base.value == "" {
		return true
	}
	net := r.sumFields()[roleNet]
	return net >= 0 && len(r.options[net]) > 0 && r.options[net][0].amount.Ticks == base.amount.Ticks
}

// rateField is the field of a row's tax rate, -1 where rows have none.
func rateField(l *list) int {
	for i := range l.fields {
		if l.fields[i].kind == kindPercent && has(nameWords(l.fields[i].node), "vat", "tax", "gst") {
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
		if isNumber(number) {
			rows[atoi(number)] = true
		}
	}
	return rows
}
