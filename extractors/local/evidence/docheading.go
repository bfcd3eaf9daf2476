package evidence

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// headingPart is the part of the first page, from the top, in which a document says what it is.
const headingPart = 0.7

// addHeading reads the line that names the document, its number and its date, "Commercial
// invoice (380) no 4711 of 2 May 2026". The date behind the number is what tells it from a line
// that names something else.
func (r *Reading) addHeading() {
	number := slices.IndexFunc(r.Plan.Fields, func(f plan.Field) bool { return f.Node.Pointer == "/number" && f.Kind == plan.Ident })
	date := slices.IndexFunc(r.Plan.Fields, func(f plan.Field) bool { return f.Primary })
	if number < 0 || len(r.Plan.Titles) == 0 {
		return
	}
	s := r.Sheets[0]
	for _, d := range r.Found[0][plan.Date] {
		seg := s.Segs[s.SegOf[d.Span.From]]
		if s.Tokens[seg.From].Y0 > headingPart*s.Height || !r.Plan.Entitles(s.Tokens[seg.From].Fold) {
			continue
		}
		c, ok := numberBefore(s, layout.Span{From: seg.From + 1, To: d.Span.From})
		if !ok {
			continue
		}
		r.PromoteFor(number, Option{Value: c.Value, Sheet: 0, Span: c.Span, Strength: 0.9, Places: 1}, "in the heading with its date")
		if date >= 0 {
			r.PromoteFor(date, Option{Value: d.Value, Readings: d.Readings, Sheet: 0, Span: d.Span, Strength: 0.9, Places: 1}, "in the heading with its number")
		}
		return
	}
}

// addHeadingPeriod reads the period that the heading says: "Payslip 01.11.2023 - 30.11.2023".
func (r *Reading) addHeadingPeriod() {
	s, dates := r.Sheets[0], r.Found[0][plan.Date]
	for k := 1; k < len(dates); k++ {
		from, to := dates[k-1], dates[k]
		row := s.Rows[s.RowOf[from.Span.From]]
		if from.order != 1 || to.order != 2 || s.Tokens[row.From].Y0 > headingPart*s.Height || !r.isTitle(s.Fold(layout.Span{From: row.From, To: from.Span.From})) {
			continue
		}
		for i := range r.Plan.Fields {
			switch f := &r.Plan.Fields[i]; {
			case len(r.Options[i]) > 0:
			case f.Start:
				r.Options[i] = []Option{inHeading(from)}
			case f.End:
				r.Options[i] = []Option{inHeading(to)}
			}
		}
		return
	}
}

// isTitle reports whether text begins with what documents of this type are called.
func (r *Reading) isTitle(fold string) bool {
	for _, titles := range r.Plan.Schema.Titles {
		for _, title := range titles {
			if strings.HasPrefix(fold, extractors.Fold(title)) {
				return true
			}
		}
	}
	return false
}

// inHeading offers a date of the heading.
func inHeading(d Candidate) Option {
	return Option{Value: d.Value, Readings: d.Readings, Span: d.Span, Strength: 0.85, Places: 1}
}

// numberBefore finds the number between a title and its date: a word with digits, with a
// connector behind it and a word for a number, or nothing, before it.
func numberBefore(s *layout.Sheet, sp layout.Span) (Candidate, bool) {
	if sp.To-sp.From < 2 || !strings.Contains(" "+plan.Connectors+" ", " "+s.Tokens[sp.To-1].Fold+" ") {
		return Candidate{}, false
	}
	for i := sp.From; i < sp.To-1; i++ {
		t := &s.Tokens[i]
		if strings.HasPrefix(t.Text, "(") {
			continue // a code of the kind of document
		}
		if c := AppendIdent(nil, s, i); len(c) > 0 {
			return c[0], c[0].Fit >= 0.5
		}
		if t.Fold != "" && !headingWords[t.Fold] {
			return Candidate{}, false
		}
	}
	return Candidate{}, false
}

// headingWords stand between a title and its number.
var headingWords = layout.WordSet("no nr num number n numero nummer")
