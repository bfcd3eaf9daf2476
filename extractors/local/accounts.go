package local

import (
	"cmp"
	"slices"
)

// preferFirstAccount takes the first of several accounts that a document offers for payment, and
// the bank code beside it. A label points at the account below its own as well, which says nothing
// about which is meant.
func (r *reading) preferFirstAccount() {
	for i := range r.plan.fields {
		if r.plan.fields[i].kind != kindIBAN || len(r.options[i]) < 2 {
			continue
		}
		var labelled []option
		for _, o := range r.options[i] {
			if o.strength >= unsure && validIBAN(o.value) {
				labelled = append(labelled, o)
			}
		}
		if len(labelled) < 2 {
			continue
		}
		account := slices.MinFunc(labelled, func(a, b option) int {
			return cmp.Or(cmp.Compare(a.sheet, b.sheet), cmp.Compare(a.span.from, b.span.from))
		})
		account.strength = r.options[i][0].strength
		r.promoteFor(i, account, "")
		r.preferBankBeside(account)
	}
}

// preferBankBeside takes the bank code that stands in the row of an account.
func (r *reading) preferBankBeside(account option) {
	row := r.sheets[account.sheet].rowOf[account.span.from]
	for i := range r.plan.fields {
		if r.plan.fields[i].kind != kindBIC {
			continue
		}
		for _, o := range r.options[i] {
			if o.sheet == account.sheet && r.sheets[o.sheet].rowOf[o.span.from] == row {
				r.promoteFor(i, o, "")
				break
			}
		}
	}
}
