package local

import (
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
)

// A goodsList is a list of goods that slips print without a heading: what was bought, how many
// of it, the price of one, and what is to pay for it.
type goodsList struct {
	list                        *list
	text, quantity, unit, total int // fields of a row, -1 where the schema has none
}

func newGoodsList(l *list) (goodsList, bool) {
	g := goodsList{list: l, text: -1, quantity: -1, unit: -1, total: -1}
	for i := range l.fields {
		f := &l.fields[i]
		words := nameWords(f.node)
		switch {
		case f.kind == kindText && has(words, "description", "item", "name"):
			g.text = i
		case f.kind != kindAmount:
		case has(words, "quantity"):
			g.quantity = i
		case has(words, "unit", "price"):
			g.unit = i
		case has(words, "total", "net", "amount"):
			g.total = i
		}
	}
	return g, g.text >= 0 && g.total >= 0
}

// An article is one line of a slip, or two: its text stands above its price.
type article struct {
	text, quantity, unit, total option
	multiplies                  bool // quantity and price give the total
	once                        bool // bought once, for the total
}

// readSlip reads the articles between the head of a slip and its first sum.
func (r *reading) readSlip(l *list) []extractors.Claim {
	g, ok := newGoodsList(l)
	if !ok || len(r.sheets) != 1 || !r.narrow() {
		return nil
	}
	s := r.sheets[0]
	var articles []article
	above := span{}
	for i := range s.rows {
		if r.beginsTotals(0, i) {
			break
		}
		switch a, priced := r.article(s.rows[i], above); {
		case priced && a.text.value != "":
			articles, above = append(articles, a), span{}
		case !priced:
			above = s.rows[i]
		default:
			above = span{}
		}
	}
	return r.articleClaims(g, articles)
}

// article reads a row that ends with an amount. The text stands before it, or above.
func (r *reading) article(row, above span) (article, bool) {
	s := r.sheets[0]
	price, ok := r.lastAmount(row)
	if !ok {
		return article{}, false
	}
	a := article{total: printedOption(0, price)}
	text := span{row.from, price.span.from}
	if m, ok := r.multipleIn(text); ok {
		a.quantity, a.unit = printedOption(0, m.quantity), m.unitPrice(price.amount)
		a.quantity.derived = m.glued
		off := abs(a.quantity.amount.Ticks*a.unit.amount.Ticks/extractors.TicksPerOne - price.amount.Ticks)
		a.multiplies = m.unit.value != "" && off <= extractors.TicksPerOne/100
		text.to = m.at
	} else if r.isSingle(text, price) {
		a.single(price)
	}
	if !describes(s, text) {
		text = above
	}
	if describes(s, text) {
		a.text = option{value: strings.Trim(s.text(text), " ,;|*"), span: text, strength: 0.85, places: 1}
	}
	return a, true
}

// describes reports whether words name goods: letters, and more than a currency or a label.
func describes(s *sheet, sp span) bool {
	letters := 0
	for i := sp.from; i < sp.to; i++ {
		if t := &s.tokens[i]; t.letter && extractors.Currency(t.text) == "" {
			letters += len(t.fold)
		}
	}
	return letters > 2 && !labelLike(s, sp)
}

// lastAmount returns the amount at the end of a row, behind it at most the letter of a tax.
func (r *reading) lastAmount(row span) (candidate, bool) {
	s := r.sheets[0]
	for _, c := range r.found[0][kindAmount] {
		if c.span.from < row.from || c.span.to > row.to || c.amount.Scale != 2 {
			continue
		}
		if rest := row.to - c.span.to; rest == 0 || rest == 1 && len(s.tokens[row.to-1].text) <= 3 {
			return c, true
		}
	}
	return candidate{}, false
}

// isSingle reports whether the line of a price says nothing of a quantity: one was bought.
func (r *reading) isSingle(text span, price candidate) bool {
	s := r.sheets[0]
	if price.amount.Ticks <= 0 || text.from < text.to && s.tokens[text.from].digit && !s.tokens[text.from].letter {
		return false // the number in front may be the quantity
	}
	return !slices.ContainsFunc(r.found[0][kindAmount], func(c candidate) bool {
		return c.amount.Scale == 2 && c.span.from >= text.from && c.span.to <= text.to
	})
}

// single is an article that was bought once, for the price of the line.
func (a *article) single(price candidate) {
	a.once, a.quantity, a.unit = true, printedOption(0, price), printedOption(0, price)
	a.quantity.value, a.quantity.amount, a.quantity.derived = "1", extractors.Amount{Text: "1", Ticks: extractors.TicksPerOne}, true
}

// articleClaims states the articles; that they add up to the total proves them and it.
func (r *reading) articleClaims(g goodsList, articles []article) []extractors.Claim {
	var sum extractors.Ticks
	for _, a := range articles {
		sum += a.total.amount.Ticks
	}
	proof := ""
	if len(articles) > 1 && r.proveGross(sum, "the articles add up to it") {
		proof = "the articles add up to the total"
	}
	var claims []extractors.Claim
	for i, a := range articles {
		for _, cell := range []struct {
			field int
			option
		}{{g.text, a.text}, {g.quantity, a.quantity}, {g.unit, a.unit}, {g.total, a.total}} {
			o := cell.option
			if cell.field < 0 || o.value == "" {
				continue
			}
			switch {
			case cell.field == g.text && proof != "":
				o.strength = 0.93
			case cell.field == g.text:
			case a.multiplies:
				o.proven = "quantity × price = amount holds"
			case proof != "" && (cell.field == g.total || a.once):
				o.proven = proof
			default:
				o.strength = 0.7 // nothing proves that it was read right
			}
			c := r.claimOf(g.list.pointer()+"/"+strconv.Itoa(i)+"/"+g.list.fields[cell.field].node.Name, o, nil)
			if o.misread == "" {
				c.Reason = strings.TrimSuffix("a line of the slip; "+o.proven, "; ")
			}
			claims = append(claims, c)
		}
	}
	return claims
}

// proveGross puts the total of this worth first, if a label points at it and not at what it was
// rounded to in coins.
func (r *reading) proveGross(worth extractors.Ticks, proof string) bool {
	gross := r.sumFields()[roleGross]
	if gross >= 0 && len(r.options[gross]) > 0 && r.options[gross][0].strength >= weakest && rounds(worth, r.options[gross][0].amount.Ticks) {
		return false
	}
	for _, o := range r.amountOptions(gross) {
		if o.amount.Ticks == worth && worth != 0 && (o.strength >= weakest || r.options[gross][0].strength < weakest) {
			r.promoteFor(gross, o, proof)
			return true
		}
	}
	return false
}
