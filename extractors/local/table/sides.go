package table

import (
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/plan"
)

// unmarked is the strength of the sign of an amount that only the marks of others tell: a person
// should look at it.
const unmarked = 0.6

// signUnmarked turns the amounts of entries without a mark where only what comes in is marked: a
// statement of a card prints "CR" behind payments to it, and nothing behind purchases. Where balances
// follow from the amounts as they stand, they stay.
func signUnmarked(l *plan.List, rows []tableRow) {
	amount, _ := balanceFields(l)
	if amount < 0 || !onlyCreditsMarked(rows, amount) || held(stretches(l, rows, nil)) > 0 {
		return
	}
	for i := range rows {
		o, ok := rows[i].values[amount]
		if !ok || o.Side != extractors.NoSide || o.Amount.Ticks <= 0 {
			continue
		}
		o.Value, o.Amount.Text, o.Amount.Ticks = "-"+o.Value, "-"+o.Amount.Text, -o.Amount.Ticks
		o.Strength = min(o.Strength, unmarked)
		rows[i].values[amount] = o
	}
}

// onlyCreditsMarked reports whether some entries are marked as coming in, others are not marked, and
// none has the sign of what leaves.
func onlyCreditsMarked(rows []tableRow, amount int) bool {
	leaves := func(row tableRow) bool { return row.values[amount].Amount.Ticks < 0 }
	comesIn := func(row tableRow) bool { return row.values[amount].Side == extractors.CreditSide }
	return slices.ContainsFunc(rows, comesIn) && !slices.ContainsFunc(rows, leaves)
}
