package stack

import (
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// Signs looks at a page alone.
func (t Types) Signs(p *pipeline.Page) extractors.PageSigns {
	s := plan.LayOut(p)
	if len(s.Tokens) == 0 {
		return extractors.PageSigns{Empty: p.Readable(), Separator: p.Separator}
	}
	signs := extractors.PageSigns{Type: t.typeOf(p, s), Separator: p.Separator || separates(s), Annex: isAnnex(s), Marks: marks(s)}
	signs.Begins, signs.GoesOn = carries(s)
	if c := findCounter(s); c.bare && c.of == 0 {
		signs.Folio = c.page
	} else {
		signs.Page, signs.Of = c.page, c.of
	}
	return signs
}

// PlanFor returns how to read a page: as a document of the type that it is said to be, else as what
// its words are most like; nil when they are like nothing.
func (t Types) PlanFor(p *pipeline.Page, named string) *plan.Plan {
	var at int
	if named != "" {
		at = slices.IndexFunc(t, func(v vocabulary) bool { return v.doctype == named })
	} else {
		at = t.likeliest(p)
	}
	if at < 0 {
		return nil
	}
	return t[at].plan
}

// digitsOfMark is how many digits make a number of a tax payer: many words begin like one.
const digitsOfMark = 7

// marks are the numbers and hosts that name whoever wrote a page.
func marks(s *layout.Sheet) []string {
	found := map[string]bool{}
	for _, seg := range s.Segs {
		for i := seg.From; i < seg.To; i++ {
			text := plan.Compact(s.Tokens[i].Text)
			if layout.CountDigits(text) >= digitsOfMark && plan.LooksLikeVATID(text) {
				found[text] = true
			}
		}
	}
	for _, domain := range s.Domains() {
		found[domain] = true
	}
	var all []string
	for mark := range found {
		all = append(all, mark)
	}
	slices.Sort(all)
	return all
}
