package table

import (
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// findRecords marks the lines that are rows of the table: those with an amount in the column
// that says what a row is worth, or with two amounts where no line has that one.
func (b *tableBody) findRecords(lines []line) {
	key := b.key(lines)
	for i := range lines {
		lines[i].record = b.isRecord(lines[i].values, key)
	}
	first := slices.IndexFunc(lines, func(ln line) bool { return ln.record && !ln.sum })
	if b.like == nil && first >= 0 {
		b.like = b.numeric(lines[first].values)
	}
	summed := b.goesOn // behind a sum, only what looks like a row is one
	for i := range lines {
		ln := &lines[i]
		full := ln.record && b.isLike(*ln)
		switch {
		case ln.sum && !full, summed && !full:
			ln.sum, ln.record = ln.sum || ln.record, false
			summed = summed || i > first && !b.carries(ln.row) && !b.tellsBalance(ln.row)
		case ln.record && !full && !b.isEntered(*ln) && b.isExtra(ln, &lines[max(first, 0)]):
			ln.record, ln.sum = false, true
		default:
			ln.sum = false
		}
	}
}

// numeric is the numeric columns that a row fills.
func (b *tableBody) numeric(values map[int]evidence.Option) map[int]bool {
	all := map[int]bool{}
	for f := range values {
		if k := b.l.Fields[f].Kind; k == plan.Amount || k == plan.Percent {
			all[f] = true
		}
	}
	return all
}

// isLike reports whether a line fills the columns of numbers that the first row fills, and has
// a text: no sum does. An entry of an account may be called like a sum: "INTEREST".
func (b *tableBody) isLike(ln line) bool {
	for f := range b.like {
		if _, ok := ln.values[f]; !ok {
			return false
		}
	}
	least := 3
	if b.dated() && b.hasDate(ln.values) {
		least = 2
	}
	return len(b.like) >= least && slices.ContainsFunc(b.columns, func(c column) bool {
		return b.l.Fields[c.field].Kind == plan.Text && !b.bare(c, ln)
	})
}

// key is the field whose amount every row has: the last of the columns of amounts that has any.
func (b *tableBody) key(lines []line) int {
	key, right := -1, -1.0
	for _, c := range b.columns {
		if b.l.Fields[c.field].Kind != plan.Amount || c.x1 <= right {
			continue
		}
		if slices.ContainsFunc(lines, func(ln line) bool { return !ln.sum && holdsCents(ln.values, c.field) }) {
			key, right = c.field, c.x1
		}
	}
	return key
}

// holdsCents reports whether a field of a row is an amount with cents or a currency.
func holdsCents(values map[int]evidence.Option, field int) bool {
	o, ok := values[field]
	return ok && (o.Amount.Scale == 2 || o.Currency != "")
}

func (b *tableBody) isRecord(values map[int]evidence.Option, key int) bool {
	amounts, money := 0, false
	for f := range values {
		if b.l.Fields[f].Kind == plan.Amount {
			amounts++
			money = money || holdsCents(values, f)
		}
	}
	if b.dated() {
		return b.hasDate(values) && (amounts >= 2 || money)
	}
	_, ok := values[key]
	return ok && (amounts >= 2 || holdsCents(values, key)) || key < 0 && amounts >= 2
}

// isExtra reports whether a line with the amount of a row and nothing else is none: the rows
// are numbered and it is not, or it takes away from the price of the row above.
func (b *tableBody) isExtra(ln, first *line) bool {
	s := b.r.Sheets[b.n]
	row := s.Rows[ln.row]
	for i := row.From; i < row.To; i++ {
		if evidence.Reductions[s.Tokens[i].Fold] {
			return true
		}
	}
	return b.numbered(first) && !b.numbered(ln)
}

// numbered reports whether a number stands in the first column of a line, if that is one of
// positions.
func (b *tableBody) numbered(ln *line) bool {
	s := b.r.Sheets[b.n]
	for _, c := range b.columns {
		if b.l.Fields[c.field].Kind == plan.Ident && b.l.Fields[c.field].Node.Name == "id" {
			first := &s.Tokens[s.Rows[ln.row].From]
			return first.Digit && first.X0 < c.x1+2*s.Line
		}
	}
	return false
}

// dated reports whether each record of the table begins with its date.
func (b *tableBody) dated() bool {
	return slices.ContainsFunc(b.columns, func(c column) bool { return b.l.Fields[c.field].Kind == plan.Date })
}

func (b *tableBody) hasDate(values map[int]evidence.Option) bool {
	for f := range values {
		if b.l.Fields[f].Kind == plan.Date {
			return true
		}
	}
	return false
}

// hasMoney reports whether an amount with cents stands in a row.
func (b *tableBody) hasMoney(row layout.Span) bool {
	return slices.ContainsFunc(b.r.Found[b.n][plan.Amount], func(c evidence.Candidate) bool {
		return c.Span.From >= row.From && c.Span.To <= row.To && c.Amount.Scale == 2
	})
}
