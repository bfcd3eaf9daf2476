package table

import (
	"maps"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// explained reports whether print besides the rows is their sum, or what parts it from the net total:
// one amount, or up to three of those that are charged and taken off.
func explained(r *evidence.Reading, net evidence.Option, rows []tableRow, sum, off extractors.Ticks) bool {
	var adjusting []extractors.Ticks
	among := extents(r, rows)
	last := rows[len(rows)-1]
	for n, s := range r.Sheets {
		for row := range s.Rows {
			worth, alone := lastAmount(r, n, row)
			reduces := takesOff(s, row)
			if worth == 0 || among[n].holds(row) && !reduces {
				continue
			}
			if alone && (worth == evidence.Abs(off) || worth == evidence.Abs(sum)) {
				return true
			}
			above := n == net.Sheet && row < s.RowOf[net.Span.From]
			below := n > last.sheet || n == last.sheet && row > rowOf(r, last)
			if reduces || alone && above && below {
				adjusting = append(adjusting, worth)
			}
		}
	}
	return len(adjusting) > mostTried || makes(adjusting, off, mostAdjusting)
}

// mostAdjusting is how many amounts a document is expected to charge or take off, and mostTried among
// how many they are looked for. A bill of a thousand discounts explains any sum by chance, and says
// nothing of its rows.
const (
	mostAdjusting = 3
	mostTried     = 12
)

// makes reports whether up to n of some amounts, each added or taken away, give a sum.
func makes(amounts []extractors.Ticks, sum extractors.Ticks, n int) bool {
	for i, a := range amounts {
		if a == evidence.Abs(sum) || n > 1 && (makes(amounts[i+1:], sum-a, n-1) || makes(amounts[i+1:], sum+a, n-1)) {
			return true
		}
	}
	return false
}

// lastAmount is the last amount with cents in a row of print, without its sign, and whether it is the
// only one: a row of goods has more.
func lastAmount(r *evidence.Reading, n, row int) (worth extractors.Ticks, alone bool) {
	sp, amounts := r.Sheets[n].Rows[row], 0
	for _, c := range r.Found[n][plan.Amount] {
		if c.Span.From >= sp.From && c.Span.To <= sp.To && c.Amount.Scale == 2 {
			worth = evidence.Abs(c.Amount.Ticks)
			amounts++
		}
	}
	return worth, amounts == 1
}

// takesOff reports whether a row names what is taken off a price.
func takesOff(s *layout.Sheet, row int) bool {
	words := s.Tokens[s.Rows[row].From:s.Rows[row].To]
	return slices.ContainsFunc(words, func(t layout.Token) bool {
		return slices.ContainsFunc(reductions, func(w string) bool { return strings.HasSuffix(t.Fold, w) })
	})
}

// reductions end words for what is taken off, such as Sondernachlass.
var reductions = slices.Sorted(maps.Keys(evidence.Reductions))

// An extent is where on a sheet rows were read: from the first of print to the last, with what stands
// between them. The zero value holds none.
type extent struct{ from, to int }

func (e extent) holds(row int) bool { return e.from <= row && row < e.to }

// extents are those of the rows, by sheet.
func extents(r *evidence.Reading, rows []tableRow) map[int]extent {
	all := map[int]extent{}
	for _, read := range rows {
		at := rowOf(r, read)
		e, ok := all[read.sheet]
		if !ok {
			e = extent{at, at + 1}
		}
		all[read.sheet] = extent{min(e.from, at), max(e.to, at+1)}
	}
	return all
}

// rowOf is the row of print that a row of the list was read from.
func rowOf(r *evidence.Reading, row tableRow) int {
	s, first := r.Sheets[row.sheet], firstValue(row)
	if first >= len(s.RowOf) {
		return -1
	}
	return s.RowOf[first]
}
