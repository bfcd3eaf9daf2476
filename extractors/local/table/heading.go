package table

import (
	"math"
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// A column is one recognised column of a table, with the place of its heading.
type column struct {
	field    int
	x0, x1   float64
	weight   float64
	negative bool // its amounts leave the account: a column of debits
	tight    bool // its heading stands close to that of the column before
	shared   bool // its heading may as well be that of another field
}

// continues reports whether a heading is that of the same table again, on a later page: most of
// its columns stand where they stood, or all of them are there.
func continues(first, again []column, line float64) bool {
	shared, inPlace := 0, 0
	for _, a := range first {
		for _, b := range again {
			if a.field == b.field {
				shared++
				if math.Abs(a.x0-b.x0) < 3*line || math.Abs(a.x1-b.x1) < 3*line {
					inPlace++
				}
				break
			}
		}
	}
	return 4*inPlace >= 3*len(first) || shared == len(first)
}

// headerLines is how many rows a heading may take.
const headerLines = 3

// headerEnd is the row after those that can be lines of a heading which begins in row from.
func headerEnd(s *layout.Sheet, from int) int {
	end := from + 1
	for end < min(from+headerLines, len(s.Rows)) && s.Tokens[s.Rows[end].From].Y0-s.Tokens[s.Rows[end-1].From].Y1 <= 1.2*s.Line {
		end++
	}
	return end
}

// headerAt reads a heading that begins in row from and ends before row end: at least two columns,
// one of them amounts, and a row with more than one.
func headerAt(s *layout.Sheet, l *plan.List, hits []plan.Hit, from, end int) (columns []column, last int) {
	best, contra := map[int]column{}, map[int]column{}
	inRow := 0
	for _, h := range append(l.Phrases.StackedHits(s, from, end), hits...) {
		row := s.RowOf[h.Span.From]
		if row < from || row >= end || h.Weight < 0.45 {
			continue
		}
		c := columnAt(s, h, hits)
		if c.negative = isDebit(s, l, h); c.negative {
			contra[h.Field] = c
			continue
		}
		c.shared = sharesSpan(hits, h)
		if old, ok := best[h.Field]; ok && (old.weight > h.Weight || old.weight == h.Weight && (c.shared || !old.shared)) {
			continue
		}
		best[h.Field] = c
		if row == from {
			inRow++
		}
		last = max(last, row)
	}
	for f, c := range contra {
		if _, ok := best[f]; !ok {
			best[f] = c
		}
	}
	if !isHeader(l, best, inRow) {
		return nil, 0
	}
	for f := range l.Fields {
		if c, ok := best[f]; ok {
			columns = append(columns, c)
		}
		if c, ok := contra[f]; ok && c != best[f] {
			columns = append(columns, c)
		}
	}
	return dropShared(columns), max(last, from)
}

// sharesSpan reports whether another field is labelled as well by the same words: "Value" is an amount
// or a date.
func sharesSpan(hits []plan.Hit, h plan.Hit) bool {
	return slices.ContainsFunc(hits, func(o plan.Hit) bool { return o.Span == h.Span && o.Field != h.Field && o.Weight >= h.Weight })
}

// columnAt places the column under a hit: as wide as its segment. Where another column's heading
// stands close in the same segment, it is as wide as its own words.
func columnAt(s *layout.Sheet, h plan.Hit, hits []plan.Hit) column {
	seg := s.Segs[s.SegOf[h.Span.From]]
	at, tight := seg, false
	for _, other := range hits {
		before := other.Span.To <= h.Span.From && other.Span.To > seg.From
		if before || other.Span.From >= h.Span.To && other.Span.From < seg.To {
			at, tight = h.Span, tight || before
		}
	}
	x0, _, x1, _ := s.Bounds(at)
	if z0, _, z1, _ := s.Bounds(h.Span); x1-x0 > 3*(z1-z0)+4*s.Line {
		x0, x1 = z0, z1
	}
	return column{field: h.Field, x0: x0, x1: x1, weight: h.Weight, tight: tight}
}

// debitWords head columns of what leaves an account.
var debitWords = layout.WordSet(`debit debits debet soll lastschrift lastschriften belastung belastungen ausgang ausgange ausgaben withdrawal
	withdrawals paidout moneyout paymentsout cargo cargos addebito addebiti dare debito debitos af afschrijving obciazenia wydatki`)

// isDebit reports whether a column of amounts holds debits.
func isDebit(s *layout.Sheet, l *plan.List, h plan.Hit) bool {
	return l.Fields[h.Field].Kind == plan.Amount && debitWords[s.Fold(h.Span)]
}

// isHeader demands columns beside each other: labels of sums stand below each other.
func isHeader(l *plan.List, columns map[int]column, inRow int) bool {
	beside := false
	for _, a := range columns {
		for _, b := range columns {
			beside = beside || a.x1 < b.x0
		}
	}
	if !beside {
		return false
	}
	amounts, others := 0, 0
	for f := range columns {
		if l.Fields[f].Kind == plan.Amount {
			amounts++
		} else {
			others++
		}
	}
	return inRow > 0 && amounts > 0 && (others > 0 && amounts > 1 || others > 1)
}

// dropShared keeps the better of two fields that read the same heading.
func dropShared(columns []column) []column {
	var kept []column
	for _, c := range columns {
		replaced := false
		for i := range kept {
			if kept[i].x0 == c.x0 && kept[i].x1 == c.x1 {
				replaced = true
				if c.weight > kept[i].weight {
					kept[i] = c
				}
			}
		}
		if !replaced {
			kept = append(kept, c)
		}
	}
	return kept
}
