package table

import (
	"math"
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// values finds amounts, percentages and dates that stand in their columns.
func (b *tableBody) values(row layout.Span) map[int]evidence.Option {
	values, misfit := map[int]evidence.Option{}, map[int]float64{}
	short := b.shortDates(row)
	for _, c := range b.columns {
		k := b.l.Fields[c.field].Kind
		if k != plan.Amount && k != plan.Percent && k != plan.Date {
			continue
		}
		printed := b.r.Found[b.n][k]
		if k == plan.Date && len(short) > 0 {
			printed = slices.Concat(printed, short)
		}
		for _, v := range printed {
			if v.Span.From < row.From || v.Span.To > row.To {
				continue
			}
			off := b.distance(c, v.Span)
			if old, ok := misfit[c.field]; off > 1 || ok && old <= off || b.nearer(c, v.Span, off) {
				continue
			}
			misfit[c.field] = off
			values[c.field] = b.cell(c, v, off)
		}
	}
	return values
}

// cell is a value in its column; a column of debits makes it negative.
func (b *tableBody) cell(c column, v evidence.Candidate, off float64) evidence.Option {
	o := evidence.Option{Value: v.Value, Amount: v.Amount, Currency: v.Currency, Sheet: b.n, Span: v.Span, Places: 1, Side: v.Side,
		Strength: c.weight * (0.95 - 0.25*off)}
	if b.l.Fields[c.field].Kind == plan.Date {
		o.Readings, o.Derived = v.Readings, v.Short
	}
	if c.negative && o.Amount.Ticks > 0 {
		o.Value, o.Amount.Text, o.Amount.Ticks = "-"+o.Value, "-"+o.Amount.Text, -o.Amount.Ticks
	}
	return o
}

// unread returns the words in columns of rates where no rate could be read.
func (b *tableBody) unread(values map[int]evidence.Option, row layout.Span) map[int]layout.Span {
	var all map[int]layout.Span
	for _, c := range b.columns {
		if _, ok := values[c.field]; ok || b.l.Fields[c.field].Kind != plan.Percent {
			continue
		}
		if sp := b.textIn(c, row); sp.To-sp.From == 1 {
			all = map[int]layout.Span{c.field: sp}
		}
	}
	return all
}

// distance is how far a value is from its column: 0 when both share an edge or the middle, 1
// when they hardly touch, more when they do not.
func (b *tableBody) distance(c column, v layout.Span) float64 {
	s := b.r.Sheets[b.n]
	x0, _, x1, _ := s.Bounds(v)
	edge := math.Min(math.Abs(x1-c.x1), math.Min(math.Abs(x0-c.x0), math.Abs(x0+x1-c.x0-c.x1)/2))
	if x1 < c.x0-3*s.Line || x0 > c.x1+3*s.Line {
		return 2
	}
	return edge / math.Max(6*s.Line, (c.x1-c.x0)/2)
}

// nearer reports whether another column of numbers is nearer to the value.
func (b *tableBody) nearer(c column, v layout.Span, off float64) bool {
	for _, other := range b.columns {
		k := b.l.Fields[other.field].Kind
		if other != c && (k == plan.Amount || k == plan.Percent) && b.distance(other, v) < off {
			return true
		}
	}
	return false
}

// addUnit takes the word right behind a quantity as its unit, where no column has units: close to it, or
// alone under a heading of its own that is no other column's, such as "U.M.".
func (b *tableBody) addUnit(values map[int]evidence.Option) {
	unit, quantity := b.named("unit"), b.quantity(values)
	q, ok := values[quantity]
	if _, has := values[unit]; unit < 0 || !ok || has {
		return
	}
	s, at := b.r.Sheets[b.n], q.Span.To
	if at >= len(s.Tokens) || s.RowOf[at] != s.RowOf[q.Span.From] {
		return
	}
	t := &s.Tokens[at]
	if !evidence.IsWord(t) || len(t.Fold) > 8 {
		return
	}
	if s.SegOf[at] == s.SegOf[q.Span.From] && t.X0-s.Tokens[at-1].X1 < 0.6*s.Line || b.standsApart(at) {
		values[unit] = evidence.Option{Value: t.Text, Sheet: b.n, Span: layout.Span{From: at, To: at + 1}, Places: 1, Strength: 0.85}
	}
}

// quantity is the field of a row that counts what its unit is of, -1 where it has none: the last of those
// ordered and delivered.
func (b *tableBody) quantity(values map[int]evidence.Option) int {
	last := -1
	for _, name := range []string{"quantity", "ordered", "delivered"} {
		f := b.named(name)
		if o, ok := values[f]; ok && (last < 0 || o.Span.From > values[last].Span.From) {
			last = f
		}
	}
	return last
}

// longestUnit is how many letters a unit has that stands in a column of its own.
const longestUnit = 6

// standsApart reports whether a word is alone in its segment, under a heading that is no column of the list.
func (b *tableBody) standsApart(i int) bool {
	s := b.r.Sheets[b.n]
	if seg := s.Segs[s.SegOf[i]]; seg != (layout.Span{From: i, To: i + 1}) || len(s.Tokens[i].Fold) > longestUnit {
		return false
	}
	x0, x1 := s.Tokens[i].X0, s.Tokens[i].X1
	under := func(w wall) bool { return x0 < w.x1 && x1 > w.x0 }
	return slices.ContainsFunc(b.walls, under) && !slices.ContainsFunc(b.columns, func(c column) bool { return under(wall{c.x0, c.x1}) })
}

// named returns the field of this name, -1 where rows have none.
func (b *tableBody) named(name string) int {
	for i := range b.l.Fields {
		if b.l.Fields[i].Node.Name == name {
			return i
		}
	}
	return -1
}
