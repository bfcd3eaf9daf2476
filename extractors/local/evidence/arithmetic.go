package evidence

import (
	"docpipe/extractors"
	"docpipe/extractors/local/plan"
)

// Balance looks for amounts of the whole document that add up, net + tax = gross, and puts
// them first. A sum that holds proves its parts, also one that no label points at.
func (r *Reading) Balance() {
	fields := r.SumFields()
	net, tax, gross := fields[plan.Net], fields[plan.Tax], fields[plan.Gross]
	amounts := r.AmountsByWorth()
	if gross >= 0 {
		r.preferAfterTax(gross, amounts)
		r.preferRounded(gross)
	}
	if gross < 0 || tax < 0 && net < 0 {
		return
	}
	best := triple{}
	for _, g := range r.amountOptions(gross) {
		for _, t := range r.amountOptions(tax) {
			best.consider(triple{net: find(r.amountOptions(net), amounts, g.Amount.Ticks-t.Amount.Ticks), tax: t, gross: g})
		}
		for _, n := range r.amountOptions(net) {
			best.consider(triple{net: n, tax: findTax(r.amountOptions(tax), amounts, g.Amount.Ticks-n.Amount.Ticks), gross: g})
		}
	}
	for _, n := range r.amountOptions(net) {
		for _, t := range r.amountOptions(tax) {
			best.consider(triple{net: n, tax: t, gross: find(r.amountOptions(gross), amounts, n.Amount.Ticks+t.Amount.Ticks)})
		}
	}
	if best.weight < 0.9 {
		return
	}
	r.promote(net, best.net)
	r.promote(tax, best.tax)
	r.promote(gross, best.gross)
	r.preferRounded(gross)
}

// SumFields returns the field of each role in the sum, -1 where the schema has none.
func (r *Reading) SumFields() map[plan.Role]int {
	fields := map[plan.Role]int{plan.Net: -1, plan.Tax: -1, plan.Gross: -1, plan.Due: -1}
	for i := range r.Plan.Fields {
		if role := r.Plan.Fields[i].Role; role != plan.NoRole && fields[role] < 0 {
			fields[role] = i
		}
	}
	return fields
}

// amountOptions are the strongest options of a field.
func (r *Reading) amountOptions(i int) []Option {
	if i < 0 {
		return nil
	}
	return r.Options[i][:min(len(r.Options[i]), 8)]
}

// AmountsByWorth indexes every printed amount that looks like money, the last page first.
func (r *Reading) AmountsByWorth() map[extractors.Ticks]Option {
	all := map[extractors.Ticks]Option{}
	for n := range r.Sheets {
		for _, c := range r.Found[n][plan.Amount] {
			if c.Amount.Scale == 2 || c.Currency != "" {
				all[c.Amount.Ticks] = Option{Value: c.Value, Amount: c.Amount, Sheet: n, Span: c.Span, Currency: c.Currency}
			}
		}
	}
	return all
}

// find returns the option of this worth: one that a label points at, else any printed one.
func find(labelled []Option, printed map[extractors.Ticks]Option, worth extractors.Ticks) Option {
	for _, o := range labelled {
		if o.Amount.Ticks == worth {
			return o
		}
	}
	return printed[worth]
}

// findTax finds the tax of a total, also one whose sign is cut off where the total is negative.
func findTax(labelled []Option, printed map[extractors.Ticks]Option, worth extractors.Ticks) Option {
	if o := find(labelled, printed, worth); o.Value != "" || worth >= 0 {
		return o
	}
	return find(labelled, printed, -worth)
}

// A triple is three amounts, net + tax = gross.
type triple struct {
	net, tax, gross Option
	weight          float64 // how much labels speak for all three
}

// consider keeps the better of two triples. One of three amounts may be without a label.
func (b *triple) consider(t triple) {
	if t.net.Value == "" || t.tax.Value == "" || t.gross.Value == "" {
		return
	}
	if t.gross.Amount.Ticks < 0 && t.tax.Amount.Ticks > 0 { // the sign of a credit may be cut off
		t.tax.Value, t.tax.Amount.Ticks = "-"+t.tax.Value, -t.tax.Amount.Ticks
		t.tax.Misread = "net + tax = gross holds with a minus sign"
	}
	if t.net.Amount.Ticks+t.tax.Amount.Ticks != t.gross.Amount.Ticks || t.gross.Amount.Ticks == 0 {
		return
	}
	if Abs(t.tax.Amount.Ticks)*100 > Abs(t.net.Amount.Ticks)*highestRate/extractors.TicksPerOne {
		return // no tax is that high
	}
	t.weight = t.net.Strength + t.tax.Strength + t.gross.Strength
	if t.weight > b.weight {
		*b = t
	}
}

