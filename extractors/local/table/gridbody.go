package table

import (
	"math"
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// gridGap is the gap, in lines, behind which a row no longer belongs to the table above it.
const gridGap = 2.5

// body reads the rows from a row of the sheet on; end is the row after the table.
func (g *grid) body(from int) (rows []tableRow, end int) {
	s := g.r.Sheets[g.n]
	for row := from; row < len(s.Rows); row++ {
		gap := s.Tokens[s.Rows[row].From].Y0 - s.Tokens[s.Rows[row-1].From].Y1
		if gap > gridGap*s.Line || g.r.BeginsTotals(g.n, row) || evidence.SumWords[s.Tokens[s.Rows[row].From].Fold] || len(rows) > 0 && endsGrid(g.r, g.n, row) {
			return rows, row
		}
		cells := g.cells(s.Rows[row])
		values, misfits := g.values(cells)
		switch {
		case g.headsPart(row, cells, len(rows) == 0):
		case len(cells) == 1 && len(rows) > 0 && gap < 0.8*s.Line && g.goesOn(&rows[len(rows)-1], cells):
		case len(values) < 2 || misfits > len(values)/2 || 2*len(cells) < len(g.columns):
			return rows, row
		default:
			rows = append(rows, tableRow{sheet: g.n, values: values})
		}
	}
	return rows, len(s.Rows)
}

// headsPart reports whether a row is a heading inside of the table: words alone at its left edge, in
// capitals or right below the heading of the columns, with a row below it.
func (g *grid) headsPart(row int, cells map[int]layout.Span, first bool) bool {
	s := g.r.Sheets[g.n]
	at, ok := cells[0]
	if !ok || len(cells) > 1 || s.HasDigit(at) || row+1 >= len(s.Rows) {
		return false
	}
	text := s.Text(at)
	below, _ := g.values(g.cells(s.Rows[row+1]))
	return (first || text == strings.ToUpper(text)) && len(below) > 1
}

// cells sorts the words of a row into the columns, by the index of the column.
func (g *grid) cells(row layout.Span) map[int]layout.Span {
	cells := map[int]layout.Span{}
	for from := row.From; from < row.To; {
		to := from + 1
		for to < row.To && !g.apart(to) {
			to++
		}
		piece := layout.Span{From: from, To: to}
		at := g.columnOf(piece)
		if old, ok := cells[at]; ok && old.To == from {
			piece.From = old.From
		}
		cells[at] = piece
		from = to
	}
	return cells
}

// apart reports whether a word stands farther from the one before it than words of a text do.
func (g *grid) apart(i int) bool {
	s := g.r.Sheets[g.n]
	return s.SegOf[i] != s.SegOf[i-1] || s.Tokens[i].X0-s.Tokens[i-1].X1 > layout.GapOfColumns*s.Line
}

// columnOf is the column that a text stands under: the one it shares most of its width with, or
// the nearest.
func (g *grid) columnOf(sp layout.Span) int {
	return nearestColumn(g.r.Sheets[g.n], g.columns, sp)
}

func nearestColumn(s *layout.Sheet, columns []gridColumn, sp layout.Span) int {
	x0, _, x1, _ := s.Bounds(sp)
	best, at := math.Inf(-1), 0
	for i, c := range columns {
		shared := math.Min(x1, c.x1) - math.Max(x0, c.x0)
		if edge := math.Min(math.Abs(x0-c.x0), math.Abs(x1-c.x1)); edge < 0.5*s.Line {
			shared += s.Line
		}
		if shared > best {
			best, at = shared, i
		}
	}
	return at
}

// values reads the cells of the columns that the schema asks for, and counts those whose text
// does not fit.
func (g *grid) values(cells map[int]layout.Span) (values map[int]evidence.Option, misfits int) {
	values = map[int]evidence.Option{}
	for i, sp := range cells {
		c := g.columns[i]
		if c.field < 0 {
			continue
		}
		o, ok := cellOption(g.r, g.n, sp, &g.l.Fields[c.field])
		if !ok {
			misfits++
			continue
		}
		o.Strength = 0.6 + 0.3*min(c.weight/plan.WeightName, 1)
		values[c.field] = o
	}
	return values, misfits
}

// goesOn adds a row of one cell to the text of the row above.
func (g *grid) goesOn(above *tableRow, cells map[int]layout.Span) bool {
	for i, sp := range cells {
		c := g.columns[i]
		if c.field < 0 || g.l.Fields[c.field].Kind != plan.Text {
			return false
		}
		o, ok := above.values[c.field]
		if !ok {
			return false
		}
		s := g.r.Sheets[g.n]
		o.Value = strings.TrimSpace(o.Value + " " + s.Text(sp))
		o.More = append(o.More, sp)
		above.values[c.field] = o
	}
	return true
}
