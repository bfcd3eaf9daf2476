package slip

import (
	"fmt"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// A multiple is "3 x 4.99" in a line of a slip: how many were bought and the price of one. The
// unit has no value where recognition could not read it.
type multiple struct {
	at             int // where it begins
	quantity, unit evidence.Candidate
	price          int  // the word where the price of one stands
	glued          bool // the sign is part of the word of a number
}

// timesSigns stand between a quantity and the price of one.
const timesSigns = "xX*×@à"

// multipleIn finds a multiple in the text before the price of a row. The sign may stand alone
// or be glued to either number, and a unit may stand before it: "0,452 kg x 3,99".
func multipleIn(r *evidence.Reading, sp layout.Span) (multiple, bool) {
	s := r.Sheets[0]
	for i := sp.From; i < sp.To; i++ {
		text := s.Tokens[i].Text
		switch {
		case len(text) <= 2 && strings.Contains(timesSigns, text) && i > sp.From && i+1 < sp.To:
			at := i - 1
			if q := &s.Tokens[at]; !q.Digit && len(q.Fold) <= 3 && at > sp.From {
				at--
			}
			if m, ok := multipleOf(r, at, s.Tokens[at].Text, i+1, s.Tokens[i+1].Text); ok {
				return m, true
			}
		case i+1 < sp.To && strings.TrimRight(text, timesSigns) != text && layout.IsNumber(strings.TrimRight(text, timesSigns)):
			if m, ok := multipleOf(r, i, strings.TrimRight(text, timesSigns), i+1, s.Tokens[i+1].Text); ok {
				return m, true
			}
		case i > sp.From && strings.TrimLeft(text, timesSigns) != text:
			if m, ok := multipleOf(r, i-1, s.Tokens[i-1].Text, i, strings.TrimLeft(text, timesSigns)); ok {
				return m, true
			}
		default:
			for _, sign := range []string{"x", "X", "*", "×"} {
				if q, u, ok := strings.Cut(text, sign); ok && q != "" && u != "" {
					if m, ok := multipleOf(r, i, q, i, u); ok {
						return m, true
					}
				}
			}
		}
	}
	return multiple{}, false
}

// multipleOf reads the two numbers. The quantity must be legible, the price must look like one.
func multipleOf(r *evidence.Reading, at int, quantity string, price int, unit string) (multiple, bool) {
	s := r.Sheets[0]
	m := multiple{at: at, price: price, glued: s.Tokens[at].Text != quantity || s.Tokens[price].Text != unit}
	q := extractors.ReadAmount(quantity, r.Style.Decimal)
	if len(q) == 0 || q[0].Ticks <= 0 || q[0].Ticks >= 1000*extractors.TicksPerOne || strings.ContainsAny(quantity, "€$£%") {
		return m, false
	}
	m.quantity = evidence.Candidate{Span: layout.Span{From: at, To: at + 1}, Value: q[0].Text, Amount: q[0]}
	switch u := extractors.ReadAmount(unit, r.Style.Decimal); {
	case len(u) > 0 && u[0].Scale == 2:
		m.unit = evidence.Candidate{Span: layout.Span{From: price, To: price + 1}, Value: u[0].Text, Amount: u[0]}
	case len(u) > 0 || !s.Tokens[price].OCR || !strings.ContainsAny(unit, "0123456789") || !strings.ContainsAny(unit, ".,"):
		return m, false // "5 x 30 mm" is no price
	}
	return m, true
}

// unitPrice is the price of one: as printed, or what the total of the line says it is where
// recognition could not read it.
func (m *multiple) unitPrice(total extractors.Amount) evidence.Option {
	if m.unit.Value != "" {
		o := evidence.PrintedOption(0, m.unit)
		o.Derived = m.glued
		return o
	}
	const cent = extractors.TicksPerOne / 100
	each := total.Ticks * extractors.TicksPerOne / m.quantity.Amount.Ticks
	if each*m.quantity.Amount.Ticks != total.Ticks*extractors.TicksPerOne || each%cent != 0 {
		return evidence.Option{}
	}
	o := evidence.PrintedOption(0, evidence.Candidate{Span: layout.Span{From: m.price, To: m.price + 1}, Value: inCents(each), Amount: extractors.Amount{Ticks: each, Scale: 2}})
	o.Misread = "the total of the line divided by its quantity"
	return o
}

// inCents writes an amount with two decimals.
func inCents(t extractors.Ticks) string {
	cents := t * 100 / extractors.TicksPerOne
	whole, part := cents/100, cents%100
	return fmt.Sprintf("%d.%02d", whole, part)
}
