package local

import (
	"math"
	"slices"
	"strings"

	"docpipe/extractors"
)

// A tableBody reads the rows under a heading.
type tableBody struct {
	r       *reading
	l       *list
	n       int // sheet
	columns []column
}

// read returns the rows of the table in rows from to to-1 of the sheet. A row of print with an
// amount in one of the columns is a row of the table; other print belongs to the row above. A
// table of dated entries ends at the first sum without a date: end is the row after the table.
func (b *tableBody) read(from, to int) (found []tableRow, end int) {
	s := b.r.sheets[b.n]
	var rows []tableRow
	for i := from; i < to; i++ {
		values := b.values(s.rows[i])
		switch {
		case b.isRecord(values):
			b.addText(values, s.rows[i])
			rows = append(rows, tableRow{sheet: b.n, values: values, unread: b.unread(values, s.rows[i])})
		case b.dated() && b.hasMoney(s.rows[i]):
			return rows, i
		case len(rows) > 0 && s.tokens[s.rows[i].from].y0-s.tokens[s.rows[i-1].from].y1 < 1.5*s.line:
			b.appendText(rows[len(rows)-1].values, s.rows[i])
		}
	}
	return rows, to
}

// values finds amounts, percentages and dates that stand in their columns.
func (b *tableBody) values(row span) map[int]option {
	values, misfit := map[int]option{}, map[int]float64{}
	for _, c := range b.columns {
		k := b.l.fields[c.field].kind
		if k != kindAmount && k != kindPercent && k != kindDate {
			continue
		}
		for _, v := range b.r.found[b.n][k] {
			if v.span.from < row.from || v.span.to > row.to {
				continue
			}
			off := b.distance(c, v.span)
			if old, ok := misfit[c.field]; off > 1 || ok && old <= off || b.nearer(c, v.span, off) {
				continue
			}
			misfit[c.field] = off
			o := option{value: v.value, amount: v.amount, currency: v.currency, sheet: b.n, span: v.span, places: 1,
				strength: c.weight * (0.95 - 0.25*off)}
			if c.negative && o.amount.Ticks > 0 {
				o.value, o.amount.Text, o.amount.Ticks = "-"+o.value, "-"+o.amount.Text, -o.amount.Ticks
			}
			values[c.field] = o
		}
	}
	return values
}

// unread returns the words in columns of rates where no rate could be read.
func (b *tableBody) unread(values map[int]option, row span) map[int]span {
	var all map[int]span
	for _, c := range b.columns {
		if _, ok := values[c.field]; ok || b.l.fields[c.field].kind != kindPercent {
			continue
		}
		if sp := b.textIn(c, row); sp.to-sp.from == 1 {
			all = map[int]span{c.field: sp}
		}
	}
	return all
}

// distance is how far a value is from its column: 0 when both share an edge or the middle, 1
// when they hardly touch, more when they do not.
func (b *tableBody) distance(c column, v span) float64 {
	s := b.r.sheets[b.n]
	x0, _, x1, _ := s.bounds(v)
	edge := math.Min(math.Abs(x1-c.x1), math.Min(math.Abs(x0-c.x0), math.Abs(x0+x1-c.x0-c.x1)/2))
	if x1 < c.x0-3*s.line || x0 > c.x1+3*s.line {
		return 2
	}
	return edge / math.Max(6*s.line, (c.x1-c.x0)/2)
}

// nearer reports whether another column of numbers is nearer to the value.
func (b *tableBody) nearer(c column, v span, off float64) bool {
	for _, other := range b.columns {
		k := b.l.fields[other.field].kind
		if other != c && (k == kindAmount || k == kindPercent) && b.distance(other, v) < off {
			return true
		}
	}
	return false
}

// isRecord demands an amount in the table's last amount column, or in two columns.
func (b *tableBody) isRecord(values map[int]option) bool {
	amounts, last, right := 0, -1, -1.0
	for _, c := range b.columns {
		if b.l.fields[c.field].kind != kindAmount {
			continue
		}
		if _, ok := values[c.field]; ok {
			amounts++
		}
		if c.x1 > right {
			last, right = c.field, c.x1
		}
	}
	if b.dated() && !b.hasDate(values) {
		return false
	}
	o, ok := values[last]
	return amounts >= 2 || ok && (o.amount.Scale == 2 || o.currency != "")
}

