// Package evidence holds a document while it is read, and weighs what its print offers for each field.
//
// A [Reading] goes this way: [Reading.LookAround] finds the language, how numbers and dates are
// written ([Style]), the values of each kind wherever they stand ([Candidate]), the labels, and the
// headings of groups (scope.go). [Reading.ReadFields] gives each field the values that its labels
// point at: to the right, or below in the same column (relation.go). What a field may have is an
// [Option], with all that speaks for it; the first of a field's options is the best. Other rooms add
// options, promote them, or state claims of their own.
//
// Sums that must hold prove and disambiguate amounts: net + tax = gross (arithmetic.go), rate × base =
// tax (taxtable.go). [Reading.FieldClaims] states the best options and offers the weak ones.
//
// Confidence is an estimate from that evidence: how well the printed label names the field, how close
// the value stands, how far the next best value is behind, how legible the words are, and what is
// proven (claim.go).
package evidence

import (
	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// A Reading is one document being read with one plan.
type Reading struct {
	doc       *pipeline.Document
	Plan      *plan.Plan      // what is looked for
	Languages []string        // of the document, BCP 47, the likeliest first
	Style     Style           // how it writes numbers and dates
	Window    Window          // the time that it is about
	Sheets    []*layout.Sheet // pages with words, in their order
	Found     []candidates    // by sheet
	Hits      [][]plan.Hit    // by sheet
	Options   [][]Option      // by field, the best first
	Skip      []map[int]bool  // rows of tables, by sheet
	scopes    [][]scope       // by sheet
	scoped    map[string]bool // groups with a heading
	Rates     []TaxRow        // of its taxes
	said      []saidOption    // by sentences
}

// New returns a reading of d without pages: add them, then look around.
func New(d *pipeline.Document, p *plan.Plan) *Reading {
	return &Reading{doc: d, Plan: p, Languages: extractors.Languages(d)}
}

// AddPage lays out a page; one without words is left out.
func (r *Reading) AddPage(p *pipeline.Page) {
	if s := r.Plan.LayOut(p); len(s.Tokens) > 0 {
		r.Sheets = append(r.Sheets, s)
	}
}

// LookAround finds out what holds for the whole document: its language and style, the values and
// labels on it, and the headings.
func (r *Reading) LookAround() {
	layout.RestoreAccents(r.Sheets)
	if len(r.Languages) == 0 && r.Plan.Stated {
		r.Languages = r.Plan.SpokenIn(r.Sheets)
	} else if len(r.Languages) == 0 {
		r.Languages = plan.SpokenIn(r.Sheets)
	}
	r.Style = newStyle(r.doc, r.Sheets, r.Languages)
	r.Style.booked = r.Plan.Booked()
	for _, s := range r.Sheets {
		r.Found = append(r.Found, findCandidates(s, r.Style))
		hits := r.Plan.Phrases.FindHits(s, r.Languages)
		r.Hits = append(r.Hits, append(hits, r.Plan.Phrases.WrappedHits(s, hits)...))
	}
	r.bookSides()
	r.Window = r.findWindow()
	r.scoped = map[string]bool{}
	for n, s := range r.Sheets {
		if !r.Plan.Stated {
			findCaptions(s, r.Hits[n])
		}
		r.scopes = append(r.scopes, r.findScopes(n))
		for _, sc := range r.scopes[n] {
			r.scoped[sc.group] = true
		}
	}
}

// ReadFields gathers what labels, the form of values and the heading offer for each field.
func (r *Reading) ReadFields() {
	r.Options = make([][]Option, len(r.Plan.Fields))
	for i := range r.Plan.Fields {
		r.Options[i] = r.optionsOf(i)
	}
	for _, times := range []bool{false, true} { // a time stands beside its date
		for i := range r.Plan.Fields {
			if (r.Plan.Fields[i].Kind == plan.Time) == times {
				r.addUnlabelled(i)
			}
		}
	}
	r.addChoices()
	r.addColumnSums()
	r.addHeading()
	r.addHeadingPeriod()
	r.addSaid()
}
