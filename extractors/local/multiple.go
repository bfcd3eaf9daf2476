package local

import (
	"fmt"
	"strings"

	"docpipe/extractors"
)

// A multiple is "3 x 4.99" in a line of a slip: how many were bought and the price of one. The
// unit has no value where recognition could not read it.
type multiple struct {
	at             int // where it begins
	quantity, unit candidate
	price          int  // the word where the price of one stands
	glued          bool // the sign is part of the word of a number
}

// timesSigns stand between a quantity and the price of one.
const timesSigns = "xX*×@à"

// multipleIn finds a multiple in the text before the price of a row. The sign may stand alone
// or be glued to either number, and a unit may stand before it: "0,452 kg x 3,99".
func (r *reading) multipleIn(sp span) (multiple, bool) {
	s := r.sheets[0]
	for i := sp.from; i < sp.to; i++ {
		text := s.tokens[i].text
		switch {
		case len(text) <= 2 && strings.Contains(timesSigns, text) && i > sp.from && i+1 < sp.to:
			at := i - 1
			if q := &s.tokens[at]; !q.digit && len(q.fold) <= 3 && at > sp.from {
				at--
			}
			if m, ok := r.multiple(at, s.tokens[at].text, i+1, s.tokens[i+1].text); ok {
				return m, true
			}
		case i+1 < sp.to && strings.TrimRight(text, timesSigns) != text && isNumber(strings.TrimRight(text, timesSigns)):
			if m, ok := r.multiple(i, strings.TrimRight(text, timesSigns), i+1, s.tokens[i+1].text); ok {
				return m, true
			}
		case i > sp.from && strings.TrimLeft(text, timesSigns) != text:
			if m, ok := r.multiple(i-1, s.tokens[i-1].text, i, strings.TrimLeft(text, timesSigns)); ok {
				return m, true
			}
		default:
			for _, sign := range []string{"x", "X", "*", "×"} {
				if q, u, ok := strings.Cut(text, sign); ok && q != "" && u != "" {
					if m, ok := r.multiple(i, q, i, u); ok {
						return m, true
					}
				}
			}
		}
	}
	return multiple{}, false
}

// multiple reads the two numbers. The quantity must be legible, the price must look like one.
func (r *reading) multiple(at int, quantity string, price int, unit string) (multiple, bool) {
	s := r.sheets[0]
	m := multiple{at: at, price: price, glued: s.tokens[at].text != quantity || s.tokens[price].text != unit}
	q := extractors.ReadAmount(quantity, r.style.decimal)
	if len(q) == 0 || q[0].Ticks <= 0 || q[0].Ticks >= 1000*extractors.TicksPerOne || strings.ContainsAny(quantity, "€$£%") {
		return m, false
	}
	m.quantity = candidate{span: span{at, at + 1}, value: q[0].Text, amount: q[0]}
	switch u := extractors.ReadAmount(unit, r.style.decimal); {
	case len(u) > 0 && u[0].Scale == 2:
		m.unit = candidate{span: span{price, price + 1}, value: u[0].Text, amount: u[0]}
	case len(u) > 0 || !s.tokens[price].ocr || !strings.ContainsAny(unit, "0123456789") || !strings.ContainsAny(unit, ".,"):
		return m, false // "5 x 30 mm" is no price
	}
	return m, true
}

// unitPrice is the price of one: as printed, or what the total of the line says it is where
// recognition could not read it.
func (m *multiple) unitPrice(total extractors.Amount) option {
	if m.unit.value != "" {
		o := printedOption(0, m.unit)
		o.derived = m.glued
		return o
	}
	const cent = extractors.TicksPerOne / 100
	each := total.Ticks * extractors.TicksPerOne / m.quantity.amount.Ticks
	if each*m.quantity.amount.Ticks != total.Ticks*extractors.TicksPerOne || each%cent != 0 {
		return option{}
	}
	o := printedOption(0, candidate{span: span{m.price, m.price + 1}, value: inCents(each), amount: extractors.Amount{Ticks: each, Scale: 2}})
	o.misread = "the total of the line divided by its quantity"
	return o
}

// inCents writes an amount with two decimals.
func inCents(t extractors.Ticks) string {
	cents := t * 100 / extractors.TicksPerOne
	whole, part := cents/100, cents%100
	return fmt.Sprintf("%d.%02d", whole, part)
}
