package local

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
)

// choices maps what print may say to the members of an enumeration, folded: the members
// themselves, and how people say them in eight languages.
func choices(f *field) map[string]string {
	all := map[string]string{}
	for _, m := range f.node.Enum {
		member, ok := m.(string)
		if !ok {
			continue
		}
		for _, c := range answers().find(splitName(member)) {
			for _, phrases := range c {
				for _, phrase := range phrases {
					all[strings.Join(phrase, "")] = member
				}
			}
		}
	}
	for _, m := range f.node.Enum {
		if member, ok := m.(string); ok {
			all[extractors.Fold(member)] = member
		}
	}
	delete(all, "")
	return all
}

// truths are what print says for yes and no.
var truths = func() map[string]string {
	all := map[string]string{}
	for word, value := range map[string]string{"yes": "true", "no": "false"} {
		for _, c := range answers().find([]string{word}) {
			for _, phrases := range c {
				for _, phrase := range phrases {
					all[strings.Join(phrase, "")] = value
				}
			}
		}
	}
	return all
}()

// addChoices reads what is ticked, or said, for fields that are an enumeration or a truth.
func (r *reading) addChoices() {
	for i := range r.plan.fields {
		f := &r.plan.fields[i]
		if f.kind != kindEnum && f.kind != kindBool || len(f.node.Labels) > 0 {
			continue
		}
		for n, s := range r.sheets {
			if len(s.boxes) == 0 {
				continue
			}
			for _, h := range r.hits[n] {
				if h.field == i {
					r.options[i] = append(r.options[i], r.tickedAt(n, h, f)...)
				}
			}
			if len(r.options[i]) == 0 && f.kind == kindEnum {
				r.options[i] = r.tickedAlone(n, f)
			}
		}
		sortOptions(r.options[i])
	}
}

// tickedAt reads the boxes that a label stands by: behind or below it, or the one whose words it is.
func (r *reading) tickedAt(n int, h hit, f *field) []option {
	s := r.sheets[n]
	var by []tick
	for _, t := range s.boxes {
		if t.text.from <= h.span.from && t.text.to >= h.span.to {
			if f.kind == kindBool && h.weight > 0.4 {
				return []option{r.tickedOption(n, strconv.FormatBool(t.ticked), t.at(), h.weight)}
			}
			return nil
		}
		if s.standsBy(h, t) {
			by = append(by, t)
		}
	}
	meanings := f.choices
	if len(by) == 1 && by[0].text.from >= by[0].text.to && f.kind == kindBool {
		return []option{r.tickedOption(n, strconv.FormatBool(by[0].ticked), by[0].box, h.weight)}
	}
	return r.ticked(n, by, meanings, h.weight)
}

// standsBy reports whether a box answers a label: behind it on its row, before another label, or
// in the rows right below it.
func (s *sheet) standsBy(h hit, t tick) bool {
	at, row := t.at(), s.rowOf[t.box.from]
	down := row - s.rowOf[h.span.from]
	if down == 0 {
		for i := h.span.to; i < at.from; i++ {
			if ends(s.tokens[i].text, ':') && i >= h.zone.to {
				return false
			}
		}
		return at.from >= h.span.to
	}
	return down > 0 && down <= 4 && below(s, hit{span: h.span}, at) > 0
}

// printsChoices reports whether several of the choices stand by a label, as on a form that has
// them to choose from.
func (s *sheet) printsChoices(h hit, meanings map[string]string) bool {
	said := map[string]bool{}
	first := s.rowOf[h.span.from]
	for _, seg := range s.segs {
		if row := s.rowOf[seg.from]; row < first || row > first+4 {
			continue
		}
		if member, ok := choiceIn(meanings, s.text(seg)); ok {
			said[member] = true
		}
	}
	return len(said) > 1
}

// ticked returns the choice whose box is the only one ticked.
func (r *reading) ticked(n int, boxes []tick, meanings map[string]string, weight float64) []option {
	s := r.sheets[n]
	var all []option
	for _, t := range boxes {
		member, ok := meanings[s.fold(t.text)]
		if ok && t.ticked {
			all = append(all, r.tickedOption(n, member, t.at(), weight))
		}
	}
	if len(all) != 1 {
		return nil
	}
	return all
}

// tickedAlone reads boxes whose words are members of the enumeration: at least two of them on one
// sheet need no label.
func (r *reading) tickedAlone(n int, f *field) []option {
	s := r.sheets[n]
	members := map[string]bool{}
	for _, t := range s.boxes {
		if member, ok := f.choices[s.fold(t.text)]; ok {
			members[member] = true
		}
	}
	if len(members) < 2 {
		return nil
	}
	return r.ticked(n, s.boxes, f.choices, 0.7)
}

func (r *reading) tickedOption(n int, value string, at span, weight float64) option {
	return option{value: value, sheet: n, span: at, strength: min(weight+0.15, 0.97), places: 1}
}

// choiceIn finds the one choice that a text says: as a whole, or as words of it.
func choiceIn(meanings map[string]string, text string) (string, bool) {
	if member, ok := meanings[extractors.Fold(text)]; ok {
		return member, true
	}
	said := map[string]bool{}
	names := folded(text)
	for from := range names {
		for to := from + 1; to <= min(len(names), from+3); to++ {
			if member, ok := meanings[strings.Join(names[from:to], "")]; ok && len(strings.Join(names[from:to], "")) > 2 {
				said[member] = true
			}
		}
	}
	if len(said) != 1 || len(names) > 5 {
		return "", false
	}
	return slices.Collect(maps.Keys(said))[0], true
}
