package stack

import (
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// ownNumber is what it weighs that a document has a number of its type: "Invoice no." without any heading.
const ownNumber = 0.6

// mostReferring is how many other types may refer to a number that tells a type: orders and contracts are
// named by whatever follows them, an invoice hardly by more than a credit note.
const mostReferring = 1

// numbered tells for each type whether a sheet has a label for a number that is called after it. Where
// another type refers to that number, the one that has a number of its own is meant: a credit note names
// its invoice, and an invoice no credit note.
func (t Types) numbered(s *layout.Sheet, hits [][]plan.Hit) []bool {
	labels := make([][]layout.Span, len(t))
	for i := range t {
		labels[i] = t[i].numberLabels(s, hits[i])
	}
	all := make([]bool, len(t))
	for i := range t {
		all[i] = slices.ContainsFunc(labels[i], func(sp layout.Span) bool {
			referring := 0
			for j := range t {
				if j == i || !t[j].refersBy(hits[j], sp) {
					continue
				}
				if referring++; len(labels[j]) > 0 || referring > mostReferring {
					return false
				}
			}
			return true
		})
	}
	return all
}

// numberLabels are the labels of the document's own number that begin with a title of the type.
func (v *vocabulary) numberLabels(s *layout.Sheet, hits []plan.Hit) []layout.Span {
	number := v.plan.FirstNumber()
	var all []layout.Span
	for _, h := range hits {
		if h.Field == number && h.Weight > 0.9 && v.titles.begins(s.Fold(h.Span)) {
			all = append(all, h.Span)
		}
	}
	return all
}

// refersBy reports whether words label another field than the document's own number.
func (v *vocabulary) refersBy(hits []plan.Hit, sp layout.Span) bool {
	number := v.plan.FirstNumber()
	return slices.ContainsFunc(hits, func(h plan.Hit) bool { return h.Span == sp && h.Field != number && h.Weight > 0.9 })
}

// shortestBegin is how long a title is that labels begin with.
const shortestBegin = 5

// begins reports whether a word begins with a title and goes on.
func (f *foldedSet) begins(word string) bool {
	for to := shortestBegin; to < len(word); to++ {
		if f.has[word[:to]] {
			return true
		}
	}
	return false
}
