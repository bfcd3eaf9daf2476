package evidence

import (
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// Letters, contracts and certificates print their date alone on its line, or behind the place: "Irigny, le
// 14 mars 2025". Nothing names it.
const (
	standing  = 0.6 // how strong it is
	placeLong = 4   // words before it at most
	labelled  = 0.5 // a label gives it to another field from this strength on
)

// beforeDay are the words that may stand between a place and its day.
var beforeDay = layout.WordSet("den le the am on a el il dated date datum li")

// addStanding offers the date that stands alone for the date of a document without labels of its own: the
// first one, where several do.
func (r *Reading) addStanding(i int) {
	if r.Plan.Stated || len(r.Options[i]) > 0 && r.Options[i][0].Places > 0 && r.Options[i][0].Strength >= labelled {
		return
	}
	for n, s := range r.Sheets {
		for _, c := range r.Found[n][plan.Date] {
			if c.order != 0 || r.Skip[n][s.RowOf[c.Span.From]] || !standsAlone(s, c) || r.datesOther(i, c.Value) {
				continue
			}
			r.Options[i] = slices.DeleteFunc(r.Options[i], func(o Option) bool { return o.Value == c.Value })
			r.Options[i] = append(r.Options[i], Option{Value: c.Value, Readings: c.Readings, Sheet: n, Span: c.Span, Strength: standing,
				Told: "it stands alone, as the date of a paper does", Guess: true})
			SortOptions(r.Options[i])
			return
		}
	}
}

// standsAlone reports whether a date is a line of its own, or only a place stands before it.
func standsAlone(s *layout.Sheet, c Candidate) bool {
	seg := s.Segs[s.SegOf[c.Span.From]]
	if c.Span.To < seg.To && s.HasLetter(layout.Span{From: c.Span.To, To: seg.To}) {
		return false
	}
	if s.Captions != nil {
		if at := s.SegOf[c.Span.From]; at > 0 && s.RowOf[s.Segs[at-1].From] == s.RowOf[c.Span.From] && s.Captions[at-1] != layout.NoCaption {
			return false
		}
		if above, ok := s.LineAbove(seg); ok && s.Captions[s.SegOf[above.From]] == layout.WholeCaption {
			return false
		}
	}
	before := layout.Span{From: seg.From, To: c.Span.From}
	for before.From < before.To && beforeDay[s.Tokens[before.To-1].Fold] {
		before.To--
	}
	return before.From == before.To || before.To-before.From <= placeLong && layout.Ends(s.Tokens[before.To-1].Text, ',') && !s.HasDigit(before)
}

// datesOther reports whether a label gives a date to another field.
func (r *Reading) datesOther(i int, value string) bool {
	for j, options := range r.Options {
		if j != i && r.Plan.Fields[j].Kind == plan.Date && len(options) > 0 && options[0].Value == value && options[0].Places > 0 && options[0].Strength >= labelled {
			return true
		}
	}
	return false
}
