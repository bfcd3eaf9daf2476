package evidence

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A Candidate is a place on a sheet that can be read as a value.
type Candidate struct {
	Span     layout.Span       // where it stands
	more     []layout.Span     // the lines that it goes on in
	Value    string            // as a claim states it
	Readings []string          // other ways to read the same place
	Amount   extractors.Amount // of a number
	Currency string            // printed beside an amount
	Exact    bool              // a check digit or an unmistakable form holds
	Short    bool              // a date whose year stands elsewhere
	Fit      float64           // how much it looks like its kind, 0..1
	order    int               // 1 for the first date of a period, 2 for the second
	first    layout.Span       // of the first date of the period, for the second
	misread  string            // see option
	Side     extractors.Side   // of an account, printed behind an amount; it has decided its sign
}

// candidates are the values of a sheet by kind; text values are taken from beside their labels.
type candidates map[plan.Kind][]Candidate

// findCandidates reads a sheet once for all kinds that have a form of their own.
func findCandidates(s *layout.Sheet, style Style) candidates {
	all := candidates{}
	for _, seg := range s.Segs {
		addDates(all, s, seg, style.Order)
		addWrappedDate(all, s, seg, style.Order)
		addMisreadDates(all, s, seg, style.Order)
		addNumbers(all, s, seg, style.Decimal)
		if style.booked {
			addBooked(all, s, seg, style.Decimal)
		}
		addCodes(all, s, seg)
	}
	return all
}

func (all candidates) add(k plan.Kind, c Candidate) { all[k] = append(all[k], c) }

func addDates(all candidates, s *layout.Sheet, seg layout.Span, order extractors.DayOrder) {
	digits := false
	words := make([]string, 0, seg.To-seg.From)
	for i := seg.From; i < seg.To; i++ {
		words = append(words, s.Tokens[i].Text)
		digits = digits || s.Tokens[i].Digit
	}
	if !digits {
		return
	}
	for _, d := range extractors.ScanDates(words, order) {
		if inLongNumber(words, d) {
			continue
		}
		all.add(plan.Date, Candidate{
			Span: layout.Span{From: seg.From + d.From, To: seg.From + d.To}, Value: d.Readings[0], Readings: d.Readings[1:], Fit: 1,
		})
	}
	markPeriods(all[plan.Date], s)
}

// inLongNumber reports whether what reads as a date is a group of digits in a longer number, as in
// "+6 03 2026 6386".
func inLongNumber(words []string, d extractors.DateSpan) bool {
	for _, w := range words[d.From:d.To] {
		if !layout.IsNumber(w) {
			return false
		}
	}
	before := d.From > 0 && strings.HasSuffix(words[d.From-1], "+")
	return d.To-d.From > 1 && (before || d.To < len(words) && len(words[d.To]) > 2 && layout.IsNumber(words[d.To]))
}

// markPeriods pairs dates that print as a period, "01.06. - 31.10.", even across a small gap.
func markPeriods(dates []Candidate, s *layout.Sheet) {
	for i := 1; i < len(dates); i++ {
		a, b := &dates[i-1], &dates[i]
		if a.Span == b.Span && a.order == 0 && a.Value <= b.Value { // one word
			a.order, b.order, b.first = 1, 2, a.Span
			continue
		}
		if a.order != 0 || b.Span.From-a.Span.To > 1 || b.Span.From < a.Span.To || a.Value > b.Value || s.RowOf[a.Span.From] != s.RowOf[b.Span.From] {
			continue
		}
		if b.Span.From == a.Span.To+1 && !betweenDates[strings.ToLower(s.Tokens[a.Span.To].Text)] {
			continue
		}
		if b.Span.From == a.Span.To {
			continue
		}
		a.order, b.order, b.first = 1, 2, a.Span
	}
}

// betweenDates join the two dates of a period.
var betweenDates = map[string]bool{
	"-": true, "–": true, "—": true, "to": true, "bis": true, "until": true, "through": true, "thru": true, "au": true,
	"a": true, "al": true, "tot": true, "t/m": true, "do": true, "até": true, "hasta": true, "/": true,
}

