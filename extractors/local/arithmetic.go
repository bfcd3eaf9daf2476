package local

import (
	"docpipe/extractors"
)

// balance looks for amounts of the whole document that add up, net + tax = gross, and puts
// them first. A sum that holds proves its parts, also one that no label points at.
func (r *reading) balance() {
	fields := r.sumFields()
	net, tax, gross := fields[roleNet], fields[roleTax], fields[roleGross]
	amounts := r.amountsByWorth()
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
			best.consider(triple{net: find(r.amountOptions(net), amounts, g.amount.Ticks-t.amount.Ticks), tax: t, gross: g})
		}
		for _, n := range r.amountOptions(net) {
			best.consider(triple{net: n, tax: findTax(r.amountOptions(tax), amounts, g.amount.Ticks-n.amount.Ticks), gross: g})
		}
	}
	for _, n := range r.amountOptions(net) {
		for _, t := range r.amountOptions(tax) {
			best.consider(triple{net: n, tax: t, gross: find(r.amountOptions(gross), amounts, n.amount.Ticks+t.amount.Ticks)})
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

// sumFields returns the field of each role in the sum, -1 where the schema has none.
func (r *reading) sumFields() map[role]int {
	fields := map[role]int{roleNet: -1, roleTax: -1, roleGross: -1, roleDue: -1}
	for i := range r.plan.fields {
		if role := r.plan.fields[i].role; role != noRole && fields[role] < 0 {
			fields[role] = i
		}
	}
	return fields
}

// amountOptions are the strongest options of a field.
func (r *reading) amountOptions(i int) []option {
	if i < 0 {
		return nil
	}
	return r.options[i][:min(len(r.options[i]), 8)]
}

// amountsByWorth indexes every printed amount that looks like money, the last page first.
func (r *reading) amountsByWorth() map[extractors.Ticks]option {
	all := map[extractors.Ticks]option{}
	for n := range r.sheets {
		for _, c := range r.found[n][kindAmount] {
			if c.amount.Scale == 2 || c.currency != "" {
				all[c.amount.Ticks] = option{value: c.value, amount: c.amount, sheet: n, span: c.span, currency: c.currency}
			}
		}
	}
	return all
}

// find returns the option of this worth: one that a label points at, else any printed one.
func find(labelled []option, printed map[extractors.Ticks]option, worth extractors.Ticks) option {
	for _, o := range labelled {
		if o.amount.Ticks == worth {
			return o
		}
	}
	return printed[worth]
}

// findTax finds the tax of a total, also one whose sign is cut off where the total is negative.
func findTax(labelled []option, printed map[extractors.Ticks]option, worth extractors.Ticks) option {
	if o := find(labelled, printed, worth); o.value != "" || worth >= 0 {
		return o
	}
	return find(labelled, printed, -worth)
}

// A triple is three amounts, net + tax = gross.
type triple struct {
	net, tax, gross option
	weight          float64 // how much labels speak for all three
}

// consider keeps the better of two triples. One of three amounts may be without a label.
func (b *triple) consider(t triple) {
	if t.net.value == "" || t.tax.value == "" || t.gross.value == "" {
		return
	}
	if t.gross.amount.Ticks < 0 && t.tax.amount.Ticks > 0 { // the sign of a credit may be cut off
		t.tax.value, t.tax.amount.Ticks = "-"+t.tax.value, -t.tax.amount.Ticks
		t.tax.misread = "net + tax = gross holds with a minus sign"
	}
	if t.net.amount.Ticks+t.tax.amount.Ticks != t.gross.amount.Ticks || t.gross.amount.Ticks == 0 {
		return
	}
	if abs(t.tax.amount.Ticks)*100 > abs(t.net.amount.Ticks)*highestRate/extractors.TicksPerOne {
		return // no tax is that high
	}
	t.weight = t.net.strength + t.tax.strength + t.gross.strength
	if t.weight > b.weight {
		*b = t
	}
}

func abs(t extractors.Ticks) extractors.Ticks { return max(t, -t) }

// promote puts a part of a sum that holds first.
func (r *reading) promote(i int, o option) {
	if i < 0 {
		return
	}
	o.strength = max(o.strength, 0.5)
	r.promoteFor(i, o, "net + tax = gross holds")
}

// promoteFor puts an option first and says what proves it.
func (r *reading) promoteFor(i int, o option, proof string) {
	if proof != "" {
		o.proven = proof
	}
	others := []option{o}
	for _, other := range r.options[i] {
		if other.value != o.value {
			others = append(others, other)
		}
	}
	r.options[i] = others
}

// preferAfterTax settles which of two totals is the one with tax: the larger, when the
// difference is printed and is no more than a tax can be.
func (r *reading) preferAfterTax(gross int, printed map[extractors.Ticks]option) {
	options := r.amountOptions(gross)
	for i := range options {
		for j := range options {
			more, less := options[i].amount.Ticks, options[j].amount.Ticks
			_, ok := printed[more-less]
			if less <= 0 || more <= less || !ok || (more-less)*4 > more || options[i].strength < 0.4 || options[j].strength < 0.4 {
				continue
			}
			best := options[i]
			best.strength = max(best.strength, options[j].strength)
			r.promoteFor(gross, best, "the total before it and the tax add up")
			return
		}
	}
}

// roundedBy is the most that cash totals are rounded by, and roundedTo what they are rounded to.
const (
	roundedBy = 4 * extractors.TicksPerOne / 100
	roundedTo = 5 * extractors.TicksPerOne / 100
)

// rounds reports whether an amount becomes another when it is rounded to coins.
func rounds(exact, coins extractors.Ticks) bool {
	off := abs(coins - exact)
	return off > 0 && off <= roundedBy && coins%roundedTo == 0 && exact%roundedTo != 0
}

// preferRounded takes the total after rounding to coins where both are printed.
func (r *reading) preferRounded(gross int) {
	options := r.options[gross]
	if len(options) == 0 {
		return
	}
	first := options[0]
	for _, o := range options[1:min(len(options), 6)] {
		if rounds(first.amount.Ticks, o.amount.Ticks) {
			o.strength = max(o.strength, 0.9*first.strength)
			r.promoteFor(gross, o, first.proven)
			return
		}
	}
}
