package evidence

import (
	"math"
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A table prints its sums in a row of their own, each under the heading of its column: "Total" and, below
// "Gross weight", 17,965.500. The total of a thing is where both meet.

// sumStrength is of such a sum, times how well the heading names it.
const sumStrength = 0.9

// totals begin or end names of fields for the sum of a column.
var totals = []string{"total", "totals", "sum", "summe", "gesamt", "totale", "totaal", "suma"}

// addColumnSums gives fields that are the total of something the sum under the heading that names it.
func (r *Reading) addColumnSums() {
	if r.Plan.Stated {
		return
	}
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		if f.Kind != plan.Number && f.Kind != plan.Amount || f.List || !plan.Has(plan.NameWords(f.Node), totals...) || len(plan.NameWords(f.Node)) < 2 {
			continue
		}
		for n := range r.Sheets {
			for _, h := range r.Hits[n] {
				if h.Field != i || h.Weight < leastSaid {
					continue
				}
				if o, ok := r.columnSum(n, h, f); ok {
					r.Options[i] = slices.DeleteFunc(r.Options[i], func(part Option) bool { return r.addsTo(part, h, o) })
					r.Options[i] = Gather(r.Options[i], o)
				}
			}
		}
		SortOptions(r.Options[i])
	}
}

// columnSum reads the number in the first row of sums below a heading that stands in its column.
func (r *Reading) columnSum(n int, h plan.Hit, f *plan.Field) (Option, bool) {
	s := r.Sheets[n]
	for row := s.RowOf[h.Span.From] + 1; row < len(s.Rows); row++ {
		if !slices.ContainsFunc(s.SegmentsOf(row), func(at int) bool { return SumWords[s.Tokens[s.Segs[at].From].Fold] }) {
			continue
		}
		for _, at := range s.SegmentsOf(row) {
			seg := s.Segs[at]
			if !inColumn(s, h.Span, seg) {
				continue
			}
			if c, ok := r.NumberAt(s, seg, f); ok {
				return Option{Value: c.Value, Readings: c.Readings, Amount: c.Amount, Sheet: n, Span: c.Span, Places: 1, Strength: sumStrength * h.Weight}, true
			}
		}
		return Option{}, false
	}
	return Option{}, false
}

// addsTo reports whether an option is one of the numbers that a sum below them adds up.
func (r *Reading) addsTo(part Option, h plan.Hit, sum Option) bool {
	s := r.Sheets[sum.Sheet]
	return part.Sheet == sum.Sheet && s.RowOf[part.Span.From] > s.RowOf[h.Span.From] && s.RowOf[part.Span.From] < s.RowOf[sum.Span.From]
}

// inColumn reports whether a number stands under a heading: they overlap, or end or begin together.
func inColumn(s *layout.Sheet, heading, number layout.Span) bool {
	a0, _, a1, _ := s.Bounds(heading)
	b0, _, b1, _ := s.Bounds(number)
	return math.Min(a1, b1)-math.Max(a0, b0) > 0 || aligned(a0, a1, b0, b1, s.Line)
}
