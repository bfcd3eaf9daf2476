package archive

import (
	"context"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"docpipe/compliance"
	"docpipe/compliance/alike"
)

// Outcomes of a line's match.
const (
	matched         = "matched"
	withinTolerance = "within_tolerance"
	exception       = "exception"
)

// likeItem is the likeness from which two descriptions are of one item, where no code says so.
const likeItem = 0.88

// tooManyPapers says why sums over all papers are not drawn.
const tooManyPapers = "more papers belong together than are compared"

// A bill is what an invoice is matched with: the order, what came, and what was billed before.
type bill struct {
	order             sight
	received, earlier []sight
	tolerance         decimal.Decimal
	spent             map[int]decimal.Decimal // quantity by line of the order, of this invoice so far
}

// orderMatches (order_ref, vat_id, supplier, lines, tolerance): each line against the order, the
// deliveries and the invoices before. Units are not converted.
func (q question) orderMatches(ctx context.Context) (compliance.Recalled, error) {
	ref := q.text(0)
	own, missing := q.ownLines()
	switch {
	case number(ref) == "":
		return unanswered("the invoice names no order")
	case missing != "":
		return unanswered(missing)
	}
	b, why, err := q.bill(ctx, ref)
	if err != nil || why != "" {
		return compliance.Recalled{Unanswered: why}, err
	}
	answer := compliance.Recalled{Rows: []compliance.Row{}}
	for n, line := range own {
		answer.Rows = append(answer.Rows, b.match(n+1, line))
	}
	return answer, nil
}

// ownLines reads the lines of the document; a line that cannot be matched is why there is no
// answer.
func (q question) ownLines() ([]Line, string) {
	list, _ := q.Args[3].([]any)
	own := (&prints{}).lines(reader{"lines": list}, "item_code", "description", "quantity", "unit_price")
	if len(own) == 0 {
		return nil, "the invoice has no lines that were read"
	}
	for n, line := range own {
		if line.Quantity == "" || line.Price == "" || line.Code == "" && line.Text == "" {
			return nil, fmt.Sprintf("line %d: quantity, price or item was not read", n+1)
		}
	}
	return own, ""
}

// bill gathers the other papers of the order; why says which are not there.
func (q question) bill(ctx context.Context, ref string) (b bill, why string, err error) {
	vat, called := q.text(1), q.text(2)
	same := func(s sight) bool {
		return len(suppliers(s.VATID, s.Facts.Supplier)) == 0 || len(suppliers(vat, called)) == 0 || sameSupplier(s, vat, called)
	}
	key := []string{number(ref)}
	orders, err := q.sights(ctx, orderTrace, key, mostWitnesses, same)
	if err != nil || len(orders.sights) == 0 {
		return b, "no purchase order " + ref + " of this supplier has come", err
	}
	b.order, b.spent = orders.sights[0], map[int]decimal.Decimal{}
	for n, line := range b.order.Lines {
		if line.Quantity == "" || line.Price == "" {
			return b, fmt.Sprintf("order %s, line %d: quantity or price was not read", ref, n+1), nil
		}
	}
	b.tolerance, _ = q.amount(4)
	received, err := q.sights(ctx, deliveryTrace, key, mostPapers, same)
	if err != nil || len(received.sights) == 0 {
		return b, "no delivery note for order " + ref + " has come", err
	}
	earlier, err := q.sights(ctx, billedTrace, key, mostPapers, func(s sight) bool { return same(s) && !q.isCopy(s) })
	if received.cut || earlier.cut {
		return b, tooManyPapers, err
	}
	b.received, b.earlier = distinct(received.sights), distinct(earlier.sights)
	return b, b.unread(), err
}

// unread says which of the papers beside the order has lines that were not read: what they deliver
// or bill would count as nothing.
func (b bill) unread() string {
	for _, s := range slices.Concat(b.received, b.earlier) {
		if len(s.Lines) == 0 {
			return s.Document + " belongs to the order, and its lines were not read"
		}
		for n, line := range s.Lines {
			if line.Code == "" && line.Text == "" || line.Quantity == "" && find(b.order.Lines, line) >= 0 {
				return fmt.Sprintf("%s, line %d: item or quantity was not read", s.Document, n+1)
			}
		}
	}
	return ""
}

