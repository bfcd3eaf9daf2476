package local

import (
	"slices"
)

// A tableBody reads the rows under a heading.
type tableBody struct {
	r       *reading
	l       *list
	n       int // sheet
	columns []column
	walls   []wall       // all that the heading prints, columns of the list or not
	like    map[int]bool // numeric columns of a row, that others must fill where a sum may be meant
	goesOn  bool         // its heading stands on the sheet before
	ended   bool         // by a sum
	window  window       // of dates without a year; the zero value where the document tells none
}

// A wall is the place of something in the heading.
type wall struct{ x0, x1 float64 }

func newTableBody(r *reading, l *list, n int, columns []column, heading span) *tableBody {
	b := &tableBody{r: r, l: l, n: n, columns: columns, window: r.window}
	s := r.sheets[n]
	for _, c := range columns {
		b.walls = append(b.walls, wall{c.x0, c.x1})
	}
	for i := heading.from; i < heading.to; {
		seg := s.segs[s.segOf[i]]
		i = seg.to
		x0, _, x1, _ := s.bounds(seg)
		if !slices.ContainsFunc(columns, func(c column) bool { return c.x0 < x1 && c.x1 > x0 }) {
			b.walls = append(b.walls, wall{x0, x1})
		}
	}
	return b
}

// A line is one row of print below a heading.
type line struct {
	row    int
	values map[int]option
	record bool
	sum    bool // it names or carries a sum: no row of the table, and no text of one
}

// read returns the rows of the table from row from of the sheet, and the row after the table.
func (b *tableBody) read(from int) (found []tableRow, end int) {
	lines := b.lines(from)
	b.findRecords(lines)
	lines = b.cut(lines)
	texts := b.texts(lines)
	for i, ln := range lines {
		if !ln.record {
			continue
		}
		row := b.r.sheets[b.n].rows[ln.row]
		b.addText(ln.values, row)
		b.addWrapped(ln.values, texts[i])
		b.addUnit(ln.values)
		found = append(found, tableRow{sheet: b.n, values: ln.values, unread: b.unread(ln.values, row)})
	}
	return found, from + len(lines)
}

// widestGap is the gap, in lines, behind which a table does not go on.
const widestGap = 7

// lines returns the rows of print down to a wide gap.
func (b *tableBody) lines(from int) []line {
	s := b.r.sheets[b.n]
	var all []line
	for row := from; row < len(s.rows); row++ {
		if row > from && s.tokens[s.rows[row].from].y0-s.tokens[s.rows[row-1].from].y1 > widestGap*s.line {
			break
		}
		ln := line{row: row, values: b.values(s.rows[row])}
		ln.sum = b.r.beginsTotals(b.n, row) || b.carries(row) || b.beginsSection(row)
		all = append(all, ln)
	}
	return all
}

// cut takes off what follows the table: from the first sum on behind which no row stands, and
// from the first amount without a date in a table of dated entries.
func (b *tableBody) cut(lines []line) []line {
	last := -1
	for i, ln := range lines {
		if ln.record {
			last = i
		}
		if b.dated() && last >= 0 && !ln.record && b.hasMoney(b.r.sheets[b.n].rows[ln.row]) {
			b.ended = true
			return lines[:i]
		}
	}
	for i := last + 1; i < len(lines); i++ {
		if lines[i].sum {
			b.ended = !b.carries(lines[i].row)
			return lines[:i]
		}
	}
	return lines
}

// nearFoot reports whether a row stands so low that its table begins on the next page.
func (b *tableBody) nearFoot(row int) bool {
	s := b.r.sheets[b.n]
	return len(b.columns) >= 4 && s.tokens[s.rows[row].from].y0 > 0.6*s.height
}

// beginsSection reports whether a row is nothing but a heading that ends with a colon, at the
// left edge of the table: what follows is about something else.
func (b *tableBody) beginsSection(row int) bool {
	s := b.r.sheets[b.n]
	sp := s.rows[row]
	left := s.width
	for _, w := range b.walls {
		left = min(left, w.x0)
	}
	return s.segOf[sp.from] == s.segOf[sp.to-1] && ends(s.tokens[sp.to-1].text, ':') && !s.hasDigit(sp) && s.tokens[sp.from].x0 < left+s.line
}

// carryWords begin lines that carry a sum from page to page.
var carryWords = wordSet(`ubertrag uebertrag carried brought carryover areporter report reporter riporto ariportare sumaysigue anterior
	transport transportar doprzeniesienia przeniesienie przeniesienia zprzeniesienia overdracht transporteren`)

// carries reports whether a row carries a sum over: it begins with a word for that, alone or
// with the word in front of it.
func (b *tableBody) carries(row int) bool {
	s := b.r.sheets[b.n]
	sp := s.rows[row]
	if sp.to-sp.from > 8 {
		return false
	}
	for i := sp.from; i < min(sp.from+3, sp.to); i++ {
		if carryWords[s.tokens[i].fold] || i+1 < sp.to && carryWords[s.tokens[i].fold+s.tokens[i+1].fold] {
			return true
		}
	}
	return false
}
