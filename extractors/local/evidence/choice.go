package evidence

import (
	"slices"
	"strconv"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// addChoices reads what is ticked, or said, for fields that are an enumeration or a truth.
func (r *Reading) addChoices() {
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		if f.Kind != plan.Enum && f.Kind != plan.Bool {
			continue
		}
		for n, s := range r.Sheets {
			if len(s.Boxes) == 0 {
				continue
			}
			for _, h := range r.Hits[n] {
				if h.Field == i {
					r.Options[i] = append(r.Options[i], r.tickedAt(n, h, f)...)
				}
			}
			if len(r.Options[i]) == 0 && f.Kind == plan.Enum {
				r.Options[i] = r.tickedAlone(n, f)
			}
		}
		SortOptions(r.Options[i])
	}
}

// tickedAt reads the boxes that a label stands by: behind or below it, or the one whose words it is.
func (r *Reading) tickedAt(n int, h plan.Hit, f *plan.Field) []Option {
	s := r.Sheets[n]
	var by []layout.Tick
	for _, t := range s.Boxes {
		if t.Text.From <= h.Span.From && t.Text.To >= h.Span.To {
			if f.Kind == plan.Bool && h.Weight > 0.4 {
				return []Option{r.tickedOption(n, strconv.FormatBool(t.Ticked), t.At(), h.Weight)}
			}
			return nil
		}
		if standsBy(s, h, t) {
			by = append(by, t)
		}
	}
	if inRow := besides(s, h, by); len(inRow) > 0 {
		by = inRow // those below answer another question
	}
	meanings := f.Choices
	if len(by) == 1 && by[0].Text.From >= by[0].Text.To && f.Kind == plan.Bool {
		return []Option{r.tickedOption(n, strconv.FormatBool(by[0].Ticked), by[0].Box, h.Weight)}
	}
	return r.ticked(n, by, meanings, h.Weight)
}

// besides are the boxes on the row of a label.
func besides(s *layout.Sheet, h plan.Hit, boxes []layout.Tick) []layout.Tick {
	return slices.DeleteFunc(slices.Clone(boxes), func(t layout.Tick) bool { return s.RowOf[t.Box.From] != s.RowOf[h.Span.From] })
}

// standsBy reports whether a box answers a label: behind it on its row, before another label, or
// in the rows right below it.
func standsBy(s *layout.Sheet, h plan.Hit, t layout.Tick) bool {
	at, row := t.At(), s.RowOf[t.Box.From]
	down := row - s.RowOf[h.Span.From]
	if down == 0 {
		for i := h.Span.To; i < at.From; i++ {
			if layout.Ends(s.Tokens[i].Text, ':') && i >= h.Zone.To {
				return false
			}
		}
		return at.From >= h.Span.To
	}
	return down > 0 && down <= 4 && below(s, plan.Hit{Span: h.Span}, at) > 0
}

// printsChoices reports whether several of the choices stand by a label, as on a form that has
// them to choose from.
func printsChoices(s *layout.Sheet, h plan.Hit, meanings map[string]string) bool {
	said := map[string]bool{}
	first := s.RowOf[h.Span.From]
	for _, seg := range s.Segs {
		if row := s.RowOf[seg.From]; row < first || row > first+4 {
			continue
		}
		if member, ok := plan.ChoiceIn(meanings, s.Text(seg)); ok {
			said[member] = true
		}
	}
	return len(said) > 1
}

// ticked returns the choice whose box is the only one ticked.
func (r *Reading) ticked(n int, boxes []layout.Tick, meanings map[string]string, weight float64) []Option {
	s := r.Sheets[n]
	var all []Option
	for _, t := range boxes {
		member, ok := meanings[s.Fold(t.Text)]
		if ok && t.Ticked {
			all = append(all, r.tickedOption(n, member, t.At(), weight))
		}
	}
	if len(all) != 1 {
		return nil
	}
	return all
}

// tickedAlone reads boxes whose words are members of the enumeration: at least two of them on one
// sheet need no label.
func (r *Reading) tickedAlone(n int, f *plan.Field) []Option {
	s := r.Sheets[n]
	members := map[string]bool{}
	for _, t := range s.Boxes {
		if member, ok := f.Choices[s.Fold(t.Text)]; ok {
			members[member] = true
		}
	}
	if len(members) < 2 {
		return nil
	}
	return r.ticked(n, s.Boxes, f.Choices, 0.7)
}

func (r *Reading) tickedOption(n int, value string, at layout.Span, weight float64) Option {
	return Option{Value: value, Sheet: n, Span: at, Strength: min(weight+0.15, 0.97), Places: 1}
}
