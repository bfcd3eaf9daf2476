package table

import (
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// provenByEntries is what proves the balances of an account.
const provenByEntries = "opening balance + entries = closing balance holds"

// AddBalances finds the two balances that the entries of an account lead from and to, where print
// calls both alike: "Kontostand am 01.01.", "Kontostand am 31.12.". One stands before the entries
// or above them all, and amounts that add up over all entries are no accident.
func AddBalances(r *evidence.Reading, listings []Listing) {
	opening, closing := amountNamed(r, "opening"), amountNamed(r, "closing")
	if opening < 0 || closing < 0 {
		return
	}
	for _, rec := range listings {
		moved, ok := entriesOf(rec)
		if !ok || moved == 0 {
			continue
		}
		all := balancesNamed(r, opening, closing)
		for _, from := range all {
			to := slices.IndexFunc(all, func(o evidence.Option) bool {
				return o.Amount.Ticks == from.Amount.Ticks+moved && !(o.Sheet == from.Sheet && o.Span == from.Span)
			})
			if to < 0 {
				continue
			}
			r.PromoteFor(opening, from, provenByEntries)
			r.PromoteFor(closing, all[to], provenByEntries)
			return
		}
	}
}

// entriesOf adds up the entries of an account; false where the list has none, or too few to say
// anything.
func entriesOf(rec Listing) (sum extractors.Ticks, ok bool) {
	amount, _ := balanceFields(rec.list)
	if amount < 0 || len(rec.rows) < fewestRows {
		return 0, false
	}
	for _, row := range rec.rows {
		o, ok := row.values[amount]
		if !ok {
			return 0, false
		}
		sum += o.Amount.Ticks
	}
	return sum, true
}

// amountNamed is the field of an amount of the whole account whose name has a word, -1 for none.
func amountNamed(r *evidence.Reading, word string) int {
	return slices.IndexFunc(r.Plan.Fields, func(f plan.Field) bool { return f.Kind == plan.Amount && plan.Has(plan.NameWords(f.Node), word) })
}

// balancesNamed are the amounts in rows that a label of either balance begins, in the order of
// the pages; also rows of the table, where the balance brought forward stands among the entries.
func balancesNamed(r *evidence.Reading, fields ...int) []evidence.Option {
	var all []evidence.Option
	for n, s := range r.Sheets {
		for _, c := range r.Found[n][plan.Amount] {
			row := s.RowOf[c.Span.From]
			if slices.ContainsFunc(r.Hits[n], func(h plan.Hit) bool { return slices.Contains(fields, h.Field) && s.RowOf[h.Span.From] == row }) {
				all = append(all, evidence.Option{Value: c.Value, Amount: c.Amount, Currency: c.Currency, Sheet: n, Span: c.Span, Strength: 0.9, Places: 1})
			}
		}
	}
	return all
}

// BrokenAccount remarks that the entries do not lead from the opening balance to the closing one.
func BrokenAccount(r *evidence.Reading, rec Listing) []extractors.Claim {
	opening, closing := amountNamed(r, "opening"), amountNamed(r, "closing")
	moved, ok := entriesOf(rec)
	if !ok || opening < 0 || closing < 0 || len(r.Options[opening]) == 0 || len(r.Options[closing]) == 0 {
		return nil
	}
	from, to := r.Options[opening][0], r.Options[closing][0]
	if from.Strength < evidence.Unsure || to.Strength < evidence.Unsure || from.Sheet == to.Sheet && from.Span == to.Span || from.Amount.Ticks+moved == to.Amount.Ticks {
		return nil
	}
	return []extractors.Claim{{
		Pointer: rec.list.Pointer(), Code: pipeline.ReasonRowsIncomplete, Reader: evidence.Version,
		Reason:   "the entries do not lead from the opening balance to the closing one",
		Evidence: []pipeline.Evidence{r.Sheets[to.Sheet].Evidence(to.Span)},
	}}
}

// shortDates are the days without a year in a row of a table whose records begin with their date.
func (b *tableBody) shortDates(row layout.Span) []evidence.Candidate {
	if !b.dated() || b.window.To.IsZero() {
		return nil
	}
	var all []evidence.Candidate
	s := b.r.Sheets[b.n]
	for i := row.From; i < row.To; i++ {
		if evidence.InDate(b.r.Found[b.n][plan.Date], i) {
			continue
		}
		for to := min(i+2, row.To); to > i; to-- {
			sp := layout.Span{From: i, To: to}
			words := s.Words(sp)
			if !evidence.IsShortDate(words) {
				continue
			}
			if found := b.window.Days(words); len(found) > 0 {
				all = append(all, evidence.Candidate{Span: sp, Value: found[0], Readings: found[1:], Fit: 0.9, Short: true})
				i = to - 1
				break
			}
		}
	}
	return all
}
