package local

import (
	"docpipe/extractors"
	"docpipe/pipeline"
)

// A reading is one document being read with one plan.
type reading struct {
	doc       *pipeline.Document
	plan      *plan
	languages []string
	style     style
	window    window
	sheets    []*sheet
	found     []candidates    // by sheet
	hits      [][]hit         // by sheet
	options   [][]option      // by field, the best first
	skip      []map[int]bool  // rows of tables, by sheet
	scopes    [][]scope       // by sheet
	scoped    map[string]bool // groups with a heading
	rates     []taxRow
}

func newReading(d *pipeline.Document, p *plan) *reading {
	return &reading{doc: d, plan: p, languages: extractors.Languages(d)}
}

func (r *reading) addPage(p *pipeline.Page) {
	if s := layOut(p); len(s.tokens) > 0 {
		r.sheets = append(r.sheets, s)
	}
}

// lookAround finds out what holds for the whole document: its language and style, the values and
// labels on it, and the headings.
func (r *reading) lookAround() {
	restoreAccents(r.sheets)
	if len(r.languages) == 0 && !r.plan.stated {
		r.languages = spokenIn(r.sheets)
	}
	r.style = newStyle(r.doc, r.sheets, r.languages)
	for _, s := range r.sheets {
		r.found = append(r.found, findCandidates(s, r.style))
		r.hits = append(r.hits, r.plan.phrases.findHits(s, r.languages))
	}
	r.window = r.findWindow()
	r.scoped = map[string]bool{}
	for n, s := range r.sheets {
		if !r.plan.stated {
			s.findCaptions(r.hits[n])
		}
		r.scopes = append(r.scopes, r.findScopes(n))
		for _, sc := range r.scopes[n] {
			r.scoped[sc.group] = true
		}
	}
}

// readFields gathers what labels, the form of values and the heading offer for each field.
func (r *reading) readFields() {
	r.options = make([][]option, len(r.plan.fields))
	for i := range r.plan.fields {
		r.options[i] = r.optionsOf(i)
	}
	for _, times := range []bool{false, true} { // a time stands beside its date
		for i := range r.plan.fields {
			if (r.plan.fields[i].kind == kindTime) == times {
				r.addUnlabelled(i)
			}
		}
	}
	r.addChoices()
	r.addHeading()
}
