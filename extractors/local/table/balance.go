package table

import (
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/plan"
)

// What proves the entries of an account.
const (
	provenByBalance = "balance + amount = next balance holds"
	provenByOpening = "opening balance + amount = balance holds"
)

// A stretch is the entries that lead from one printed balance to the next: mostly one, those of a
// day where only the last of them prints a balance.
type stretch struct {
	before int   // row of the balance before, -1 for the opening balance
	rows   []int // the entries, the last one with a balance
	holds  bool  // the balance before and the amounts give the balance after
}

// runningBalance proves entries of an account by their balances. It returns for each row what proves
// its fields. Nothing stands before the oldest entry but the opening balance: where that is not
// printed, its amount is not proven.
func runningBalance(r *evidence.Reading, l *plan.List, rows []tableRow) []map[int]string {
	proofs := make([]map[int]string, len(rows))
	for i := range proofs {
		proofs[i] = map[int]string{}
	}
	amount, balance := balanceFields(l)
	for _, st := range stretches(l, rows, openingBalance(r)) {
		if !st.holds {
			continue
		}
		why := provenByOpening
		if st.before >= 0 {
			why = provenByBalance
			proofs[st.before][balance] = why
		}
		for _, i := range st.rows {
			proofs[i][amount] = why
		}
		proofs[st.rows[len(st.rows)-1]][balance] = why
	}
	return proofs
}

// stretches divides the entries of an account at their balances, from the oldest to the newest:
// statements print either first, and more balances follow in the right order. The opening balance may
// be nil. It returns none where rows have no balance.
func stretches(l *plan.List, rows []tableRow, opening *extractors.Ticks) []stretch {
	amount, balance := balanceFields(l)
	if amount < 0 || balance < 0 {
		return nil
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	down := between(rows, order, amount, balance, opening)
	slices.Reverse(order)
	if up := between(rows, order, amount, balance, opening); held(up) > held(down) {
		return up
	}
	return down
}

func held(all []stretch) (n int) {
	for _, st := range all {
		if st.holds {
			n++
		}
	}
	return n
}

// between cuts rows in an order at their balances.
func between(rows []tableRow, order []int, amount, balance int, opening *extractors.Ticks) []stretch {
	var all []stretch
	var sum extractors.Ticks
	st, known := stretch{before: -1}, opening != nil // known: what the account held before the stretch
	if known {
		sum = *opening
	}
	read := true // every amount of the stretch was
	for _, i := range order {
		moved, ok := rows[i].values[amount]
		st.rows, read = append(st.rows, i), read && ok
		sum += moved.Amount.Ticks
		after, ok := rows[i].values[balance]
		if !ok {
			continue
		}
		if known {
			st.holds = read && sum == after.Amount.Ticks
			all = append(all, st)
		}
		st, known, read, sum = stretch{before: i}, true, true, after.Amount.Ticks
	}
	return all
}

// openingBalance is what the account held before its entries, as the likeliest place says; nil where
// none does.
func openingBalance(r *evidence.Reading) *extractors.Ticks {
	opening := amountNamed(r, "opening")
	if opening < 0 || len(r.Options[opening]) == 0 {
		return nil
	}
	return &r.Options[opening][0].Amount.Ticks
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