// addNumbers reads amounts and percentages, with a currency or percent sign that stands apart.
func addNumbers(all candidates, s *layout.Sheet, seg layout.Span, decimal byte) {
	for i := seg.From; i < seg.To; i++ {
		t := &s.Tokens[i]
		if !t.Digit || InDate(all[plan.Date], i) {
			continue
		}
		to := thousandsEnd(s, i, seg.To)
		if to == i+1 && to < seg.To && joinsDecimals(s, i) {
			to++
		}
		text := strings.Join(s.Words(layout.Span{From: i, To: to}), "")
		read := extractors.ReadAmount(text, decimal)
		if len(read) == 0 {
			continue
		}
		c := Candidate{Span: layout.Span{From: i, To: to}, Value: read[0].Text, Amount: read[0], Fit: 0.4}
		for _, r := range read[1:] {
			c.Readings = append(c.Readings, r.Text)
		}
		addNumber(all, s, seg, c, text)
		i = to - 1
	}
}

// InDate reports whether token i is part of one of the dates found last.
func InDate(dates []Candidate, i int) bool {
	for k := len(dates) - 1; k >= 0 && dates[k].Span.To > i; k-- {
		if dates[k].Span.From <= i {
			return true
		}
	}
	return false
}

// joinsDecimals reports whether OCR cut a number before or after its decimal sign: "11. 80",
// "11 .80".
func joinsDecimals(s *layout.Sheet, i int) bool {
	a, b := &s.Tokens[i], &s.Tokens[i+1]
	whole, after := strings.CutSuffix(strings.ReplaceAll(a.Text, ",", "."), ".")
	part, before := strings.CutPrefix(strings.ReplaceAll(b.Text, ",", "."), ".")
	return a.OCR && after != before && layout.IsNumber(strings.TrimLeft(whole, "$€£RM-")) && len(part) == 2 && layout.IsNumber(part) && b.X0-a.X1 < s.Line
}

// thousandsEnd returns where a number with spaces between its thousands ends: "1 234 567,89-". A token
// that begins none ends behind itself.
func thousandsEnd(s *layout.Sheet, i, end int) int {
	if first := strings.TrimLeft(s.Tokens[i].Text, "-−+("); len(first) > 3 || !layout.IsNumber(first) {
		return i + 1
	}
	for j := i + 1; j < end; j++ {
		a, b := &s.Tokens[j-1], &s.Tokens[j]
		if b.X0-a.X1 > 0.5*max(b.Y1-b.Y0, s.Line) {
			break
		}
		whole, part, decimals := strings.Cut(strings.ReplaceAll(b.Text, ".", ","), ",")
		switch {
		case len(whole) != 3 || !layout.IsNumber(whole):
			return i + 1
		case decimals && len(part) >= 2 && layout.IsNumber(part[:2]) && layout.CountDigits(part) == 2:
			return j + 1
		case decimals:
			return i + 1
		}
	}
	return i + 1
}

func addNumber(all candidates, s *layout.Sheet, seg layout.Span, c Candidate, text string) {
	last := c.Span.To - 1
	percent := strings.HasSuffix(strings.TrimRight(text, ":;,.)"), "%") || last+1 < seg.To && s.Tokens[last+1].Text == "%"
	if percent {
		c.Fit = 1
		all.add(plan.Percent, c)
		return
	}
	c.Currency = currencyBeside(s, seg, c.Span, text)
	switch {
	case c.Currency != "":
		c.Fit = 1
	case c.Amount.Scale == 2:
		c.Fit = 0.95
	case c.Amount.Scale == 0 && len(c.Amount.Text) < 3:
		c.Fit = 0.1
	case c.Amount.Scale == 0 && (len(c.Amount.Text) > 9 || text[0] == '0' && len(text) > 1):
		return // an identifier
	}
	all.add(plan.Amount, c)
	if c.Amount.Ticks > 0 && c.Amount.Ticks <= 100*extractors.TicksPerOne && c.Currency == "" {
		c.Fit = 0.5
		all.add(plan.Percent, c)
	}
}

// currencyBeside returns the currency inside the number's word or in the word next to it.
func currencyBeside(s *layout.Sheet, seg, sp layout.Span, text string) string {
	sign := strings.Trim(text, "0123456789.,'()-+ :*’")
	if code := extractors.Currency(sign); code != "" {
		return code
	}
	if sp.To < seg.To {
		if code := extractors.Currency(s.Tokens[sp.To].Text); code != "" {
			return code
		}
	}
	if sp.From > seg.From {
		return extractors.Currency(s.Tokens[sp.From-1].Text)
	}
	return ""
}
