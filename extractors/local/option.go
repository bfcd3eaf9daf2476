package local

import (
	"cmp"
	"slices"

	"docpipe/extractors"
)

// An option is one value that a field may have, with all that speaks for it.
type option struct {
	value    string
	readings []string
	amount   extractors.Amount
	sheet    int
	span     span    // where the strongest label points
	more     []span  // the lines that a text goes on in
	strength float64 // 0..1: labels and places together
	places   int     // labels that point at this value
	proven   string  // what proves it besides its label: a sum, a check digit
	exact    bool
	currency string
	derived  bool   // it follows from what stands there
	misread  string // why the value is another than its print says; "" where it is as printed
}

// optionsOf gathers the values that labels of field i point at, the strongest first.
func (r *reading) optionsOf(i int) []option {
	f := &r.plan.fields[i]
	var all []option
	for n, s := range r.sheets {
		for _, h := range r.hits[n] {
			if !r.means(s, h, i) || r.skip[n][s.rowOf[h.span.from]] {
				continue
			}
			h.weight = r.inScope(n, h, f)
			if (f.kind == kindText || f.kind == kindName) && !r.plan.stated && namesNumber(s, h.span, h.zone) {
				h.weight *= otherSort
			}
			if f.role != noRole && contrary(s, h, f.role) {
				h.weight *= 0.2
			}
			if f.primary && bare(s, h.span) && !r.inHeading(n, s.rowOf[h.span.from]) {
				h.weight *= 0.35
			}
			for _, c := range r.near(n, h, f) {
				if f.kind == kindAmount && r.isRate(n, c.span) || f.kind == kindPhone && inDate(r.found[n][kindDate], c.span.from) {
					continue
				}
				if f.kind == kindAmount && r.printsCents(n) && c.amount.Scale == 0 && c.currency == "" {
					c.fit = min(c.fit, unlikeMoney) // a count: amounts of this document have cents or a currency
				}
				if hasForm[f.kind] || f.kind == kindPhone && countDigits(c.value) >= 8 {
					c.fit = max(c.fit, 0.95) // its form and its label say the same
				}
				rel := relation(s, h, behind(h, c.span))
				if f.start || f.end {
					rel = inPeriod(s, h, c, f)
				}
				if f.kind == kindAmount && !r.plan.stated {
					rel = max(rel, pastCounts(s, h, c.span))
				}
				strength := h.weight * rel * (0.5 + 0.5*c.fit)
				if c.order > 0 && (f.start || f.end) && strength > 0 {
					strength = 1 - (1-strength)*ofPeriod // two dates of a period say what one alone does not
				}
				if strength > 0.12 {
					all = gather(all, option{
						value: c.value, readings: c.readings, amount: c.amount, sheet: n, span: c.span, more: c.more,
						strength: min(strength, 0.97), places: 1, exact: c.exact, currency: c.currency, misread: c.misread,
					})
				}
			}
		}
	}
	sortOptions(all)
	return all
}

// unlikeMoney is the fit of what is no amount beside amounts: no label alone makes it one.
const unlikeMoney = -0.4

// manyAmounts is how many amounts with cents or a currency show how a sheet prints money.
const manyAmounts = 3

// printsCents reports whether the amounts of a sheet show that they are money.
func (r *reading) printsCents(n int) bool {
	if r.plan.stated && !r.narrow() {
		return false
	}
	shown := 0
	for _, c := range r.found[n][kindAmount] {
		if c.currency != "" || c.amount.Scale == 2 {
			shown++
		}
	}
	return shown >= manyAmounts
}

// means reports whether a label names field i: a label of the total that says "without tax" names
// the net one.
func (r *reading) means(s *sheet, h hit, i int) bool {
	return h.field == i || r.plan.fields[i].role == roleNet && r.plan.fields[h.field].role == roleGross && contrary(s, h, roleGross)
}

// ofPeriod is how much of the doubt in a date for a period is left when it prints as a period.
const ofPeriod = 0.75

// hasForm are the kinds whose values nothing else looks like.
var hasForm = map[kind]bool{kindBIC: true, kindEmail: true, kindIBAN: true}

// behind is the part of a value that stands behind its label: "HRB 48213" is labelled HRB.
func behind(h hit, v span) span {
	if v.from < h.span.to && v.to > h.span.to && v.from >= h.span.from {
		v.from = h.span.to
	}
	return v
}

// inPeriod weighs a date for a field that begins or ends a period. A label in front of both
// dates serves the second as well.
func inPeriod(s *sheet, h hit, c candidate, f *field) float64 {
	switch {
	case c.order == 1 && f.start:
		return relation(s, h, c.span)
	case c.order == 2 && f.end:
		return max(relation(s, h, c.first), relation(s, h, c.span))
	case c.order != 0:
		return 0
	}
	if f.group != "" || len(f.node.Labels) == 0 && h.weight >= weightComposed {
		return 0.95 * relation(s, h, c.span) // "Valid from" needs no second date
	}
	return 0.7 * relation(s, h, c.span)
}

// near returns the candidates that a label may point at.
func (r *reading) near(n int, h hit, f *field) []candidate {
	switch f.kind {
	case kindEnum:
		if r.sheets[n].printsChoices(h, f.choices) {
			return nil // which one holds only a box can tell
		}
		return r.plan.textCandidates(r.sheets[n], h, f)
	case kindText, kindName, kindURL, kindTime, kindCountry, kindBool, kindAddress:
		return r.plan.textCandidates(r.sheets[n], h, f)
	case kindIdent:
		all := identCandidates(r.sheets[n], h)
		if r.plan.stated {
			return inDigits(r.sheets[n], all)
		}
		return formed(r.sheets[n], all, f)
	case kindNumber:
		return r.numberCandidates(n, h, f)
	case kindIBAN:
		return append(looseIBANs(r.sheets[n], h), r.found[n][kindIBAN]...)
	case kindVATID:
		return append(looseVATIDs(r.sheets[n], h), r.found[n][kindVATID]...)
	}
	return r.found[n][f.kind]
}

// gather adds an option to the others of the same value.
func gather(all []option, o option) []option {
	for i := range all {
		if all[i].value != o.value {
			continue
		}
		stronger := o.strength > all[i].strength
		total := 1 - (1-all[i].strength)*(1-0.5*o.strength)
		if stronger {
			total = 1 - (1-0.5*all[i].strength)*(1-o.strength)
			all[i].sheet, all[i].span, all[i].readings, all[i].amount, all[i].misread = o.sheet, o.span, o.readings, o.amount, o.misread
		}
		all[i].strength = max(total, o.strength)
		all[i].places++
		return all
	}
	return append(all, o)
}

func sortOptions(all []option) {
	slices.SortStableFunc(all, func(a, b option) int { return cmp.Compare(b.strength, a.strength) })
}
