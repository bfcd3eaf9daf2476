package local

import (
	"maps"
	"slices"
	"strconv"

	"docpipe/extractors"
	"docpipe/schemas"
)

// A list is a list of the schema whose rows print as a table.
type list struct {
	node    *schemas.Node
	fields  []field // leaves of a row
	phrases phrases // labels of columns
}

func newList(n *schemas.Node) *list {
	l := &list{node: n, phrases: phrases{}}
	if n.Items == nil {
		return l
	}
	for _, c := range n.Items.Properties {
		if c.Leaf() {
			f := newField(c, nil)
			if f.kind == kindNumber {
				f.kind = kindAmount
			}
			l.fields = append(l.fields, f)
			l.addLabels(len(l.fields)-1, c)
		}
	}
	l.phrases.addLost()
	return l
}

// Weights of headings that name a column only in part.
const (
	weightHead  = 0.5  // "Value" for the statistical value
	weightThing = 0.52 // "Description" for the name of what a row is about
)

// addLabels enters how a column is headed. A column needs less of a name than a field: its table
// says what the row is about.
func (l *list) addLabels(index int, c *schemas.Node) {
	if len(c.Labels) > 0 {
		l.phrases.addField(index, c, nil)
		return
	}
	l.phrases.addField(index, c, l.node)
	name := append(folded(c.Title), nameWords(c)...)
	last := name[len(name)-1]
	if l.lastWords()[last] == 1 {
		l.phrases.add(index, []string{last}, weightHead)
		for _, concept := range words().find([]string{last}) {
			l.phrases.addConcept(index, concept, weightHead)
		}
	}
	if last == "name" || last == "title" || last == "description" {
		for _, thing := range [][]string{singular(nameWords(l.node)), {"description"}} {
			for _, concept := range words().find(thing) {
				l.phrases.addConcept(index, concept, weightThing)
			}
		}
	}
}

// lastWords counts the last words of the names of the columns.
func (l *list) lastWords() map[string]int {
	count := map[string]int{}
	for _, c := range l.node.Items.Properties {
		name := nameWords(c)
		count[name[len(name)-1]]++
	}
	return count
}

// pointer is where the list stands in the data.
func (l *list) pointer() string { return firstRow(l.node.Pointer) }

// A tableRow is the values of one row by field.
type tableRow struct {
	sheet  int
	values map[int]option
	unread map[int]span // words in columns of rates that are no number
}

// A listing is the rows of one list that prints as a table.
type listing struct {
	list *list
	rows []tableRow
}

// readTables reads every list that prints as a table, and marks its rows as taken. Lists without a
// table are returned as the others.
func (r *reading) readTables(taken []map[int]bool) (listings []listing, others []*list) {
	for _, l := range r.plan.lists {
		if rows := r.readRows(l, taken); len(rows) > 0 {
			listings = append(listings, listing{l, rows})
		} else {
			others = append(others, l)
		}
	}
	return listings, others
}

// readRows reads the rows of a list of goods or entries, or where its schema states no labels of
// columns, those of any other table when that has more to say.
func (r *reading) readRows(l *list, taken []map[int]bool) []tableRow {
	if l.labelled() {
		if rows := r.readList(l, taken); len(rows) > 0 || !l.things() {
			return rows
		}
		return r.readGrids(l, taken)
	}
	mark := make([]map[int]bool, len(taken))
	for n := range taken {
		mark[n] = maps.Clone(taken[n])
	}
	goods, other := r.readList(l, taken), r.readGrids(l, mark)
	if cellsOf(other) <= cellsOf(goods) {
		return goods
	}
	copy(taken, mark)
	return other
}

// things reports whether the rows are about things and not about money: no column is a price or worth.
func (l *list) things() bool {
	return !slices.ContainsFunc(l.fields, func(f field) bool {
		return f.kind == kindAmount && has(nameWords(f.node), "amount", "price", "net", "total", "balance")
	})
}

// labelled reports whether the schema says how the columns are headed.
func (l *list) labelled() bool {
	return slices.ContainsFunc(l.fields, func(f field) bool { return len(f.node.Labels) > 0 })
}

