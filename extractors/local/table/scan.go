package table

import (
	"math"
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A tableScan reads one list through the sheets of a document.
type tableScan struct {
	r       *evidence.Reading
	l       *plan.List
	heading []column // of the list's first table: later ones must have its columns
	open    *tableBody
	days    printedDays
	account *account   // whose entries the rows are
	rows    []tableRow // that were read
}

// sheet reads the tables of sheet n and marks their rows as taken. A table that no sum has
// ended goes on at the top of the next sheet, also where its heading is not printed again.
func (t *tableScan) sheet(n int, taken map[int]bool) {
	s := t.r.Sheets[n]
	hits := sideBySide(s, t.l.Phrases.FindHits(s, t.r.Languages))
	before := t.open
	headings := t.headings(n, taken, hits)
	least := leastOfBest * best(headings)
	for i, from := 0, 0; i < len(headings); i++ {
		h := headings[i]
		if h.from < from || h.weight() < least {
			continue
		}
		if t.account.above(n, from, h.from, h.last+2, t.rows) {
			break
		}
		if !continues(t.heading, h.columns, s.Line) {
			continue
		}
		t.nameItems(n, &h)
		body := newTableBody(t.r, t.l, n, h.columns, layout.Span{From: s.Rows[h.from].From, To: s.Rows[h.last].To})
		body.days, body.account = &t.days, t.account
		found, end := body.read(h.last + 1)
		if len(found) == 0 {
			if t.heading == nil && !body.ended && body.nearFoot(h.last) {
				t.open = body
			}
			continue
		}
		if t.heading == nil {
			t.heading = h.columns
		}
		for row := h.from; row < end; row++ {
			taken[row] = true
		}
		t.rows = append(t.rows, found...)
		from, t.open, before = end, body, nil
		if body.ended {
			t.open = nil
		}
	}
	if before != nil && t.account.other == nil {
		t.goOn(n, taken, before)
	}
}

// A tableHeading is rows from to last of a sheet, which label columns.
type tableHeading struct {
	from, last int
	columns    []column
}

// leastOfBest is the share of the best heading's weight below which a row of labels is none.
const leastOfBest = 0.6

// weight says how much a heading looks like one.
func (h *tableHeading) weight() float64 {
	sum := 0.0
	for _, c := range h.columns {
		sum += c.weight
	}
	return sum
}

func best(headings []tableHeading) float64 {
	most := 0.0
	for i := range headings {
		most = max(most, headings[i].weight())
	}
	return most
}

// headings returns what may be headings of the list on a sheet, from top to bottom.
func (t *tableScan) headings(n int, taken map[int]bool, hits []plan.Hit) []tableHeading {
	s := t.r.Sheets[n]
	var all []tableHeading
	for from := range s.Rows {
		if taken[from] {
			continue
		}
		columns, last := headerAt(s, t.l, hits, from, t.beforeMoney(n, from, headerEnd(s, from)))
		if columns != nil && !holdsMoney(t.r, n, from, last) {
			all = append(all, tableHeading{from, last, columns})
		}
	}
	return all
}

// nameItems says what a column headed "Item" holds, by its first row: what is sold, where
// nothing else describes it and words or letters stand there; positions, where a one does.
func (t *tableScan) nameItems(n int, h *tableHeading) {
	s := t.r.Sheets[n]
	at := slices.IndexFunc(h.columns, func(c column) bool { return t.l.Fields[c.field].Kind == plan.Ident })
	if at < 0 || h.last+1 >= len(s.Rows) {
		return
	}
	body := newTableBody(t.r, t.l, n, h.columns, layout.Span{From: s.Rows[h.from].From, To: s.Rows[h.last].To})
	sp := body.textIn(h.columns[at], s.Rows[h.last+1])
	name := ""
	switch {
	case sp.From >= sp.To:
		return
	case sp.To-sp.From > 1 || !s.HasDigit(sp):
		name = "description"
	case s.Text(sp) == "1":
		name = "id"
	}
	if field := body.named(name); field >= 0 && !slices.ContainsFunc(h.columns, func(c column) bool { return c.field == field }) {
		h.columns = slices.Clone(h.columns)
		h.columns[at].field = field
	}
}

// beforeMoney is the first row behind from that holds an amount, end at the latest: the balance
// brought forward stands right below the heading, and its label names a column as well.
func (t *tableScan) beforeMoney(n, from, end int) int {
	for row := from + 1; row < end; row++ {
		if holdsMoney(t.r, n, row, row) {
			return row
		}
	}
	return end
}

// goOn reads the rest of a table whose heading stands on the sheet before.
func (t *tableScan) goOn(n int, taken map[int]bool, before *tableBody) {
	body := newTableBody(t.r, t.l, n, before.columns, layout.Span{})
	body.walls, body.like, body.goesOn, body.days, body.account = before.walls, before.like, true, &t.days, t.account
	found, end := body.read(0)
	if body.ended {
		t.open = nil
	}
	if len(found) == 0 {
		return // a page between, with nothing of the table
	}
	s := t.r.Sheets[n]
	for i := s.RowOf[firstValue(found[0])]; i < end; i++ {
		taken[i] = true
	}
	if !body.ended {
		t.open = body
	}
	t.rows = append(t.rows, found...)
}

// firstValue is the first word of a row that was read as a value of it.
func firstValue(row tableRow) int {
	first := math.MaxInt
	for _, o := range row.values {
		if o.Told != dayAbove {
			first = min(first, o.Span.From)
		}
	}
	return first
}
