package table

import (
	"fmt"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// A border is where another account begins.
type border struct {
	sheet, row int
	why        string
}

// behind reports whether a row is one of the other account.
func (o *border) behind(sheet, row int) bool {
	return o != nil && (sheet > o.sheet || sheet == o.sheet && row >= o.row)
}

// opensAccount reports whether a row at the left edge of the table begins another account: the texts of
// entries name accounts as well, further right.
func (b *tableBody) opensAccount(row int) bool {
	s := b.r.Sheets[b.n]
	return b.account != nil && s.Tokens[s.Rows[row].From].X0 < b.left()+s.Line && b.account.within(b.n, row)
}

// opensBehind reports whether a row states what an account opens with, behind one among the rows from
// from on that states what another closed with.
func (b *tableBody) opensBehind(from, row int) bool {
	if b.account == nil || len(b.account.fields) == 0 {
		return false
	}
	opened, ok := b.balanceAt(row, amountNamed(b.r, "opening"))
	for at := row - 1; ok && at >= from; at-- {
		if closed, ok := b.balanceAt(at, amountNamed(b.r, "closing")); ok && closed != opened {
			b.account.begins(b.n, row, opensWithItsOwn)
			return true
		}
	}
	return false
}

// balanceAt is the balance in a row that begins, behind its date, with the label of a field.
func (b *tableBody) balanceAt(row, field int) (worth extractors.Ticks, ok bool) {
	sp := b.behindDates(row)
	if !slices.ContainsFunc(b.r.Hits[b.n], func(h plan.Hit) bool { return h.Span.From == sp.From && h.Field == field && h.Weight >= 0.6 }) {
		return 0, false
	}
	for _, c := range b.r.Found[b.n][plan.Amount] {
		if c.Span.From >= sp.From && c.Span.To <= sp.To && c.Amount.Scale == 2 {
			worth, ok = c.Amount.Ticks, true
		}
	}
	return worth, ok
}

// before drops the rows of the other account, whoever read them.
func (o *border) before(r *evidence.Reading, rows []tableRow) []tableRow {
	return slices.DeleteFunc(rows, func(row tableRow) bool {
		s, first := r.Sheets[row.sheet], firstValue(row)
		return first < len(s.Tokens) && o.behind(row.sheet, s.RowOf[first])
	})
}

// TellAccounts says where a statement goes on with another account, and doubts what may be said of
// either: amounts of the whole account that no entries prove.
func TellAccounts(r *evidence.Reading, listings []Listing, claims []extractors.Claim) []extractors.Claim {
	for _, t := range listings {
		if t.other == nil {
			continue
		}
		rows := t.list.Pointer()
		around := rows[:strings.LastIndex(rows, "/")+1]
		for i := range claims {
			c := &claims[i]
			f := slices.IndexFunc(r.Plan.Fields, func(f plan.Field) bool { return plan.FirstRow(f.Node.Pointer) == c.Pointer })
			if f >= 0 && strings.HasPrefix(c.Pointer, around) && r.Plan.Fields[f].Kind == plan.Amount && !c.Proven {
				c.Elsewhere = true
			}
		}
		s := r.Sheets[t.other.sheet]
		claims = append(claims, extractors.Claim{
			Pointer: listAround(t.list.Node.Pointer), Code: pipeline.ReasonRowsIncomplete, Reader: evidence.Version,
			Reason:   fmt.Sprintf("another account begins on page %d: %s. Only the first one is read", s.Number, t.other.why),
			Evidence: []pipeline.Evidence{s.Evidence(s.Rows[t.other.row])},
		})
	}
	return claims
}

// listAround is the list of accounts that a list of entries is in, itself where it is in none.
func listAround(pointer string) string {
	if at := strings.LastIndex(pointer, "/*/"); at >= 0 {
		return plan.FirstRow(pointer[:at])
	}
	return pointer
}
