package table

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// mendRow rereads what recognition misread in a row of a table where the document itself says
// what was printed: a number that lost its decimal sign by the product that must hold, a rate
// by the rates of the tax.
func mendRow(r *evidence.Reading, l *plan.List, row *tableRow) {
	if !sumsUp(l, *row) {
		mendProduct(r, l, row)
	}
	for f, sp := range row.unread {
		if o, ok := knownRate(r, row.sheet, sp); ok {
			row.values[f] = o
		}
	}
}

// mendProduct puts the decimal sign back into the one number whose product holds with it. Two
// ways to do so prove neither.
func mendProduct(r *evidence.Reading, l *plan.List, row *tableRow) {
	var mended evidence.Option
	field, ways := -1, 0
	for f := range l.Fields {
		o, ok := row.values[f]
		if !ok || l.Fields[f].Kind != plan.Amount || o.Amount.Scale > 0 || !r.Sheets[o.Sheet].Tokens[o.Span.From].OCR {
			continue
		}
		for at := 1; at < len(o.Value) && o.Value[0] != '-'; at++ {
			again := withSign(o, at)
			row.values[f] = again
			if sumsUp(l, *row) {
				mended, field = again, f
				ways++
			}
		}
		row.values[f] = o
	}
	if ways == 1 {
		row.values[field] = mended
	}
}

// withSign is a whole number read with a decimal sign after its first digits.
func withSign(o evidence.Option, at int) evidence.Option {
	o.Value = o.Value[:at] + "." + o.Value[at:]
	o.Amount = extractors.ReadAmount(o.Value, '.')[0]
	o.Misread = "quantity × price = amount holds with a decimal sign"
	return o
}

// knownRate finds the one rate of the document's taxes that has the digits of a word.
func knownRate(r *evidence.Reading, sheet int, sp layout.Span) (evidence.Option, bool) {
	t := &r.Sheets[sheet].Tokens[sp.From]
	var found evidence.Option
	for _, row := range r.Rates {
		if digitsOf(row.Rate.Value) != digitsOf(t.Text) || !row.Holds || !t.OCR {
			continue
		}
		if found.Value != "" {
			return evidence.Option{}, false
		}
		found = row.Rate
	}
	found.Sheet, found.Span, found.Misread = sheet, sp, "a rate of the taxes has these digits"
	return found, found.Value != ""
}

// digitsOf drops all but the digits, and the zeros at the end of decimals.
func digitsOf(text string) string {
	if strings.Contains(text, ".") {
		text = strings.TrimRight(text, "0")
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
