package evidence

import (
	"cmp"
	"slices"

	"docpipe/extractors/local/plan"
)

// PreferFirstAccount takes the first of several accounts that a document offers for payment, and
// the bank code beside it. A label points at the account below its own as well, which says nothing
// about which is meant.
func (r *Reading) PreferFirstAccount() {
	for i := range r.Plan.Fields {
		if r.Plan.Fields[i].Kind != plan.IBAN || len(r.Options[i]) < 2 {
			continue
		}
		var labelled []Option
		for _, o := range r.Options[i] {
			if (o.Strength >= Unsure || r.calledIBAN(o)) && plan.ValidIBAN(o.Value) {
				labelled = append(labelled, o)
			}
		}
		if len(labelled) < 2 {
			continue
		}
		account := slices.MinFunc(labelled, func(a, b Option) int {
			return cmp.Or(cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Span.From, b.Span.From))
		})
		account.Strength = r.Options[i][0].Strength
		r.PromoteFor(i, account, "")
		r.preferBankBeside(account)
	}
}

// calledIBAN reports whether the word right before an account says what it is, with a colon or without.
func (r *Reading) calledIBAN(o Option) bool {
	s, before := r.Sheets[o.Sheet], o.Span.From-1
	return before >= 0 && s.RowOf[before] == s.RowOf[o.Span.From] && s.Tokens[before].Fold == "iban"
}

// preferBankBeside takes the bank code that stands in the row of an account.
func (r *Reading) preferBankBeside(account Option) {
	row := r.Sheets[account.Sheet].RowOf[account.Span.From]
	for i := range r.Plan.Fields {
		if r.Plan.Fields[i].Kind != plan.BIC {
			continue
		}
		for _, o := range r.Options[i] {
			if o.Sheet == account.Sheet && r.Sheets[o.Sheet].RowOf[o.Span.From] == row {
				r.PromoteFor(i, o, "")
				break
			}
		}
	}
}
