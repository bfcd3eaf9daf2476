package table

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A statement may be that of several accounts, one after the other: each has its number above its
// entries, or a balance that it opens with. Only the first one is read, and that there is another is
// said: rows of two accounts in one list would be worse than none.

// An account knows the first account of a document, and looks for the next.
type account struct {
	r      *evidence.Reading
	l      *plan.List     // its entries
	fields []int          // that number an account
	known  map[int]string // numbers of the first account by field, nil before it begins
	other  *border        // where the next begins, nil for none
}

func newAccount(r *evidence.Reading, l *plan.List) *account {
	a := &account{r: r, l: l}
	if !r.Plan.Booked() || !l.OfEntries() {
		return a
	}
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		words := plan.NameWords(f.Node)
		inAccount := strings.Contains(f.Node.Pointer, "/*/")
		if f.Kind == plan.IBAN || f.Kind == plan.Ident && (plan.Has(words, "account") || inAccount && plan.Has(words, "number")) {
			a.fields = append(a.fields, i)
		}
	}
	return a
}

// above looks at the rows above a table, from row from on, and reports whether they begin another
// account than those above the tables before. rows are the entries that were read.
func (a *account) above(n, from, to, end int, rows []tableRow) bool {
	if a.known == nil {
		a.first(n, to)
		return false
	}
	numbers, at := a.numbers(n, from, to)
	if a.differ(numbers) {
		a.begins(n, at, numberedApart)
	}
	if row, ok := a.opensAgain(n, from, end, rows); ok {
		a.begins(n, row, opensWithItsOwn)
	}
	return a.other != nil
}

// within reports whether a row among entries begins another account.
func (a *account) within(n, row int) bool {
	numbers, _ := a.numbers(n, row, row+1)
	if a.differ(numbers) {
		a.begins(n, row, numberedApart)
	}
	return a.other != nil
}

// What shows that another account begins.
const (
	numberedApart   = "its number is another"
	opensWithItsOwn = "it opens with a balance of its own"
)

// begins notes where another account begins, the first time.
func (a *account) begins(n, row int, why string) {
	if a.other == nil {
		a.other = &border{n, row, why}
	}
}

// differ reports whether numbers are of another account: one of a kind differs, and none is known. Some
// of the digits may be hidden, but not the last ones.
func (a *account) differ(numbers map[int]string) bool {
	other := false
	for f, number := range numbers {
		known, ok := a.known[f]
		if ok && tail(known) == tail(number) {
			return false
		}
		other = other || ok
	}
	return other
}

// shown is how many digits of a number a bank shows at least.
const shown = 4

func tail(number string) string { return number[max(0, len(number)-shown):] }

// numbers are the numbers of accounts that labels name in some rows, the last by field, and the row of
// the first.
func (a *account) numbers(n, from, to int) (all map[int]string, first int) {
	all, first = map[int]string{}, from
	s := a.r.Sheets[n]
	for _, h := range a.r.Hits[n] {
		row := s.RowOf[h.Span.From]
		if row < from || row >= to || h.Weight < 0.6 || !slices.Contains(a.fields, h.Field) {
			continue
		}
		if number := numberBehind(s, h, a.r.Plan.Fields[h.Field].Kind); number != "" {
			if len(all) == 0 || row < first {
				first = row
			}
			all[h.Field] = number
		}
	}
	return all, first
}

// numberBehind is the number behind a label in its row, without blanks; "" where none is.
func numberBehind(s *layout.Sheet, h plan.Hit, k plan.Kind) string {
	var b strings.Builder
	for i := h.Zone.To; i < s.Rows[s.RowOf[h.Span.From]].To; i++ {
		t := &s.Tokens[i]
		if t.Fold == "" {
			continue
		}
		if !t.Digit && (b.Len() > 0 || i > h.Zone.To+1) || b.Len() > 0 && t.X0-s.Tokens[i-1].X1 > s.Line {
			break
		}
		b.WriteString(t.Fold)
	}
	number := b.String()
	if layout.CountDigits(number) < shown || k == plan.IBAN && !plan.ValidIBAN(strings.ToUpper(number)) {
		return ""
	}
	return number
}

// opensAgain finds an opening balance that nothing before it leads to: what is brought forward was
// printed before, or is the sum of all before.
func (a *account) opensAgain(n, from, to int, rows []tableRow) (row int, ok bool) {
	opening := amountNamed(a.r, "opening")
	if opening < 0 || len(a.fields) == 0 || len(rows) == 0 {
		return 0, false
	}
	for _, o := range balancesNamed(a.r, opening) {
		s := a.r.Sheets[o.Sheet]
		row := s.RowOf[o.Span.From]
		if o.Sheet == n && row >= from && row < to && !a.ledTo(n, from, o.Amount.Ticks, rows) {
			return row, true
		}
	}
	return 0, false
}

// ledTo reports whether an amount is printed before a row, or follows from one printed there and the
// entries.
func (a *account) ledTo(n, before int, worth extractors.Ticks, rows []tableRow) bool {
	moved := extractors.Ticks(0)
	amount, _ := balanceFields(a.l)
	for _, row := range rows {
		moved += row.values[amount].Amount.Ticks
	}
	for sheet := range n + 1 {
		s := a.r.Sheets[sheet]
		for _, c := range a.r.Found[sheet][plan.Amount] {
			if earlier := sheet < n || s.RowOf[c.Span.From] < before; earlier && (c.Amount.Ticks == worth || c.Amount.Ticks+moved == worth) {
				return true
			}
		}
	}
	return false
}

// first remembers the numbers above the first table, or where none is, those that the pages before name.
func (a *account) first(n, to int) {
	a.known, _ = a.numbers(n, 0, to)
	for sheet := n - 1; sheet >= 0 && len(a.known) == 0; sheet-- {
		a.known, _ = a.numbers(sheet, 0, len(a.r.Sheets[sheet].Rows))
	}
}

// takeRest keeps what is printed of the other account from everything else.
func (a *account) takeRest(taken []map[int]bool) {
	for n, s := range a.r.Sheets {
		for row := range s.Rows {
			if a.other.behind(n, row) {
				taken[n][row] = true
			}
		}
	}
}
