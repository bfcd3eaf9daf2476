package table

import (
	"slices"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A tableBody reads the rows under a heading.
type tableBody struct {
	r       *evidence.Reading
	l       *plan.List
	n       int // sheet
	columns []column
	walls   []wall          // all that the heading prints, columns of the list or not
	like    map[int]bool    // numeric columns of a row, that others must fill where a sum may be meant
	goesOn  bool            // its heading stands on the sheet before
	ended   bool            // by a sum
	window  evidence.Window // of dates without a year; the zero value where the document tells none
	days    *printedDays
	account *account // whose entries the rows are; nil where they are no entries
}

// A wall is the place of something in the heading.
type wall struct{ x0, x1 float64 }

func newTableBody(r *evidence.Reading, l *plan.List, n int, columns []column, heading layout.Span) *tableBody {
	b := &tableBody{r: r, l: l, n: n, columns: columns, window: r.Window, days: &printedDays{}}
	s := r.Sheets[n]
	for _, c := range columns {
		b.walls = append(b.walls, wall{c.x0, c.x1})
	}
	for i := heading.From; i < heading.To; {
		seg := s.Segs[s.SegOf[i]]
		i = seg.To
		x0, _, x1, _ := s.Bounds(seg)
		if !slices.ContainsFunc(columns, func(c column) bool { return c.x0 < x1 && c.x1 > x0 }) {
			b.walls = append(b.walls, wall{x0, x1})
		}
	}
	return b
}

// A line is one row of print below a heading.
type line struct {
	row    int
	values map[int]evidence.Option
	record bool
	sum    bool            // it names or carries a sum: no row of the table, and no text of one
	field  bool            // it begins with the label of a field of the document
	day    evidence.Option // of a record that prints none of its own; the zero value of others
}

// read returns the rows of the table from row from of the sheet, and the row after the table.
func (b *tableBody) read(from int) (found []tableRow, end int) {
	lines := b.lines(from)
	b.findRecords(lines)
	b.addUndated(lines)
	lines = b.cut(lines)
	texts := b.texts(lines)
	for i, ln := range lines {
		if !ln.record {
			continue
		}
		row := b.r.Sheets[b.n].Rows[ln.row]
		b.addText(ln.values, row)
		b.addWrapped(ln.values, texts[i])
		b.addUnit(ln.values)
		if ln.day.Value != "" {
			ln.values[b.dayField()] = ln.day
		}
		found = append(found, tableRow{sheet: b.n, values: ln.values, unread: b.unread(ln.values, row)})
	}
	return found, from + len(lines)
}

// widestGap is the gap, in lines, behind which a table does not go on.
const widestGap = 7

// lines returns the rows of print down to a wide gap.
func (b *tableBody) lines(from int) []line {
	s := b.r.Sheets[b.n]
	var all []line
	for row := from; row < len(s.Rows); row++ {
		if row > from && s.Tokens[s.Rows[row].From].Y0-s.Tokens[s.Rows[row-1].From].Y1 > widestGap*s.Line {
			break
		}
		if b.opensAccount(row) || b.opensBehind(from, row) {
			b.ended = true
			break
		}
		ln := line{row: row, values: b.values(s.Rows[row])}
		ln.sum = b.carries(row) || b.tellsBalance(row) ||
			!b.isEntered(ln) && (b.r.BeginsTotals(b.n, row) || b.beginsSection(row) || b.sumsAlone(row))
		ln.field = b.beginsField(row)
		if !b.r.Plan.Stated && row > from && endsGrid(b.r, b.n, row) {
			ln.sum, ln.field = ln.sum || !b.isEntered(ln), true
		}
		all = append(all, ln)
	}
	return all
}

// left is the left edge of the table.
func (b *tableBody) left() float64 {
	left := b.r.Sheets[b.n].Width
	for _, w := range b.walls {
		left = min(left, w.x0)
	}
	return left
}

// isEntered reports whether a line begins with its date and has the amount of an entry: then it is one,
// called like a sum or not. Interest and fees are.
func (b *tableBody) isEntered(ln line) bool {
	day, dated := ln.values[b.dayField()]
	_, moved := ln.values[b.amountField()]
	return dated && moved && day.Span.From == b.r.Sheets[b.n].Rows[ln.row].From
}

// beginsField reports whether a row begins with the label of a field of the document and a colon: behind
// the last row, the table is over. Between rows, it may say something of the row above.
func (b *tableBody) beginsField(row int) bool {
	s := b.r.Sheets[b.n]
	first := s.Rows[row].From
	return slices.ContainsFunc(b.r.Hits[b.n], func(h plan.Hit) bool {
		if h.Span.From != first || h.Weight < 0.9 {
			return false
		}
		return layout.Ends(s.Tokens[h.Span.To-1].Text, ':') || h.Span.To < s.Rows[row].To && s.Tokens[h.Span.To].Text == ":"
	})
}

// cut takes off what follows the table: from the first sum on behind which no row stands, and
// from the first amount without a date in a table of dated entries. Between two entries, only one
// that stands in a column of amounts is a sum: texts of entries name amounts as well.
func (b *tableBody) cut(lines []line) []line {
	last := lastRecord(lines)
	for i, ln := range lines {
		if !b.dated() || ln.record || !slices.ContainsFunc(lines[:i], isRecord) || !b.hasMoney(b.r.Sheets[b.n].Rows[ln.row]) {
			continue
		}
		if i > last || len(b.numeric(ln.values)) > 0 && !b.carries(ln.row) && !b.tellsBalance(ln.row) {
			b.ended = !b.carries(ln.row)
			return lines[:i]
		}
	}
	for i := last + 1; i < len(lines); i++ {
		if lines[i].sum || lines[i].field {
			b.ended = !b.carries(lines[i].row)
			return lines[:i]
		}
	}
	return lines
}

func isRecord(ln line) bool { return ln.record }

// lastRecord is the place of the last row of the table, -1 for none.
func lastRecord(lines []line) int {
	for i, ln := range slices.Backward(lines) {
		if ln.record {
			return i
		}
	}
	return -1
}

// nearFoot reports whether a row stands so low that its table begins on the next page.
func (b *tableBody) nearFoot(row int) bool {
	s := b.r.Sheets[b.n]
	return len(b.columns) >= 4 && s.Tokens[s.Rows[row].From].Y0 > 0.6*s.Height
}

// beginsSection reports whether a row is nothing but a heading that ends with a colon, at the
// left edge of the table: what follows is about something else.
func (b *tableBody) beginsSection(row int) bool {
	s := b.r.Sheets[b.n]
	sp := s.Rows[row]
	return s.SegOf[sp.From] == s.SegOf[sp.To-1] && layout.Ends(s.Tokens[sp.To-1].Text, ':') && !s.HasDigit(sp) && s.Tokens[sp.From].X0 < b.left()+s.Line
}

// sumsAlone reports whether the first cell of a row is a word for a sum and nothing else.
func (b *tableBody) sumsAlone(row int) bool {
	s := b.r.Sheets[b.n]
	seg := s.Segs[s.SegOf[s.Rows[row].From]]
	return seg.To-seg.From == 1 && seg.To < s.Rows[row].To && evidence.SumWords[s.Tokens[seg.From].Fold]
}

// carryWords begin lines that carry a sum from page to page.
var carryWords = layout.WordSet(`ubertrag uebertrag carried brought carryover areporter report reporter riporto ariportare sumaysigue anterior
	transport transportar doprzeniesienia przeniesienie przeniesienia zprzeniesienia overdracht transporteren`)

// carries reports whether a row carries a sum over: it begins with a word for that, alone or
// with the word in front of it.
func (b *tableBody) carries(row int) bool {
	s := b.r.Sheets[b.n]
	sp := b.behindDates(row)
	if sp.To-sp.From > 8 {
		return false
	}
	for i := sp.From; i < min(sp.From+3, sp.To); i++ {
		if carryWords[s.Tokens[i].Fold] || i+1 < sp.To && carryWords[s.Tokens[i].Fold+s.Tokens[i+1].Fold] {
			return true
		}
	}
	return false
}

// tellsBalance reports whether a row begins, behind its date, with the label of the balance that an
// account opens or closes with: it moves nothing, and is no entry.
func (b *tableBody) tellsBalance(row int) bool {
	opening, closing := amountNamed(b.r, "opening"), amountNamed(b.r, "closing")
	first := b.behindDates(row).From
	return b.dated() && slices.ContainsFunc(b.r.Hits[b.n], func(h plan.Hit) bool {
		return h.Span.From == first && h.Weight >= 0.6 && (h.Field == opening || h.Field == closing)
	})
}

// behindDates is a row without the dates that it begins with.
func (b *tableBody) behindDates(row int) layout.Span {
	sp := b.r.Sheets[b.n].Rows[row]
	for _, c := range b.r.Found[b.n][plan.Date] {
		if c.Span.From == sp.From && c.Span.To < sp.To {
			sp.From = c.Span.To
		}
	}
	return sp
}
