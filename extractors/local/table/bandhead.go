package table

import (
	"cmp"
	"math"
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// cellsIn groups the pieces of a band by the cell that they stand in, from the first on.
func cellsIn(s *layout.Sheet, b layout.Band) [][]layout.Span {
	var cells [][]layout.Span
	for _, piece := range s.Pieces(b) {
		at := slices.IndexFunc(cells, func(c []layout.Span) bool {
			last := c[len(c)-1]
			return s.SameCell(last.From, piece.From) && s.RowOf[last.From] != s.RowOf[piece.From] && meet(s, last, piece)
		})
		if at < 0 {
			cells = append(cells, []layout.Span{piece})
		} else {
			cells[at] = append(cells[at], piece)
		}
	}
	return cells
}

// meet reports whether two pieces stand above each other.
func meet(s *layout.Sheet, a, b layout.Span) bool {
	a0, _, a1, _ := s.Bounds(a)
	b0, _, b1, _ := s.Bounds(b)
	return a0 < b1 && b0 < a1
}

// cellColumns returns the columns that a cell of a heading begins: those of the labels that it
// consists of, else itself, named by the best label in it.
func cellColumns(s *layout.Sheet, l *plan.List, cell []layout.Span, hits []plan.Hit) []gridColumn {
	var in []plan.Hit
	for _, h := range hits {
		if h.Span.From >= cell[0].From && h.Span.To <= cell[0].To {
			in = append(in, h)
		}
	}
	if all := inSequence(s, in, cell[0]); len(all) > 1 && len(cell) == 1 {
		return all
	}
	for _, line := range cell[1:] {
		for _, h := range hits {
			if h.Span.From >= line.From && h.Span.To <= line.To {
				in = append(in, h)
			}
		}
	}
	x0, x1 := math.Inf(1), math.Inf(-1)
	for _, line := range cell {
		a, _, b, _ := s.Bounds(line)
		x0, x1 = min(x0, a), max(x1, b)
	}
	columns := []gridColumn{{-1, x0, x1, 0}}
	for _, h := range append(l.Phrases.CellHits(s, cell), in...) {
		weight := h.Weight
		if len(cell) == 1 && h.Span == cell[0] {
			weight = h.Said
		}
		if weight >= weakHeading {
			columns = append(columns, gridColumn{h.Field, x0, x1, weight})
		}
	}
	return columns
}

// inSequence returns a column for each label when a cell is nothing but labels, one after the other:
// headings so close to each other that they look like one.
func inSequence(s *layout.Sheet, hits []plan.Hit, cell layout.Span) []gridColumn {
	var columns []gridColumn
	at, labels := cell.From, 0
	for at < cell.To {
		next := at
		for _, h := range hits {
			if h.Span.From != at {
				continue
			}
			x0, _, x1, _ := s.Bounds(h.Span)
			columns, next = append(columns, gridColumn{h.Field, x0, x1, h.Said}), max(next, h.Span.To)
		}
		if next == at {
			return nil
		}
		at, labels = next, labels+1
	}
	if labels < 2 {
		return nil
	}
	return columns
}

// onePerField gives each field the place that names it best, and each place its surest field; places
// that name none stay.
func onePerField(columns []gridColumn) []gridColumn {
	slices.SortStableFunc(columns, func(a, b gridColumn) int { return cmp.Compare(b.weight, a.weight) })
	var kept []gridColumn
	for _, c := range columns {
		taken := slices.ContainsFunc(kept, func(o gridColumn) bool {
			return c.field >= 0 && o.field == c.field || o.x0 < c.x1 && o.x1 > c.x0
		})
		if !taken {
			kept = append(kept, c)
		}
	}
	return kept
}

func leftFirst(a, b gridColumn) int { return cmp.Compare(a.x0, b.x0) }
