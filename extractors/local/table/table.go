// Package table reads lists that print as tables: goods, entries of an account, or any other rows.
//
// [Read] looks for a heading whose labels are those of the list's columns (heading.go) and reads the
// rows below it, over pages if need be (scan.go, body.go): which lines are rows and which are sums
// (record.go), values by their columns (values.go), texts that go on over several lines (text.go). A
// list without labels of its own is also read as a grid: any row of labels above rows of values
// (grid.go).
//
// Entries of an account are signed for its holder (sides.go).
//
// What must hold proves rows and mends misread ones: quantity × price = amount (mend.go), balance +
// amount = next balance (balance.go). Rows that are missing are said (complete.go).
package table

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A tableRow is the values of one row by field.
type tableRow struct {
	sheet  int
	values map[int]evidence.Option
	unread map[int]layout.Span // words in columns of rates that are no number
}

// A Listing is the rows of one list that prints as a table.
type Listing struct {
	list  *plan.List
	rows  []tableRow
	other *border // where another account begins, which is not read; nil for none
}

// Read reads every list that prints as a table, and marks its rows as taken. Lists without a
// table are returned as the others.
func Read(r *evidence.Reading, taken []map[int]bool) (listings []Listing, others []*plan.List) {
	for _, l := range r.Plan.Lists {
		if l.OfSigners() {
			continue // they print as signature blocks
		}
		if rows, other := readRows(r, l, taken); len(rows) > 0 {
			signUnmarked(l, rows)
			listings = append(listings, Listing{l, rows, other})
		} else {
			others = append(others, l)
		}
	}
	return listings, others
}

// readRows reads the rows of a list of goods or entries, or where its schema states no labels of
// columns, those of any other table when that has more to say.
func readRows(r *evidence.Reading, l *plan.List, taken []map[int]bool) ([]tableRow, *border) {
	if l.Labelled() {
		if rows, other := readList(r, l, taken); len(rows) > 0 || !things(l) {
			return rows, other
		}
		return readGrids(r, l, taken), nil
	}
	goods, grids, bands := cloned(taken), cloned(taken), cloned(taken)
	rows, other := readList(r, l, goods)
	mark := goods
	if found := other.before(r, readGrids(r, l, grids)); cellsOf(found) > cellsOf(rows) {
		rows, mark = found, grids
	}
	if found, lines := readBands(r, l, bands); lines > 0 && cellsOf(found) >= cellsOf(rows) {
		rows, mark = other.before(r, found), bands
	}
	copy(taken, mark)
	return withoutNumbers(r, l, rows), other
}

func cloned(taken []map[int]bool) []map[int]bool {
	mark := make([]map[int]bool, len(taken))
	for n := range taken {
		mark[n] = maps.Clone(taken[n])
	}
	return mark
}

// things reports whether the rows are about things and not about money: no column is a price or worth.
func things(l *plan.List) bool {
	return !slices.ContainsFunc(l.Fields, func(f plan.Field) bool {
		return f.Kind == plan.Amount && plan.Has(plan.NameWords(f.Node), "amount", "price", "net", "total", "balance")
	})
}

func cellsOf(rows []tableRow) int {
	n := 0
	for _, row := range rows {
		n += len(row.values)
	}
	return n
}

// ReadOne reads a list as a table, whatever else it may be, and marks its rows as taken.
func ReadOne(r *evidence.Reading, l *plan.List, taken []map[int]bool) Listing {
	rows, other := readList(r, l, taken)
	return Listing{l, rows, other}
}

// readList reads the rows of one list over all sheets, of an account until another begins.
func readList(r *evidence.Reading, l *plan.List, taken []map[int]bool) ([]tableRow, *border) {
	if len(l.Fields) < 2 {
		return nil, nil
	}
	scan := tableScan{r: r, l: l, account: newAccount(r, l)}
	for n := range r.Sheets {
		scan.sheet(n, taken[n])
	}
	if scan.account.other != nil {
		scan.account.takeRest(taken)
	}
	return scan.rows, scan.account.other
}

// Claims states the rows of a listing, with what the sums of the document mend in them.
func (t Listing) Claims(r *evidence.Reading) []extractors.Claim {
	l, rows := t.list, t.rows
	var claims []extractors.Claim
	for i := range rows {
		mendRow(r, l, &rows[i])
	}
	remarks := missingRows(r, l, rows)
	running := runningBalance(r, l, rows)
	for i, row := range rows {
		claims = append(claims, doubtWorth(l, row, remarks, rowClaims(r, l, i, row, running[i]))...)
	}
	return append(remarks, claims...)
}

// holdsMoney reports whether amounts are printed in rows from to last: a heading has none.
func holdsMoney(r *evidence.Reading, n, from, last int) bool {
	s := r.Sheets[n]
	for _, c := range r.Found[n][plan.Amount] {
		if row := s.RowOf[c.Span.From]; row >= from && row <= last && c.Fit > 0.9 {
			return true
		}
	}
	return false
}

// rowClaims states the values of row i; running is what its balance proves of them.
func rowClaims(r *evidence.Reading, l *plan.List, i int, row tableRow, running map[int]string) []extractors.Claim {
	product := ""
	if sumsUp(l, row) {
		product = "quantity × price = amount holds"
	}
	var claims []extractors.Claim
	for f := range l.Fields {
		o, ok := row.values[f]
		if !ok {
			continue
		}
		if l.Fields[f].Kind == plan.Amount {
			o.Proven = cmp.Or(product, running[f])
		} else if product != "" || len(running) > 0 {
			o.Strength = max(o.Strength, 0.93) // the row is read as it is printed
		}
		c := r.ClaimOf(l.Pointer()+"/"+strconv.Itoa(i)+l.Fields[f].Node.Pointer[len(l.Node.Pointer)+2:], o, nil)
		if o.Misread == "" {
			c.Reason = "in the column of its heading"
		}
		if o.Derived && l.Fields[f].Kind == plan.Date {
			c.Reason += "; " + cmp.Or(o.Told, "its year is that of the document's dates")
		}
		if o.Proven != "" {
			c.Reason += "; " + o.Proven
		}
		if len(o.Readings) > 0 {
			c = evidence.Ambiguous(c, o)
		}
		claims = append(claims, c)
	}
	return claims
}

// sumsUp reports whether two amounts of a row multiply to a third, within the last digit.
func sumsUp(l *plan.List, row tableRow) bool {
	var amounts []extractors.Ticks
	for f := range l.Fields {
		if o, ok := row.values[f]; ok && l.Fields[f].Kind == plan.Amount {
			amounts = append(amounts, o.Amount.Ticks)
		}
	}
	for i, a := range amounts {
		for j, b := range amounts {
			for k, c := range amounts {
				if i < j && k != i && k != j && evidence.Abs(a) < 1<<31 && evidence.Abs(b) < 1<<31 {
					if off := evidence.Abs(a*b/extractors.TicksPerOne - c); off <= extractors.TicksPerOne/100 {
						return true
					}
				}
			}
		}
	}
	return false
}