// isCopy leaves copies of this invoice to the rules about duplicates.
func (q question) isCopy(s sight) bool {
	mine := Footprint(q.d)
	if mine == nil {
		return false
	}
	own, err := factsOf(sighting(mine))
	return err == nil && own.Number != "" && number(own.Number) == number(s.Number) && s.DocType == mine.DocType
}

// match compares one line. Of several things that are wrong the first is named: not ordered, the
// price, more than was ordered, more than was received.
func (b bill) match(n int, line Line) compliance.Row {
	row := fill{"line": decimal.NewFromInt(int64(n)), "order_id": b.order.Document}
	row.text("item", firstText(line.Code, line.Text)).amount("quantity", line.Quantity).amount("price", line.Price)
	at := find(b.order.Lines, line)
	if at < 0 {
		return row.outcome(exception, "it was not ordered")
	}
	ordered := b.order.Lines[at]
	quantity := dec(line.Quantity)
	received, before := total(b.received, ordered), b.billed(ordered)
	b.spent[at] = b.spent[at].Add(quantity)
	billed := before.Add(b.spent[at])
	row.amount("ordered", ordered.Quantity).amount("order_price", ordered.Price)
	row["received"], row["invoiced_before"] = received, before
	outcome, reason := b.price(line.Price, ordered.Price)
	switch {
	case outcome == exception:
	case billed.GreaterThan(dec(ordered.Quantity)):
		outcome, reason = exception, "more than was ordered"
	case billed.GreaterThan(received):
		outcome, reason = exception, "more than was received"
	}
	return row.outcome(outcome, reason)
}

func (f fill) outcome(outcome, reason string) compliance.Row {
	f["outcome"] = outcome
	return compliance.Row(f.text("reason", reason))
}

// price compares what is asked for one unit with what was agreed. To pay less is no exception.
func (b bill) price(asked, agreed string) (outcome, reason string) {
	a, o := dec(asked), dec(agreed)
	switch limit := o.Mul(decimal.NewFromInt(100).Add(b.tolerance)).Div(decimal.NewFromInt(100)); {
	case a.Equal(o):
		return matched, ""
	case a.GreaterThan(limit):
		return exception, "dearer than was ordered"
	case a.LessThan(o):
		return withinTolerance, "cheaper than was ordered"
	}
	return withinTolerance, "dearer within the tolerance"
}

// billed is what invoices before have of the item; credit notes take it back.
func (b bill) billed(item Line) decimal.Decimal {
	sum := decimal.Zero
	for _, s := range b.earlier {
		q := total([]sight{s}, item)
		if s.DocType == "credit_note" {
			q = q.Abs().Neg()
		}
		sum = sum.Add(q)
	}
	return sum
}

// total sums the quantity of an item over documents.
func total(all []sight, item Line) decimal.Decimal {
	sum := decimal.Zero
	for _, s := range all {
		for _, line := range s.Lines {
			if sameItem(line, item) > 0 {
				sum = sum.Add(dec(line.Quantity))
			}
		}
	}
	return sum
}

// find returns the line that is most like one, -1 when none is.
func find(all []Line, one Line) int {
	best, at := 0.0, -1
	for i, line := range all {
		if s := sameItem(line, one); s > best {
			best, at = s, i
		}
	}
	return at
}

// sameItem compares codes where both have one, else the words; a delivery note often has the code
// among its words. 0 is another item.
func sameItem(a, b Line) float64 {
	x, y := compact(a.Code), compact(b.Code)
	switch {
	case x != "" && y != "" && x == y:
		return 2
	case x != "" && y != "":
		return 0
	case x != "" && holds(b.Text, x), y != "" && holds(a.Text, y):
		return 2
	}
	if s := alike.Names(alike.Words(a.Text), alike.Words(b.Text)); s >= likeItem {
		return s
	}
	return 0
}

func dec(text string) decimal.Decimal {
	d, _ := parse(text)
	return d
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
