package table

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// cellOption reads a place that holds nothing besides the value of a field.
func cellOption(r *evidence.Reading, n int, sp layout.Span, f *plan.Field) (evidence.Option, bool) {
	s := r.Sheets[n]
	text := strings.Trim(s.Text(sp), " |")
	o := evidence.Option{Value: text, Sheet: n, Span: sp, Places: 1}
	switch f.Kind {
	case plan.Date:
		words := make([]string, 0, sp.To-sp.From)
		for i := sp.From; i < sp.To; i++ {
			words = append(words, s.Tokens[i].Text)
		}
		dates := extractors.ScanDates(words, r.Style.Order)
		if len(dates) != 1 {
			return o, f.Node.Format == "" && hasTime(text) // only its name says that it is a date: "start" may be an hour
		}
		o.Value, o.Readings = dates[0].Readings[0], dates[0].Readings[1:]
		return o, true
	case plan.Amount, plan.Number, plan.Percent:
		c, ok := r.NumberAt(s, sp, f)
		o.Value, o.Amount, o.Readings, o.Span = c.Value, c.Amount, c.Readings, c.Span
		if r.Style.Decimal != 0 {
			o.Readings = nil // its other numbers show how the document writes them
		}
		return o, ok
	case plan.Ident:
		return o, extractors.Fold(text) != "" && len(text) <= 40
	}
	value, ok := evidence.TextValue(f, text)
	o.Value = value
	return o, ok
}

// hasTime reports whether a text is a time of a day, "08:15".
func hasTime(text string) bool {
	hour, minute, ok := strings.Cut(text, ":")
	return ok && len(hour) <= 2 && len(minute) >= 2 && layout.IsNumber(hour) && layout.IsNumber(minute[:2])
}
