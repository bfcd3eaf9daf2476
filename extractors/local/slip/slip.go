// Package slip reads what tills print: narrow pages without headings, where each row is one line.
//
// [Read] reads the articles above the first sum (slip.go, multiple.go for "3 x 4.99"), [ReadPayments] how
// they were paid. [AddTotal] settles which of the many amounts below is the total: each line is told by
// its words (sums.go), and what was given, given back, rounded and taxed must agree with it (total.go);
// [AddChange] takes it from what was given less the change.
//
// Tills are recognised badly: words count that miss one letter, and amounts whose decimal sign is lost
// are read where another line says the same.
package slip

import (
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A goodsList is a list of goods that slips print without a heading: what was bought, how many
// of it, the price of one, and what is to pay for it.
type goodsList struct {
	list                        *plan.List
	text, quantity, unit, total int // fields of a row, -1 where the schema has none
}

func newGoodsList(l *plan.List) (goodsList, bool) {
	g := goodsList{list: l, text: -1, quantity: -1, unit: -1, total: -1}
	for i := range l.Fields {
		f := &l.Fields[i]
		words := plan.NameWords(f.Node)
		switch {
		case f.Kind == plan.Text && plan.Has(words, "description", "item", "name"):
			g.text = i
		case f.Kind != plan.Amount:
		case plan.Has(words, "quantity"):
			g.quantity = i
		case plan.Has(words, "unit", "price"):
			g.unit = i
		case plan.Has(words, "total", "net", "amount"):
			g.total = i
		}
	}
	return g, g.text >= 0 && g.total >= 0
}

// An article is one line of a slip, or two: its text stands above its price.
type article struct {
	text, quantity, unit, total evidence.Option
	multiplies                  bool // quantity and price give the total
	once                        bool // bought once, for the total
}

// Read reads the articles between the head of a slip and its first sum.
func Read(r *evidence.Reading, l *plan.List) []extractors.Claim {
	g, ok := newGoodsList(l)
	if !ok || len(r.Sheets) != 1 || !r.Narrow() {
		return nil
	}
	s := r.Sheets[0]
	var articles []article
	above := layout.Span{}
	for i := range s.Rows {
		if r.BeginsTotals(0, i) {
			break
		}
		switch a, priced := articleIn(r, s.Rows[i], above); {
		case priced && a.text.Value != "":
			articles, above = append(articles, a), layout.Span{}
		case !priced:
			above = s.Rows[i]
		default:
			above = layout.Span{}
		}
	}
	return articleClaims(r, g, articles)
}

// articleIn reads a row that ends with an amount. The text stands before it, or above.
func articleIn(r *evidence.Reading, row, above layout.Span) (article, bool) {
	s := r.Sheets[0]
	price, ok := r.LastAmount(row)
	if !ok {
		return article{}, false
	}
	a := article{total: evidence.PrintedOption(0, price)}
	text := layout.Span{From: row.From, To: price.Span.From}
	if m, ok := multipleIn(r, text); ok {
		a.quantity, a.unit = evidence.PrintedOption(0, m.quantity), m.unitPrice(price.Amount)
		a.quantity.Derived = m.glued
		off := evidence.Abs(a.quantity.Amount.Ticks*a.unit.Amount.Ticks/extractors.TicksPerOne - price.Amount.Ticks)
		a.multiplies = m.unit.Value != "" && off <= extractors.TicksPerOne/100
		text.To = m.at
	} else if isSingle(r, text, price) {
		a.single(price)
	}
	if !describes(s, text) {
		text = above
	}
	if describes(s, text) {
		a.text = evidence.Option{Value: strings.Trim(s.Text(text), " ,;|*"), Span: text, Strength: 0.85, Places: 1}
	}
	return a, true
}

// describes reports whether words name goods: letters, and more than a currency or a label.
func describes(s *layout.Sheet, sp layout.Span) bool {
	letters := 0
	for i := sp.From; i < sp.To; i++ {
		if t := &s.Tokens[i]; t.Letter && extractors.Currency(t.Text) == "" {
			letters += len(t.Fold)
		}
	}
	return letters > 2 && !plan.LabelLike(s, sp)
}

// isSingle reports whether the line of a price says nothing of a quantity: one was bought.
func isSingle(r *evidence.Reading, text layout.Span, price evidence.Candidate) bool {
	s := r.Sheets[0]
	if price.Amount.Ticks <= 0 || text.From < text.To && s.Tokens[text.From].Digit && !s.Tokens[text.From].Letter {
		return false // the number in front may be the quantity
	}
	return !slices.ContainsFunc(r.Found[0][plan.Amount], func(c evidence.Candidate) bool {
		return c.Amount.Scale == 2 && c.Span.From >= text.From && c.Span.To <= text.To
	})
}

// single is an article that was bought once, for the price of the line.
func (a *article) single(price evidence.Candidate) {
	a.once, a.quantity, a.unit = true, evidence.PrintedOption(0, price), evidence.PrintedOption(0, price)
	a.quantity.Value, a.quantity.Amount, a.quantity.Derived = "1", extractors.Amount{Text: "1", Ticks: extractors.TicksPerOne}, true
}

// articleClaims states the articles; that they add up to the total proves them and it.
func articleClaims(r *evidence.Reading, g goodsList, articles []article) []extractors.Claim {
	var sum extractors.Ticks
	for _, a := range articles {
		sum += a.total.Amount.Ticks
	}
	proof := ""
	if len(articles) > 1 && r.ProveGross(sum, "the articles add up to it") {
		proof = "the articles add up to the total"
	}
	var claims []extractors.Claim
	for i, a := range articles {
		for _, cell := range []struct {
			field int
			evidence.Option
		}{{g.text, a.text}, {g.quantity, a.quantity}, {g.unit, a.unit}, {g.total, a.total}} {
			o := cell.Option
			if cell.field < 0 || o.Value == "" {
				continue
			}
			switch {
			case cell.field == g.text && proof != "":
				o.Strength = 0.93
			case cell.field == g.text:
			case a.multiplies:
				o.Proven = "quantity × price = amount holds"
			case proof != "" && (cell.field == g.total || a.once):
				o.Proven = proof
			default:
				o.Strength = 0.7 // nothing proves that it was read right
			}
			c := r.ClaimOf(g.list.Pointer()+"/"+strconv.Itoa(i)+"/"+g.list.Fields[cell.field].Node.Name, o, nil)
			if o.Misread == "" {
				c.Reason = strings.TrimSuffix("a line of the slip; "+o.Proven, "; ")
			}
			claims = append(claims, c)
		}
	}
	return claims
}
