package table

import (
	"cmp"
	"math"
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A grid is a table whose rows need not hold money: results of a laboratory, courses, former
// employers. Its heading names at least two columns of the list; what stands under a heading is
// its value.
type grid struct {
	r       *evidence.Reading
	l       *plan.List
	n       int // sheet
	row     int // of the heading
	columns []gridColumn
}

// A gridColumn is one heading; field is -1 where the schema does not ask for the column.
type gridColumn struct {
	field  int
	x0, x1 float64
	weight float64
}

// readGrids reads the tables of one list over all sheets, and marks their rows as taken. The
// heading that names most columns tells which table it is; the same heading on later pages goes on
// with it.
func readGrids(r *evidence.Reading, l *plan.List, taken []map[int]bool) []tableRow {
	if len(l.Fields) < 2 {
		return nil
	}
	var all []grid
	var best []gridColumn
	for n := range r.Sheets {
		for _, g := range gridsOn(r, l, n, taken[n]) {
			all = append(all, g)
			if named(g.columns) > named(best) {
				best = g.columns
			}
		}
	}
	var rows []tableRow
	for _, g := range all {
		if taken[g.n][g.row] || 4*alsoIn(best, g.columns) < 3*named(best) {
			continue
		}
		found, end := g.body(g.row + 1)
		for i := g.row; i < end && len(found) > 0; i++ {
			taken[g.n][i] = true
		}
		rows = append(rows, found...)
	}
	return rows
}

// gridsOn finds the rows of a sheet that may head the list.
func gridsOn(r *evidence.Reading, l *plan.List, n int, taken map[int]bool) []grid {
	s := r.Sheets[n]
	hits := l.Phrases.FindHits(s, r.Languages)
	var all []grid
	for row := range s.Rows {
		if taken[row] {
			continue
		}
		if columns := gridHeading(s, hits, row); columns != nil {
			all = append(all, grid{r: r, l: l, n: n, row: row, columns: columns})
		}
	}
	return all
}

// named counts the columns that the schema asks for.
func named(columns []gridColumn) int { return alsoIn(columns, columns) }

// alsoIn counts the columns of one heading that another has as well.
func alsoIn(columns, others []gridColumn) int {
	n := 0
	for _, c := range columns {
		if c.field >= 0 && slices.ContainsFunc(others, func(o gridColumn) bool { return o.field == c.field }) {
			n++
		}
	}
	return n
}

// leastHeading is the weight from which a hit may be a heading: others in the same segment take
// from its weight. Beside two that are sure, a weaker one will do.
const (
	leastHeading = 0.3
	weakHeading  = 0.1
)

// gridHeading returns the columns that a row heads, nil when it is no heading of the list.
func gridHeading(s *layout.Sheet, hits []plan.Hit, row int) []gridColumn {
	columns := headed(s, hits, row)
	if len(columns) < 2 {
		return nil
	}
	for i := s.Rows[row].From; i < s.Rows[row].To; {
		seg := s.Segs[s.SegOf[i]]
		x0, _, x1, _ := s.Bounds(seg)
		if !slices.ContainsFunc(columns, func(c gridColumn) bool { return c.x0 < x1 && c.x1 > x0 }) {
			if s.HasDigit(seg) {
				return nil // a heading has no values beside it
			}
			columns = append(columns, gridColumn{-1, x0, x1, 0})
		}
		i = seg.To
	}
	slices.SortFunc(columns, func(a, b gridColumn) int { return int(math.Copysign(1, a.x0-b.x0)) })
	return columns
}

// headed gives each field the place in a row that names it best, the surest first.
func headed(s *layout.Sheet, hits []plan.Hit, row int) []gridColumn {
	var inRow []plan.Hit
	for _, h := range hits {
		if s.RowOf[h.Span.From] == row && h.Weight >= weakHeading && !layout.Ends(s.Tokens[h.Zone.To-1].Text, ':') {
			inRow = append(inRow, h)
		}
	}
	slices.SortStableFunc(inRow, func(a, b plan.Hit) int { return cmp.Compare(b.Weight, a.Weight) })
	var columns []gridColumn
	for _, h := range inRow {
		at := columnAt(s, h, hits)
		taken := slices.ContainsFunc(columns, func(c gridColumn) bool { return c.field == h.Field || c.x0 < at.x1 && c.x1 > at.x0 })
		if !taken && (h.Weight >= leastHeading || len(columns) > 1) {
			columns = append(columns, gridColumn{h.Field, at.x0, at.x1, h.Weight})
		}
	}
	return columns
}

// sureField is the weight of a label from which on it is that of a field of the whole document.
const sureField = 0.75

// endsGrid reports whether a row below a table speaks of the whole document and not of one thing more:
// it begins with a label and its colon, heads other boxes, or its first cell is the label of a field that
// is a number.
func endsGrid(r *evidence.Reading, n, row int) bool {
	s := r.Sheets[n]
	first := s.Segs[s.SegOf[s.Rows[row].From]]
	if s.Captions != nil && (s.Captions[s.SegOf[first.From]] == layout.WithValue || headsBoxes(s, row)) {
		return true
	}
	return slices.ContainsFunc(r.Hits[n], func(h plan.Hit) bool {
		k := r.Plan.Fields[h.Field].Kind
		return h.Span == first && h.Weight >= sureField && (k == plan.Number || k == plan.Amount || k == plan.Percent)
	})
}

// headsBoxes reports whether a row is the captions of boxes, each with its number.
func headsBoxes(s *layout.Sheet, row int) bool {
	segs := s.SegmentsOf(row)
	return len(segs) > 1 && !slices.ContainsFunc(segs, func(i int) bool { return s.LabelStart(s.Segs[i]) == s.Segs[i].From })
}