func cellsOf(rows []tableRow) int {
	n := 0
	for _, row := range rows {
		n += len(row.values)
	}
	return n
}

// readOne reads a list as a table, whatever else it may be, and marks its rows as taken.
func (r *reading) readOne(l *list, taken []map[int]bool) listing {
	return listing{l, r.readList(l, taken)}
}

// readList reads the rows of one list over all sheets.
func (r *reading) readList(l *list, taken []map[int]bool) []tableRow {
	if len(l.fields) < 2 {
		return nil
	}
	var rows []tableRow
	scan := tableScan{r: r, l: l}
	for n := range r.sheets {
		rows = append(rows, scan.sheet(n, taken[n])...)
	}
	return rows
}

// claims states the rows of a listing, with what the sums of the document mend in them.
func (t listing) claims(r *reading) []extractors.Claim {
	l, rows := t.list, t.rows
	var claims []extractors.Claim
	for i := range rows {
		r.mendRow(l, &rows[i])
	}
	claims = append(claims, r.missingRows(l, rows)...)
	running := runningBalance(l, rows)
	for i, row := range rows {
		claims = append(claims, r.rowClaims(l, i, row, running[i])...)
	}
	return claims
}

// holdsMoney reports whether amounts are printed in rows from to last: a heading has none.
func (r *reading) holdsMoney(n, from, last int) bool {
	s := r.sheets[n]
	for _, c := range r.found[n][kindAmount] {
		if row := s.rowOf[c.span.from]; row >= from && row <= last && c.fit > 0.9 {
			return true
		}
	}
	return false
}

// beginsTotals reports whether a row labels a sum of the whole document.
func (r *reading) beginsTotals(n, row int) bool {
	s := r.sheets[n]
	for _, h := range r.hits[n] {
		if s.rowOf[h.span.from] != row || !r.plan.fields[h.field].sumsUp() || h.weight < 0.6 {
			continue
		}
		if h.span.from == s.segs[s.segOf[h.span.from]].from && s.segOf[h.span.to-1] == s.segOf[h.span.from] {
			return true
		}
	}
	return false
}

// rowClaims states the values of row i.
func (r *reading) rowClaims(l *list, i int, row tableRow, proof string) []extractors.Claim {
	if sumsUp(l, row) {
		proof = "quantity × price = amount holds"
	}
	var claims []extractors.Claim
	for f := range l.fields {
		o, ok := row.values[f]
		if !ok {
			continue
		}
		if l.fields[f].kind == kindAmount {
			o.proven = proof
		} else if proof != "" {
			o.strength = max(o.strength, 0.93) // the row is read as it is printed
		}
		c := r.claimOf(l.pointer()+"/"+strconv.Itoa(i)+l.fields[f].node.Pointer[len(l.node.Pointer)+2:], o, nil)
		if o.misread == "" {
			c.Reason = "in the column of its heading"
		}
		if o.derived && l.fields[f].kind == kindDate {
			c.Reason += "; its year is that of the document's dates"
		}
		if o.proven != "" {
			c.Reason += "; " + o.proven
		}
		if len(o.readings) > 0 {
			c = ambiguous(c, o)
		}
		claims = append(claims, c)
	}
	return claims
}

// sumsUp reports whether two amounts of a row multiply to a third, within the last digit.
func sumsUp(l *list, row tableRow) bool {
	var amounts []extractors.Ticks
	for f := range l.fields {
		if o, ok := row.values[f]; ok && l.fields[f].kind == kindAmount {
			amounts = append(amounts, o.amount.Ticks)
		}
	}
	for i, a := range amounts {
		for j, b := range amounts {
			for k, c := range amounts {
				if i < j && k != i && k != j && abs(a) < 1<<31 && abs(b) < 1<<31 {
					if off := abs(a*b/extractors.TicksPerOne - c); off <= extractors.TicksPerOne/100 {
						return true
					}
				}
			}
		}
	}
	return false
}
