package local

import (
	"strings"

	"docpipe/extractors"
)

// A candidate is a place on a sheet that can be read as a value.
type candidate struct {
	span     span
	more     []span   // the lines that it goes on in
	value    string   // as a claim states it
	readings []string // other ways to read the same place
	amount   extractors.Amount
	currency string  // printed beside an amount
	exact    bool    // a check digit or an unmistakable form holds
	short    bool    // a date whose year stands elsewhere
	fit      float64 // how much it looks like its kind, 0..1
	order    int     // 1 for the first date of a period, 2 for the second
	first    span    // of the first date of the period, for the second
	misread  string  // see option
}

// candidates are the values of a sheet by kind; text values are taken from beside their labels.
type candidates map[kind][]candidate

// findCandidates reads a sheet once for all kinds that have a form of their own.
func findCandidates(s *sheet, style style) candidates {
	all := candidates{}
	for _, seg := range s.segs {
		addDates(all, s, seg, style.order)
		addMisreadDates(all, s, seg, style.order)
		addNumbers(all, s, seg, style.decimal)
		addCodes(all, s, seg)
	}
	return all
}

func (all candidates) add(k kind, c candidate) { all[k] = append(all[k], c) }

func addDates(all candidates, s *sheet, seg span, order extractors.DayOrder) {
	digits := false
	words := make([]string, 0, seg.to-seg.from)
	for i := seg.from; i < seg.to; i++ {
		words = append(words, s.tokens[i].text)
		digits = digits || s.tokens[i].digit
	}
	if !digits {
		return
	}
	for _, d := range extractors.ScanDates(words, order) {
		if inLongNumber(words, d) {
			continue
		}
		all.add(kindDate, candidate{
			span: span{seg.from + d.From, seg.from + d.To}, value: d.Readings[0], readings: d.Readings[1:], fit: 1,
		})
	}
	markPeriods(all[kindDate], s)
}

// inLongNumber reports whether what reads as a date is a group of digits in a longer number, as in
// "+6 03 2026 6386".
func inLongNumber(words []string, d extractors.DateSpan) bool {
	for _, w := range words[d.From:d.To] {
		if !isNumber(w) {
			return false
		}
	}
	before := d.From > 0 && strings.HasSuffix(words[d.From-1], "+")
	return d.To-d.From > 1 && (before || d.To < len(words) && len(words[d.To]) > 2 && isNumber(words[d.To]))
}

// markPeriods pairs dates that print as a period, "01.06. - 31.10.", even across a small gap.
func markPeriods(dates []candidate, s *sheet) {
	for i := 1; i < len(dates); i++ {
		a, b := &dates[i-1], &dates[i]
		if a.span == b.span && a.order == 0 && a.value <= b.value { // one word
			a.order, b.order, b.first = 1, 2, a.span
			continue
		}
		if a.order != 0 || b.span.from-a.span.to > 1 || b.span.from < a.span.to || a.value > b.value || s.rowOf[a.span.from] != s.rowOf[b.span.from] {
			continue
		}
		if b.span.from == a.span.to+1 && !betweenDates[strings.ToLower(s.tokens[a.span.to].text)] {
			continue
		}
		if b.span.from == a.span.to {
			continue
		}
		a.order, b.order, b.first = 1, 2, a.span
	}
}

// betweenDates join the two dates of a period.
var betweenDates = map[string]bool{
	"-": true, "–": true, "—": true, "to": true, "bis": true, "until": true, "through": true, "thru": true, "au": true,
	"a": true, "al": true, "tot": true, "t/m": true, "do": true, "até": true, "hasta": true, "/": true,
}

// addNumbers reads amounts and percentages, with a currency or percent sign that stands apart.
func addNumbers(all candidates, s *sheet, seg span, decimal byte) {
	for i := seg.from; i < seg.to; i++ {
		t := &s.tokens[i]
		if !t.digit || inDate(all[kindDate], i) {
			continue
		}
		to := i + 1
		text := t.text
		if to < seg.to && (joinsThousands(s, i) || joinsDecimals(s, i)) {
			text, to = text+s.tokens[to].text, to+1
		}
		read := extractors.ReadAmount(text, decimal)
		if len(read) == 0 {
			continue
		}
		c := candidate{span: span{i, to}, value: read[0].Text, amount: read[0], fit: 0.4}
		for _, r := range read[1:] {
			c.readings = append(c.readings, r.Text)
		}
		addNumber(all, s, seg, c, text)
		i = to - 1
	}
}

// inDate reports whether token i is part of one of the dates found last.
func inDate(dates []candidate, i int) bool {
	for k := len(dates) - 1; k >= 0 && dates[k].span.to > i; k-- {
		if dates[k].span.from <= i {
			return true
		}
	}
	return false
}

// joinsDecimals reports whether OCR cut a number before or after its decimal sign: "11. 80",
// "11 .80".
func joinsDecimals(s *sheet, i int) bool {
	a, b := &s.tokens[i], &s.tokens[i+1]
	whole, after := strings.CutSuffix(strings.ReplaceAll(a.text, ",", "."), ".")
	part, before := strings.CutPrefix(strings.ReplaceAll(b.text, ",", "."), ".")
	return a.ocr && after != before && isNumber(strings.TrimLeft(whole, "$€£RM-")) && len(part) == 2 && isNumber(part) && b.x0-a.x1 < s.line
}

// joinsThousands reports whether token i and the next print one number with a space inside.
func joinsThousands(s *sheet, i int) bool {
	a, b := &s.tokens[i], &s.tokens[i+1]
	if len(a.text) > 3 || !isNumber(strings.TrimLeft(a.text, "-")) || b.x0-a.x1 > 0.5*max(b.y1-b.y0, s.line) {
		return false
	}
	whole, part, ok := strings.Cut(strings.ReplaceAll(b.text, ".", ","), ",")
	return ok && len(whole) == 3 && isNumber(whole) && len(part) == 2 && isNumber(part)
}

func addNumber(all candidates, s *sheet, seg span, c candidate, text string) {
	last := c.span.to - 1
	percent := strings.HasSuffix(text, "%") || last+1 < seg.to && s.tokens[last+1].text == "%"
	if percent {
		c.fit = 1
		all.add(kindPercent, c)
		return
	}
	c.currency = currencyBeside(s, seg, c.span, text)
	switch {
	case c.currency != "":
		c.fit = 1
	case c.amount.Scale == 2:
		c.fit = 0.95
	case c.amount.Scale == 0 && len(c.amount.Text) < 3:
		c.fit = 0.1
	case c.amount.Scale == 0 && (len(c.amount.Text) > 9 || text[0] == '0' && len(text) > 1):
		return // an identifier
	}
	all.add(kindAmount, c)
	if c.amount.Ticks > 0 && c.amount.Ticks <= 100*extractors.TicksPerOne && c.currency == "" {
		c.fit = 0.5
		all.add(kindPercent, c)
	}
}

// currencyBeside returns the currency inside the number's word or in the word next to it.
func currencyBeside(s *sheet, seg, sp span, text string) string {
	sign := strings.Trim(text, "0123456789.,'()-+ :*’")
	if code := extractors.Currency(sign); code != "" {
		return code
	}
	if sp.to < seg.to {
		if code := extractors.Currency(s.tokens[sp.to].text); code != "" {
			return code
		}
	}
	if sp.from > seg.from {
		return extractors.Currency(s.tokens[sp.from-1].text)
	}
	return ""
}
