package local

import (
	"slices"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// signsOf looks at a page alone.
func (t types) signsOf(p *pipeline.Page) extractors.PageSigns {
	s := layOut(p)
	if len(s.tokens) == 0 {
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

// planFor returns how to read a page: as a document of the type that it is said to be, else as what
// its words are most like; nil when they are like nothing.
func (t types) planFor(p *pipeline.Page, named string) *plan {
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

// likeliest returns the type that the words of a page are most like, -1 when they are like none.
func (t types) likeliest(p *pipeline.Page) int {
	s := layOut(p)
	languages := extractors.Languages(&pipeline.Document{Pages: []*pipeline.Page{p}})
	best, most := -1, 1.0
	for i := range t {
		if score := t[i].score(s, true, languages); score > most {
			best, most = i, score
		}
	}
	return best
}

// digitsOfMark is how many digits make a number of a tax payer: many words begin like one.
const digitsOfMark = 7

// marks are the numbers and hosts that name whoever wrote a page.
func marks(s *sheet) []string {
	found := map[string]bool{}
	for _, seg := range s.segs {
		for i := seg.from; i < seg.to; i++ {
			text := compact(s.tokens[i].text)
			if countDigits(text) >= digitsOfMark && looksLikeVATID(text) {
				found[text] = true
			}
		}
	}
	for _, domain := range s.domains() {
		found[domain] = true
	}
	var all []string
	for mark := range found {
		all = append(all, mark)
	}
	slices.Sort(all)
	return all
}
