package local

import (
	"slices"
	"strings"

	"docpipe/extractors"
)

// cellOption reads a place that holds nothing besides the value of a field.
func (r *reading) cellOption(n int, sp span, f *field) (option, bool) {
	s := r.sheets[n]
	text := strings.Trim(s.text(sp), " |")
	o := option{value: text, sheet: n, span: sp, places: 1}
	switch f.kind {
	case kindDate:
		words := make([]string, 0, sp.to-sp.from)
		for i := sp.from; i < sp.to; i++ {
			words = append(words, s.tokens[i].text)
		}
		dates := extractors.ScanDates(words, r.style.order)
		if len(dates) != 1 {
			return o, false
		}
		o.value, o.readings = dates[0].Readings[0], dates[0].Readings[1:]
		return o, true
	case kindAmount, kindNumber, kindPercent:
		c, ok := r.numberAt(s, sp, f)
		o.value, o.amount, o.readings, o.span = c.value, c.amount, c.readings, c.span
		return o, ok
	case kindIdent:
		return o, extractors.Fold(text) != "" && len(text) <= 40
	}
	value, ok := textValue(f, text)
	o.value = value
	return o, ok
}

// numberAt reads the number at the beginning of a place, with or without a unit behind it. An
// integer has no decimals.
func (r *reading) numberAt(s *sheet, sp span, f *field) (candidate, bool) {
	for i := sp.from; i < min(sp.to, sp.from+3); i++ {
		if !s.tokens[i].digit {
			if extractors.Currency(s.tokens[i].text) != "" || s.tokens[i].fold == "" {
				continue
			}
			return candidate{}, false
		}
		text, to := s.tokens[i].text, i+1
		for to < sp.to && to < i+3 && groupsThousands(s, to) {
			text += s.tokens[to].text
			to++
		}
		read := slices.DeleteFunc(extractors.ReadAmount(withoutUnit(text), r.decimalSign()), func(a extractors.Amount) bool {
			return f.whole && a.Ticks%extractors.TicksPerOne != 0
		})
		if len(read) == 0 {
			return candidate{}, false
		}
		c := candidate{span: span{i, to}, value: read[0].Text, amount: read[0], fit: 0.9}
		for _, other := range read[1:] {
			c.readings = append(c.readings, other.Text)
		}
		return c, true
	}
	return candidate{}, false
}

// groupsThousands reports whether a word is the next three digits of the number before it.
func groupsThousands(s *sheet, i int) bool {
	t := &s.tokens[i]
	whole, _, _ := strings.Cut(strings.ReplaceAll(t.text, ".", ","), ",")
	return len(whole) == 3 && isNumber(whole) && isNumber(s.tokens[i-1].text) && len(s.tokens[i-1].text) <= 3 &&
		t.x0-s.tokens[i-1].x1 < 0.5*s.line
}

// withoutUnit takes a glued unit off a number: "85m²", "12,5kg".
func withoutUnit(text string) string {
	end := strings.LastIndexAny(text, "0123456789") + 1
	for end > 1 && !strings.ContainsAny(text[end:], "²³") && (strings.HasSuffix(text[:end], "m2") || strings.HasSuffix(text[:end], "m3")) {
		end -= 2
	}
	if unit := text[end:]; end > 0 && len(unit) <= 5 && !strings.ContainsAny(unit, "-/\\") {
		return text[:end]
	}
	return text
}
