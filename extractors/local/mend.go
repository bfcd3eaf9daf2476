package local

import (
	"strings"

	"docpipe/extractors"
)

// mendRow rereads what recognition misread in a row of a table where the document itself says
// what was printed: a number that lost its decimal sign by the product that must hold, a rate
// by the rates of the tax.
func (r *reading) mendRow(l *list, row *tableRow) {
	if !sumsUp(l, *row) {
		r.mendProduct(l, row)
	}
	for f, sp := range row.unread {
		if o, ok := r.knownRate(row.sheet, sp); ok {
			row.values[f] = o
		}
	}
}

// mendProduct puts the decimal sign back into the one number whose product holds with it. Two
// ways to do so prove neither.
func (r *reading) mendProduct(l *list, row *tableRow) {
	var mended option
	field, ways := -1, 0
	for f := range l.fields {
		o, ok := row.values[f]
		if !ok || l.fields[f].kind != kindAmount || o.amount.Scale > 0 || !r.sheets[o.sheet].tokens[o.span.from].ocr {
			continue
		}
		for at := 1; at < len(o.value) && o.value[0] != '-'; at++ {
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
func withSign(o option, at int) option {
	o.value = o.value[:at] + "." + o.value[at:]
	o.amount = extractors.ReadAmount(o.value, '.')[0]
	o.misread = "quantity × price = amount holds with a decimal sign"
	return o
}

// knownRate finds the one rate of the document's taxes that has the digits of a word.
func (r *reading) knownRate(sheet int, sp span) (option, bool) {
	t := &r.sheets[sheet].tokens[sp.from]
	var found option
	for _, row := range r.rates {
		if digitsOf(row.rate.value) != digitsOf(t.text) || !row.holds || !t.ocr {
			continue
		}
		if found.value != "" {
			return option{}, false
		}
		found = row.rate
	}
	found.sheet, found.span, found.misread = sheet, sp, "a rate of the taxes has these digits"
	return found, found.value != ""
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
