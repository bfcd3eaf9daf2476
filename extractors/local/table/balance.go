package table

import (
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/plan"
)

// runningBalance proves entries of an account: the balance before and the amount give the
// balance after. It returns what proves each row, "" for nothing. The first row is proven with
// the second.
func runningBalance(l *plan.List, rows []tableRow) []string {
	proofs := make([]string, len(rows))
	amount, balance := balanceFields(l)
	if amount < 0 || balance < 0 {
		return proofs
	}
	for i := 1; i < len(rows); i++ {
		before, ok := rows[i-1].values[balance]
		after, ok2 := rows[i].values[balance]
		moved, ok3 := rows[i].values[amount]
		if ok && ok2 && ok3 && sumHolds(before, moved, after) {
			proofs[i] = "balance + amount = next balance holds"
			if i == 1 {
				proofs[0] = proofs[1]
			}
		}
	}
	return proofs
}

func sumHolds(before, moved, after evidence.Option) bool {
	return before.Amount.Ticks+moved.Amount.Ticks == after.Amount.Ticks
}

// balanceFields returns the fields of an entry's amount and of the balance after it.
func balanceFields(l *plan.List) (amount, balance int) {
	amount, balance = -1, -1
	for i := range l.Fields {
		switch words := plan.NameWords(l.Fields[i].Node); {
		case l.Fields[i].Kind != plan.Amount:
		case plan.Has(words, "balance"):
			balance = i
		case plan.Has(words, "amount"):
			amount = i
		}
	}
	return amount, balance
}
