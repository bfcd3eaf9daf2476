package table

import (
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/plan"
)

// dayAbove says where the day of an entry stands that prints none of its own.
const dayAbove = "its day stands at the entry above"

// printedDays is what is known, from page to page, of a table that prints each day once, at the first of
// its entries.
type printedDays struct {
	once bool                    // it does so
	day  evidence.Option         // of its last entry
	last map[int]evidence.Option // the values of its last entry; nil before the first
}

// addUndated makes entries of the lines that print no day of their own. Sums below the entries look
// alike: that the table prints each day once must be seen.
func (b *tableBody) addUndated(lines []line) {
	day, amount := b.dayField(), b.amountField()
	if day < 0 || amount < 0 {
		return
	}
	d := b.days
	d.once = d.once || b.printsDaysOnce(lines, day, amount)
	began := false // on this page: before, only the balance tells an entry from what heads a page
	for i := range lines {
		ln := &lines[i]
		switch {
		case ln.record:
			if _, dated := ln.values[day]; dated {
				d.day = ln.values[day]
			} else if d.once && d.last != nil { // it prints when its value counts, and not when it was booked
				d.day.Told, d.day.Derived = dayAbove, true
				ln.day = d.day
			}
			d.last, began = ln.values, true
		case ln.sum && !b.carries(ln.row) && !b.tellsBalance(ln.row):
			d.last = nil
		case d.once && d.last != nil && b.likeEntry(ln, amount) && (began || b.leads(d.last, ln.values)):
			d.day.Told, d.day.Derived = dayAbove, true
			ln.record, ln.day, d.last = true, d.day, ln.values
		}
	}
}

// printsDaysOnce reports whether lines like entries, but for a date, stand between entries none of
// which repeats the day of the one before, or whether the balance leads from an entry over such lines,
// of which only the last one of a day may print it.
func (b *tableBody) printsDaysOnce(lines []line, day, amount int) bool {
	at, undated, seen := "", false, false
	run := runOf(b.l, b.days.last)
	for i := range lines {
		ln := &lines[i]
		own, dated := ln.values[day]
		switch {
		case ln.record && dated && own.Value == at:
			return false
		case ln.record:
			seen, undated = seen || undated || !dated, false
			run.leads(ln.values)
			if dated {
				at = own.Value
			}
		case run.begun && b.likeEntry(ln, amount):
			undated = true
			seen = run.leads(ln.values) || seen
		}
	}
	return seen
}

// likeEntry reports whether a line has an amount and a text where entries have theirs, and names no
// amount of the whole account.
func (b *tableBody) likeEntry(ln *line, amount int) bool {
	s := b.r.Sheets[b.n]
	names := func(h plan.Hit) bool {
		return s.RowOf[h.Span.From] == ln.row && h.Weight >= 0.6 && b.r.Plan.Fields[h.Field].Kind == plan.Amount
	}
	return !ln.sum && !ln.field && holdsCents(ln.values, amount) && !slices.ContainsFunc(b.r.Hits[b.n], names) &&
		slices.ContainsFunc(b.columns, func(c column) bool { return b.l.Fields[c.field].Kind == plan.Text && !b.bare(c, *ln) })
}

// leads reports whether the balance of one entry and the amount of the next give the next balance.
func (b *tableBody) leads(above, next map[int]evidence.Option) bool {
	run := runOf(b.l, above)
	return run.leads(next)
}

// A run adds up entries from one balance to the next.
type run struct {
	amount, balance int  // fields of an entry
	begun           bool // there was an entry
	known           bool // sum is what the account holds
	sum             extractors.Ticks
}

// runOf begins behind an entry; nil for none.
func runOf(l *plan.List, entry map[int]evidence.Option) run {
	r := run{}
	r.amount, r.balance = balanceFields(l)
	if entry != nil {
		r.leads(entry)
	}
	return r
}

// leads adds the next entry, and reports whether its balance is the one that its amount and those
// before lead to.
func (r *run) leads(entry map[int]evidence.Option) bool {
	moved, ok := entry[r.amount]
	r.begun, r.known = true, r.known && ok
	r.sum += moved.Amount.Ticks
	after, printed := entry[r.balance]
	if !printed {
		return false
	}
	led := r.known && r.sum == after.Amount.Ticks
	r.known, r.sum = true, after.Amount.Ticks
	return led
}

// dayField is the field of the first column of dates, -1 for none.
func (b *tableBody) dayField() int {
	for _, c := range b.columns {
		if b.l.Fields[c.field].Kind == plan.Date {
			return c.field
		}
	}
	return -1
}

// amountField is the field of what moves the balance of an account, -1 where rows have none.
func (b *tableBody) amountField() int {
	amount, _ := balanceFields(b.l)
	return amount
}
