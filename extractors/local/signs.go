package local

import (
	"context"
	"slices"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// PageSigns looks at each page alone.
func (r *Reader) PageSigns(ctx context.Context, d *pipeline.Document) ([]extractors.PageSigns, error) {
	signs := make([]extractors.PageSigns, len(d.Pages))
	for i, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		signs[i] = r.pageSigns(p)
	}
	return signs, nil
}

func (r *Reader) pageSigns(p *pipeline.Page) extractors.PageSigns {
	s := newSheet(p)
	if len(s.tokens) == 0 {
		return extractors.PageSigns{Empty: p.Readable(), Separator: p.Separator}
	}
	signs := extractors.PageSigns{Type: r.typeOf(p, s), Separator: p.Separator || separates(s), Annex: isAnnex(s), Marks: marks(s)}
	signs.Begins, signs.GoesOn = carries(s)
	if c := findCounter(s); c.bare && c.of == 0 {
		signs.Folio = c.page
	} else {
		signs.Page, signs.Of = c.page, c.of
	}
	return signs
}

// knownBy is the least confidence of what tells documents apart.
const knownBy = 0.5

// Known reads the page as a document of its type, or of the type that its words are most like.
func (r *Reader) Known(d *pipeline.Document, p *pipeline.Page, doctype string) extractors.Known {
	at := r.likeliest(p, doctype)
	if at < 0 {
		return extractors.Known{}
	}
	plan := r.types[at].plan
	doc := newReading(&pipeline.Document{Settings: d.Settings, Pages: []*pipeline.Page{p}}, plan)
	doc.addPage(p)
	said := map[string]string{}
	for _, c := range doc.claims() {
		if text, ok := c.Value.(string); ok && c.Confidence >= knownBy {
			said[c.Pointer] = extractors.Fold(text)
		}
	}
	return extractors.Known{
		Number: said[plan.pointerOf(plan.firstNumber())],
		Date:   said[plan.pointerOf(slices.IndexFunc(plan.fields, func(f field) bool { return f.primary }))],
		Total:  said[plan.pointerOf(doc.sumFields()[roleGross])],
	}
}

func (p *plan) pointerOf(i int) string {
	if i < 0 {
		return ""
	}
	return p.fields[i].node.Pointer
}

// likeliest returns the type whose fields are looked for on a page: what it says it is, else what
// its words are most like; -1 when they are like nothing.
func (r *Reader) likeliest(p *pipeline.Page, named string) int {
	if named != "" {
		return slices.IndexFunc(r.types, func(v vocabulary) bool { return v.doctype == named })
	}
	s := newSheet(p)
	languages := extractors.Languages(&pipeline.Document{Pages: []*pipeline.Page{p}})
	best, most := -1, 1.0
	for i := range r.types {
		if score := r.types[i].score(s, true, languages); score > most {
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
	r := &reading{sheets: []*sheet{s}}
	for _, domain := range r.domainsOf(0) {
		found[domain] = true
	}
	var all []string
	for mark := range found {
		all = append(all, mark)
	}
	slices.Sort(all)
	return all
}
