package local

import (
	"slices"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// provenByEntries is what proves the balances of an account.
const provenByEntries = "opening balance + entries = closing balance holds"

// addBalances finds the two balances that the entries of an account lead from and to, where print
// calls both alike: "Kontostand am 01.01.", "Kontostand am 31.12.". One stands before the entries
// or above them all, and amounts that add up over all entries are no accident.
func (r *reading) addBalances(listings []listing) {
	opening, closing := r.amountNamed("opening"), r.amountNamed("closing")
	if opening < 0 || closing < 0 {
		return
	}
	for _, rec := range listings {
		moved, ok := entriesOf(rec)
		if !ok || moved == 0 {
			continue
		}
		all := r.balancesNamed(opening, closing)
		for _, from := range all {
			to := slices.IndexFunc(all, func(o option) bool {
				return o.amount.Ticks == from.amount.Ticks+moved && !(o.sheet == from.sheet && o.span == from.span)
			})
			if to < 0 {
				continue
			}
			r.promoteFor(opening, from, provenByEntries)
			r.promoteFor(closing, all[to], provenByEntries)
			return
		}
	}
}

// entriesOf adds up the entries of an account; false where the list has none, or too few to say
// anything.
func entriesOf(rec listing) (sum extractors.Ticks, ok bool) {
	amount, _ := balanceFields(rec.list)
	if amount < 0 || len(rec.rows) < fewestRows {
		return 0, false
	}
	for _, row := range rec.rows {
		o, ok := row.values[amount]
		if !ok {
			return 0, false
		}
		sum += o.amount.Ticks
	}
	return sum, true
}

// amountNamed is the field of an amount of the whole account whose name has a word, -1 for none.
func (r *reading) amountNamed(word string) int {
	return slices.IndexFunc(r.plan.fields, func(f field) bool { return f.kind == kindAmount && has(nameWords(f.node), word) })
}

// balancesNamed are the amounts in rows that a label of either balance begins, in the order of
// the pages; also rows of the table, where the balance brought forward stands among the entries.
func (r *reading) balancesNamed(fields ...int) []option {
	var all []option
	for n, s := range r.sheets {
		for _, c := range r.found[n][kindAmount] {
			row := s.rowOf[c.span.from]
			if slices.ContainsFunc(r.hits[n], func(h hit) bool { return slices.Contains(fields, h.field) && s.rowOf[h.span.from] == row }) {
				all = append(all, option{value: c.value, amount: c.amount, currency: c.currency, sheet: n, span: c.span, strength: 0.9, places: 1})
			}
		}
	}
	return all
}

// brokenAccount remarks that the entries do not lead from the opening balance to the closing one.
func (r *reading) brokenAccount(rec listing) []extractors.Claim {
	opening, closing := r.amountNamed("opening"), r.amountNamed("closing")
	moved, ok := entriesOf(rec)
	if !ok || opening < 0 || closing < 0 || len(r.options[opening]) == 0 || len(r.options[closing]) == 0 {
		return nil
	}
	from, to := r.options[opening][0], r.options[closing][0]
	if from.strength < unsure || to.strength < unsure || from.sheet == to.sheet && from.span == to.span || from.amount.Ticks+moved == to.amount.Ticks {
		return nil
	}
	return []extractors.Claim{{
		Pointer: rec.list.pointer(), Code: pipeline.ReasonRowsIncomplete, Reader: Version,
		Reason:   "the entries do not lead from the opening balance to the closing one",
		Evidence: []pipeline.Evidence{r.sheets[to.sheet].evidence(to.span)},
	}}
}