// dated reports whether each record of the table begins with its date.
func (b *tableBody) dated() bool {
	return slices.ContainsFunc(b.columns, func(c column) bool { return b.l.fields[c.field].kind == kindDate })
}

func (b *tableBody) hasDate(values map[int]option) bool {
	for f := range values {
		if b.l.fields[f].kind == kindDate {
			return true
		}
	}
	return false
}

// hasMoney reports whether an amount with cents stands in a row.
func (b *tableBody) hasMoney(row span) bool {
	return slices.ContainsFunc(b.r.found[b.n][kindAmount], func(c candidate) bool {
		return c.span.from >= row.from && c.span.to <= row.to && c.amount.Scale == 2
	})
}

// addText reads the text columns of a record.
func (b *tableBody) addText(values map[int]option, row span) {
	for _, c := range b.columns {
		k := b.l.fields[c.field].kind
		if k != kindText && k != kindName && k != kindIdent {
			continue
		}
		s := b.r.sheets[b.n]
		sp := withoutMarks(s, besideValues(b.textIn(c, row), values))
		if sp.from >= sp.to {
			continue
		}
		text := s.text(sp)
		if k == kindIdent && (sp.to-sp.from > 1 || len(text) > 30) || extractors.Fold(text) == "" {
			continue
		}
		values[c.field] = option{value: text, sheet: b.n, span: sp, places: 1, strength: c.weight * 0.8}
	}
}

// withoutMarks takes marks that recognition made of edges and dirt off the ends of a text.
func withoutMarks(s *sheet, sp span) span {
	mark := func(i int) bool { return s.tokens[i].ocr && s.tokens[i].fold == "" }
	for sp.from < sp.to && mark(sp.from) {
		sp.from++
	}
	for sp.from < sp.to && mark(sp.to-1) {
		sp.to--
	}
	return sp
}

// besideValues takes off the ends of a text what was read as the value of another column.
func besideValues(sp span, values map[int]option) span {
	for again := true; again && sp.from < sp.to; {
		again = false
		for _, o := range values {
			switch {
			case o.span.from <= sp.from && o.span.to > sp.from:
				sp.from, again = o.span.to, true
			case o.span.to >= sp.to && o.span.from < sp.to:
				sp.to, again = o.span.from, true
			}
		}
	}
	return sp
}

// textIn returns the words of a row that stand in a column: from the heading's left edge to
// the next column.
func (b *tableBody) textIn(c column, row span) span {
	s := b.r.sheets[b.n]
	left, right := c.x0-2*s.line, math.Inf(1)
	for _, other := range b.columns {
		if other.x0 > c.x1 {
			right = math.Min(right, other.x0-0.5*s.line)
		}
	}
	sp := span{row.to, row.to}
	for i := row.from; i < row.to; i++ {
		t := &s.tokens[i]
		if t.x0 < left || (t.x0+t.x1)/2 > right {
			if sp.from < row.to {
				break
			}
			continue
		}
		if sp.from == row.to {
			sp.from = i
		}
		sp.to = i + 1
	}
	if sp.from == row.to {
		return span{}
	}
	return b.trimNumbers(sp)
}

// trimNumbers takes the amounts of columns without a heading off the right end of a text.
func (b *tableBody) trimNumbers(sp span) span {
	s := b.r.sheets[b.n]
	for sp.to-1 > sp.from && s.segOf[sp.to-1] != s.segOf[sp.from] && !s.tokens[sp.to-1].letter {
		sp.to--
	}
	return sp
}

// appendText adds a row of print without amounts to the text of the row above.
func (b *tableBody) appendText(values map[int]option, row span) {
	for _, c := range b.columns {
		if b.l.fields[c.field].kind != kindText {
			continue
		}
		o, ok := values[c.field]
		sp := b.textIn(c, row)
		if !ok || sp.from >= sp.to || len(o.value) > 400 {
			continue
		}
		s := b.r.sheets[b.n]
		o.value = strings.TrimSpace(o.value + " " + s.text(sp))
		o.more = append(o.more, sp)
		values[c.field] = o
	}
}
