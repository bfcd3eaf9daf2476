package local

import (
	"math"
	"strings"
)

// gridGap is the gap, in lines, behind which a row no longer belongs to the table above it.
const gridGap = 2.5

// body reads the rows from a row of the sheet on; end is the row after the table.
func (g *grid) body(from int) (rows []tableRow, end int) {
	s := g.r.sheets[g.n]
	for row := from; row < len(s.rows); row++ {
		gap := s.tokens[s.rows[row].from].y0 - s.tokens[s.rows[row-1].from].y1
		if gap > gridGap*s.line || g.r.beginsTotals(g.n, row) || sumWords[s.tokens[s.rows[row].from].fold] {
			return rows, row
		}
		cells := g.cells(s.rows[row])
		values, misfits := g.values(cells)
		switch {
		case len(cells) == 1 && len(rows) > 0 && gap < 0.8*s.line && g.goesOn(&rows[len(rows)-1], cells):
		case len(values) < 2 || misfits > len(values)/2 || 2*len(cells) < len(g.columns):
			return rows, row
		default:
			rows = append(rows, tableRow{sheet: g.n, values: values})
		}
	}
	return rows, len(s.rows)
}

// cells sorts the words of a row into the columns, by the index of the column.
func (g *grid) cells(row span) map[int]span {
	s := g.r.sheets[g.n]
	cells := map[int]span{}
	for i := row.from; i < row.to; {
		seg := s.segs[s.segOf[i]]
		for from := seg.from; from < seg.to; {
			at := g.columnOf(span{from, seg.to})
			to := from + 1
			for to < seg.to && (seg.to-seg.from == 1 || g.columnOf(span{to, seg.to}) == at || !g.apart(to)) {
				to++
			}
			if old, ok := cells[at]; ok && old.to == from {
				from = old.from
			}
			cells[at] = span{from, to}
			from = to
		}
		i = seg.to
	}
	return cells
}

// apart reports whether a word stands farther from the one before it than words of a text do.
func (g *grid) apart(i int) bool {
	s := g.r.sheets[g.n]
	return s.tokens[i].x0-s.tokens[i-1].x1 > gapOfColumns*s.line
}

// columnOf is the column that a text stands under: the one it shares most of its width with, or
// the nearest.
func (g *grid) columnOf(sp span) int {
	s := g.r.sheets[g.n]
	x0, _, x1, _ := s.bounds(sp)
	best, at := math.Inf(-1), 0
	for i, c := range g.columns {
		shared := math.Min(x1, c.x1) - math.Max(x0, c.x0)
		if edge := math.Min(math.Abs(x0-c.x0), math.Abs(x1-c.x1)); edge < 0.5*s.line {
			shared += s.line
		}
		if shared > best {
			best, at = shared, i
		}
	}
	return at
}

// values reads the cells of the columns that the schema asks for, and counts those whose text
// does not fit.
func (g *grid) values(cells map[int]span) (values map[int]option, misfits int) {
	values = map[int]option{}
	for i, sp := range cells {
		c := g.columns[i]
		if c.field < 0 {
			continue
		}
		o, ok := g.r.cellOption(g.n, sp, &g.l.fields[c.field])
		if !ok {
			misfits++
			continue
		}
		o.strength = 0.6 + 0.3*min(c.weight/weightName, 1)
		values[c.field] = o
	}
	return values, misfits
}

// goesOn adds a row of one cell to the text of the row above.
func (g *grid) goesOn(above *tableRow, cells map[int]span) bool {
	for i, sp := range cells {
		c := g.columns[i]
		if c.field < 0 || g.l.fields[c.field].kind != kindText {
			return false
		}
		o, ok := above.values[c.field]
		if !ok {
			return false
		}
		s := g.r.sheets[g.n]
		o.value = strings.TrimSpace(o.value + " " + s.text(sp))
		o.more = append(o.more, sp)
		above.values[c.field] = o
	}
	return true
}