// Abs is an amount without its sign.
func Abs(t extractors.Ticks) extractors.Ticks { return max(t, -t) }

// promote puts a part of a sum that holds first.
func (r *Reading) promote(i int, o Option) {
	if i < 0 {
		return
	}
	o.Strength = max(o.Strength, 0.5)
	r.PromoteFor(i, o, "net + tax = gross holds")
}

// PromoteFor puts an option first and says what proves it.
func (r *Reading) PromoteFor(i int, o Option, proof string) {
	if proof != "" {
		o.Proven = proof
	}
	others := []Option{o}
	for _, other := range r.Options[i] {
		if other.Value != o.Value {
			others = append(others, other)
		}
	}
	r.Options[i] = others
}

// preferAfterTax settles which of two totals is the one with tax: the larger, when the
// difference is printed and is no more than a tax can be.
func (r *Reading) preferAfterTax(gross int, printed map[extractors.Ticks]Option) {
	options := r.amountOptions(gross)
	for i := range options {
		for j := range options {
			more, less := options[i].Amount.Ticks, options[j].Amount.Ticks
			_, ok := printed[more-less]
			if less <= 0 || more <= less || !ok || (more-less)*4 > more || options[i].Strength < 0.4 || options[j].Strength < 0.4 {
				continue
			}
			best := options[i]
			best.Strength = max(best.Strength, options[j].Strength)
			r.PromoteFor(gross, best, "the total before it and the tax add up")
			return
		}
	}
}

// roundedBy is the most that cash totals are rounded by, and roundedTo what they are rounded to.
const (
	roundedBy = 4 * extractors.TicksPerOne / 100
	roundedTo = 5 * extractors.TicksPerOne / 100
)

// Rounds reports whether an amount becomes another when it is rounded to coins.
func Rounds(exact, coins extractors.Ticks) bool {
	off := Abs(coins - exact)
	return off > 0 && off <= roundedBy && coins%roundedTo == 0 && exact%roundedTo != 0
}

// preferRounded takes the total after rounding to coins where both are printed.
func (r *Reading) preferRounded(gross int) {
	options := r.Options[gross]
	if len(options) == 0 {
		return
	}
	first := options[0]
	for _, o := range options[1:min(len(options), 6)] {
		if Rounds(first.Amount.Ticks, o.Amount.Ticks) {
			o.Strength = max(o.Strength, 0.9*first.Strength)
			r.PromoteFor(gross, o, first.Proven)
			return
		}
	}
}

// ProveGross puts the total of this worth first, if a label points at it and not at what it was
// rounded to in coins.
func (r *Reading) ProveGross(worth extractors.Ticks, proof string) bool {
	gross := r.SumFields()[plan.Gross]
	if gross >= 0 && len(r.Options[gross]) > 0 && r.Options[gross][0].Strength >= weakest && Rounds(worth, r.Options[gross][0].Amount.Ticks) {
		return false
	}
	for _, o := range r.amountOptions(gross) {
		if o.Amount.Ticks == worth && worth != 0 && (o.Strength >= weakest || r.Options[gross][0].Strength < weakest) {
			r.PromoteFor(gross, o, proof)
			return true
		}
	}
	return false
}

// BeginsTotals reports whether a row labels a sum of the whole document.
func (r *Reading) BeginsTotals(n, row int) bool {
	s := r.Sheets[n]
	for _, h := range r.Hits[n] {
		if s.RowOf[h.Span.From] != row || !r.Plan.Fields[h.Field].SumsUp() || h.Weight < 0.6 {
			continue
		}
		if h.Span.From == s.Segs[s.SegOf[h.Span.From]].From && s.SegOf[h.Span.To-1] == s.SegOf[h.Span.From] {
			return true
		}
	}
	return false
}
