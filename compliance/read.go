package compliance

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// Amount returns the decimal at pointer, which the rule needs.
func (f *Facts) Amount(pointer string) decimal.Decimal {
	v, k := f.look(f.at + pointer)
	d, ok := parseDecimal(v)
	if k == known && !ok {
		k = unknown
	}
	f.log.lack(f.at+pointer, k)
	return d
}

// AmountOrZero returns the decimal at pointer, and zero when the document does not state it.
// A field that was looked for and not found counts as zero too, but then a failure proves
// nothing: the rule answers pass or cannot_tell.
func (f *Facts) AmountOrZero(pointer string) decimal.Decimal {
	pointer = f.at + pointer
	v, k := f.look(pointer)
	d, ok := parseDecimal(v)
	switch {
	case k == known && !ok, k == unknown && f.extraction.Fields[pointer].State != pipeline.FieldNotFound:
		f.log.lack(pointer, unknown)
	case k == unknown:
		f.log.doubts = once(f.log.doubts, pointer)
	}
	return d
}

// Sum adds the decimals at leaf of every row of list, all of which the rule needs.
func (f *Facts) Sum(list, leaf string) decimal.Decimal {
	rows, k := f.rows(list)
	if k != known {
		f.log.lack(f.at+list, k)
		return decimal.Zero
	}
	var sum decimal.Decimal
	for _, row := range rows {
		sum = sum.Add(f.Amount(strings.TrimPrefix(row, f.at) + leaf))
	}
	return sum
}

// Doubt makes a failure of the rule prove nothing when the field at pointer was not read.
func (f *Facts) Doubt(pointer string) {
	if _, k := f.look(f.at + pointer); k == unknown {
		f.log.doubts = once(f.log.doubts, f.at+pointer)
	}
}

// Date returns midnight UTC of the day at pointer, which the rule needs.
func (f *Facts) Date(pointer string) time.Time {
	v, k := f.look(f.at + pointer)
	text, _ := v.(string)
	day, err := time.Parse(time.DateOnly, text)
	if k == known && err != nil {
		k = unknown
	}
	f.log.lack(f.at+pointer, k)
	return day
}

// Text returns the text at pointer, which the rule needs.
func (f *Facts) Text(pointer string) string {
	v, k := f.look(f.at + pointer)
	text, ok := v.(string)
	if k == known && !ok {
		k = unknown
	}
	f.log.lack(f.at+pointer, k)
	return text
}

// Known returns the text at pointer when it was read and "" otherwise. It decides nothing.
func (f *Facts) Known(pointer string) string {
	if f.state(f.at+pointer) != known {
		return ""
	}
	text, _ := f.value(f.at + pointer).(string)
	return text
}

// Any reports whether the document states at least one of the fields. When none was read and
// one may be there unread, the rule cannot tell; when the schema has none of them, it does
// not apply.
func (f *Facts) Any(pointers ...string) bool {
	var unread []string
	carried := false
	for _, p := range pointers {
		k := f.stated(p)
		if k == known {
			return true
		}
		if k == unknown {
			unread = append(unread, f.at+p)
		}
		carried = carried || k != foreign
	}
	for _, p := range unread {
		f.log.lack(p, unknown)
	}
	if !carried {
		f.log.lack(f.at+pointers[0], foreign)
	}
	return false
}

// stated is look for a field of any kind: text that is not blank, a list with rows.
func (f *Facts) stated(pointer string) knowledge {
	if rows, k := f.rows(pointer); k == known && len(rows) > 0 {
		f.log.read(rows[0])
		return known
	}
	v, k := f.look(f.at + pointer)
	if text, ok := v.(string); ok && strings.TrimSpace(text) == "" {
		return absent
	}
	return k
}

// plainDecimal keeps out exponents: a short text must not become a number of a million digits.
var plainDecimal = regexp.MustCompile(`^[-+]?\d{1,30}(\.\d{1,30})?$`)

// parseDecimal reads what JSON can hold an amount in.
func parseDecimal(v any) (decimal.Decimal, bool) {
	var text string
	switch v := v.(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	case float64: // a number that was decoded without UseNumber: the shortest form is the printed one
		text = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return decimal.Zero, false
	}
	if !plainDecimal.MatchString(text) {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}
