package table

import (
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A banded table has cells of several lines, in its heading or its rows, and centres what is beside
// them: lines of one row and of the next are no rows of print. The cells of the text layer tell what
// belongs together, see [layout.Sheet.Bands].
type banded struct {
	r       *evidence.Reading
	l       *plan.List
	n       int // sheet
	columns []gridColumn
	lines   int // rows of print that its rows take more than one each
}

// readBands reads the tables of one list over all sheets, and marks their rows as taken. Lines says
// how many rows of print a reader line by line would take for rows of the table.
func readBands(r *evidence.Reading, l *plan.List, taken []map[int]bool) (rows []tableRow, lines int) {
	if len(l.Fields) < 2 {
		return nil, 0
	}
	var best []gridColumn
	for n, s := range r.Sheets {
		if !s.Cells() {
			continue
		}
		bands := s.Bands()
		hits := l.Phrases.FindHits(s, r.Languages)
		for i := 0; i < len(bands); i++ {
			columns := bandHeading(s, l, bands[i], hits)
			if columns == nil || taken[n][bands[i].From] || 4*alsoIn(best, columns) < 3*named(best) {
				continue
			}
			t := banded{r: r, l: l, n: n, columns: columns, lines: bands[i].To - bands[i].From - 1}
			found := t.read(bands[i+1:])
			if len(found) == 0 {
				continue
			}
			if named(columns) > named(best) {
				best = columns
			}
			for row := bands[i].From; row < bands[i+len(found)].To; row++ {
				taken[n][row] = true
			}
			rows, lines, i = append(rows, found...), lines+t.lines, i+len(found)
		}
	}
	return rows, lines
}

// read reads the rows of the table, one of each band, as long as they look like rows.
func (t *banded) read(bands []layout.Band) []tableRow {
	s := t.r.Sheets[t.n]
	var rows []tableRow
	for _, b := range bands {
		gap := s.Tokens[s.Rows[b.From].From].Y0 - s.Tokens[s.Rows[b.From-1].From].Y1
		first := s.Rows[b.From].From
		if gap > gridGap*s.Line || t.r.BeginsTotals(t.n, b.From) || evidence.SumWords[s.Tokens[first].Fold] || len(rows) > 0 && endsGrid(t.r, t.n, b.From) {
			break
		}
		cells := t.cells(b)
		values, ok := t.values(cells)
		if !ok || len(values) < 2 || 2*len(cells) < len(t.columns) {
			break
		}
		rows = append(rows, tableRow{sheet: t.n, values: values})
		t.lines += b.To - b.From - 1
	}
	return rows
}

// cells sorts the pieces of a band into the columns. A piece that reaches under two headings is cut.
func (t *banded) cells(b layout.Band) map[int][]layout.Span {
	s := t.r.Sheets[t.n]
	cells := map[int][]layout.Span{}
	for _, cell := range cellsIn(s, b) {
		if at, ok := t.columnOfCell(cell); ok {
			cells[at] = append(cells[at], cell...)
			continue
		}
		for _, piece := range cell {
			for piece.From < piece.To {
				at, end := t.columnOf(piece)
				cells[at] = append(cells[at], layout.Span{From: piece.From, To: end})
				piece.From = end
			}
		}
	}
	return cells
}

// columnOfCell is the column that all lines of a cell stand in; false where they reach under several
// headings.
func (t *banded) columnOfCell(cell []layout.Span) (at int, ok bool) {
	s := t.r.Sheets[t.n]
	at = -1
	for _, line := range cell {
		for i, c := range t.columns {
			if !reaches(s, line, c) {
				continue
			}
			if at >= 0 && at != i {
				return 0, false
			}
			at = i
		}
	}
	return at, at >= 0
}

// columnOf is the column that a piece stands in, and the word behind its part of the piece: one that
// reaches under the next heading is cut at its widest gap before it.
func (t *banded) columnOf(piece layout.Span) (at, end int) {
	s := t.r.Sheets[t.n]
	at = nearestColumn(s, t.columns, piece)
	for at > 0 && reaches(s, piece, t.columns[at-1]) {
		at--
	}
	if at+1 >= len(t.columns) || !reaches(s, piece, t.columns[at]) || !reaches(s, piece, t.columns[at+1]) {
		return at, piece.To
	}
	here, next := t.columns[at], t.columns[at+1]
	end, widest := piece.To, 0.0
	for i := piece.From + 1; i < piece.To; i++ {
		gap := s.Tokens[i].X0 - s.Tokens[i-1].X1
		if s.Tokens[i].X1 > here.x0 && s.Tokens[i-1].X0 < next.x1 && s.Tokens[i].X0 > here.x0 && gap > widest {
			end, widest = i, gap
		}
	}
	return at, end
}

// reaches reports whether a piece stands under a heading.
func reaches(s *layout.Sheet, piece layout.Span, c gridColumn) bool {
	x0, _, x1, _ := s.Bounds(piece)
	return min(x1, c.x1)-max(x0, c.x0) > 0.25*s.Line
}

// values reads the cells of the columns that the schema asks for; false when one holds something else.
func (t *banded) values(cells map[int][]layout.Span) (map[int]evidence.Option, bool) {
	values := map[int]evidence.Option{}
	for at, lines := range cells {
		c := t.columns[at]
		if c.field < 0 {
			continue
		}
		o, ok := t.value(lines, &t.l.Fields[c.field])
		if !ok {
			return nil, false
		}
		o.Strength = 0.6 + 0.3*min(c.weight/plan.WeightName, 1)
		values[c.field] = o
	}
	return values, true
}

// value reads a cell: its lines are one text; of a number or a date only one line may be, the others
// have its unit.
func (t *banded) value(lines []layout.Span, f *plan.Field) (found evidence.Option, ok bool) {
	s := t.r.Sheets[t.n]
	if f.Kind != plan.Text && f.Kind != plan.Name && f.Kind != plan.Ident {
		for _, line := range lines {
			if o, fits := cellOption(t.r, t.n, line, f); fits {
				if ok {
					return o, false
				}
				found, ok = o, true
			} else if s.HasDigit(line) {
				return o, false
			}
		}
		return found, ok
	}
	found, ok = cellOption(t.r, t.n, lines[0], f)
	parts := make([]string, len(lines))
	for i, line := range lines {
		parts[i] = s.Text(line)
	}
	found.Value, found.More = joinLines(parts), lines[1:]
	return found, ok
}

// bandHeading returns the columns that a band heads, nil when it is no heading of the list.
func bandHeading(s *layout.Sheet, l *plan.List, b layout.Band, hits []plan.Hit) []gridColumn {
	var columns []gridColumn
	for _, cell := range cellsIn(s, b) {
		columns = append(columns, cellColumns(s, l, cell, hits)...)
	}
	columns = onePerField(columns)
	if named(columns) < 2 {
		return nil
	}
	slices.SortFunc(columns, leftFirst)
	return columns
}
