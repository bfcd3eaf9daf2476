package local

import (
	"math"
	"slices"
)

// values finds amounts, percentages and dates that stand in their columns.
func (b *tableBody) values(row span) map[int]option {
	values, misfit := map[int]option{}, map[int]float64{}
	short := b.shortDates(row)
	for _, c := range b.columns {
		k := b.l.fields[c.field].kind
		if k != kindAmount && k != kindPercent && k != kindDate {
			continue
		}
		printed := b.r.found[b.n][k]
		if k == kindDate && len(short) > 0 {
			printed = slices.Concat(printed, short)
		}
		for _, v := range printed {
			if v.span.from < row.from || v.span.to > row.to {
				continue
			}
			off := b.distance(c, v.span)
			if old, ok := misfit[c.field]; off > 1 || ok && old <= off || b.nearer(c, v.span, off) {
				continue
			}
			misfit[c.field] = off
			values[c.field] = b.cell(c, v, off)
		}
	}
	return values
}

// cell is a value in its column; a column of debits makes it negative.
func (b *tableBody) cell(c column, v candidate, off float64) option {
	o := option{value: v.value, amount: v.amount, currency: v.currency, sheet: b.n, span: v.span, places: 1,
		strength: c.weight * (0.95 - 0.25*off)}
	if b.l.fields[c.field].kind == kindDate {
		o.readings, o.derived = v.readings, v.short
	}
	if c.negative && o.amount.Ticks > 0 {
		o.value, o.amount.Text, o.amount.Ticks = "-"+o.value, "-"+o.amount.Text, -o.amount.Ticks
	}
	return o
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

// addUnit takes the word right behind a quantity as its unit, where no column has units.
func (b *tableBody) addUnit(values map[int]option) {
	unit, quantity := b.named("unit"), b.named("quantity")
	q, ok := values[quantity]
	if _, has := values[unit]; unit < 0 || !ok || has {
		return
	}
	s, at := b.r.sheets[b.n], q.span.to
	if at >= len(s.tokens) || s.rowOf[at] != s.rowOf[q.span.from] || s.segOf[at] != s.segOf[q.span.from] {
		return
	}
	if t := &s.tokens[at]; isWord(t) && len(t.fold) <= 8 && s.tokens[at].x0-s.tokens[at-1].x1 < 0.6*s.line {
		values[unit] = option{value: t.text, sheet: b.n, span: span{at, at + 1}, places: 1, strength: 0.85}
	}
}

// named returns the field of this name, -1 where rows have none.
func (b *tableBody) named(name string) int {
	for i := range b.l.fields {
		if b.l.fields[i].node.Name == name {
			return i
		}
	}
	return -1
}
