package table

import (
	"fmt"
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// fewestRows is how many rows a list needs before its numbers say anything about missing ones.
const fewestRows = 3

// fewestForSum is how many it needs before a larger printed sum alone says so: below a few rows a charge
// or a row without a number explains the rest as well (shortsum.go).
const fewestForSum = 10

// missingRows remarks that a list was not read to its end: positions are left out, entries do
// not lead from balance to balance, or the printed sum of the rows is larger than theirs. Rows
// that add up to a printed sum are complete, however they are numbered.
func missingRows(r *evidence.Reading, l *plan.List, rows []tableRow) []extractors.Claim {
	sum, total := sumOfRows(r, l, rows), printedSums(r, l)
	if len(rows) == 0 || slices.Contains(total, sum) {
		return nil
	}
	at, detail, code := len(rows)-1, "", pipeline.ReasonRowsIncomplete
	if len(rows) >= fewestRows {
		if at, detail = leftOut(l, rows); detail == "" {
			at, detail = brokenBalance(l, rows)
		}
	}
	if detail == "" && len(rows) >= fewestForSum && len(total) > 0 && sum < slices.Min(total) && allProven(l, rows) {
		at, detail = len(rows)-1, "the rows add up to less than their printed sum"
	}
	if detail == "" {
		at = len(rows) - 1
		code, detail = offSum(r, l, rows)
	}
	if detail == "" {
		return nil
	}
	c := extractors.Claim{Pointer: l.Pointer(), Code: code, Reason: detail, Reader: evidence.Version}
	if first := firstValue(rows[at]); first < len(r.Sheets[rows[at].sheet].Tokens) {
		c.Evidence = []pipeline.Evidence{r.Sheets[rows[at].sheet].Evidence(layout.Span{From: first, To: first + 1})}
	}
	return []extractors.Claim{c}
}

// leftOut finds a position that the numbers of the rows leave out. They must ascend in equal
// steps nearly everywhere: other numbers are no count.
func leftOut(l *plan.List, rows []tableRow) (at int, detail string) {
	id := slices.IndexFunc(l.Fields, func(f plan.Field) bool { return f.Kind == plan.Ident && f.Node.Name == "id" })
	var numbers []int
	for _, row := range rows {
		o, ok := row.values[id]
		if !ok || !layout.IsNumber(o.Value) || len(o.Value) > 6 {
			return 0, ""
		}
		numbers = append(numbers, layout.Atoi(o.Value))
	}
	step, gaps := 0, 0
	for i := 1; i < len(numbers); i++ {
		d := numbers[i] - numbers[i-1]
		if d <= 0 {
			return 0, ""
		}
		if step == 0 || d < step {
			step = d
		}
	}
	for i := 1; i < len(numbers); i++ {
		if numbers[i]-numbers[i-1] != step {
			gaps++
			at = i
		}
	}
	if gaps == 0 || 4*gaps > len(numbers) {
		return 0, ""
	}
	return at, fmt.Sprintf("position %d follows on %d", numbers[at], numbers[at-1])
}

// brokenBalance finds an entry whose amount does not lead from the balance before it to its
// own. Entries before and after it must hold: else the amounts are read wrongly.
func brokenBalance(l *plan.List, rows []tableRow) (at int, detail string) {
	all := stretches(l, rows, nil)
	broken := len(all) - held(all)
	for _, st := range all {
		if !st.holds {
			at = st.rows[len(st.rows)-1]
		}
	}
	if broken == 0 || held(all) < 4*broken {
		return 0, ""
	}
	return at, fmt.Sprintf("the balance of entry %d does not follow from the one before", at+1)
}

// sumOfRows adds up what the rows are worth.
func sumOfRows(r *evidence.Reading, l *plan.List, rows []tableRow) extractors.Ticks {
	net, sum := worthOf(l), extractors.Ticks(0)
	for _, row := range rows {
		if o, ok := row.values[net]; ok {
			sum += o.Amount.Ticks
		}
	}
	return sum
}

// worthOf is the field that says what a row is worth, -1 where rows have none.
func worthOf(l *plan.List) int {
	return slices.IndexFunc(l.Fields, func(f plan.Field) bool {
		return f.Kind == plan.Amount && (f.Node.BT == "BT-131" || plan.Has(plan.NameWords(f.Node), "net", "total"))
	})
}

// printedSums are the sums that the rows of a list of goods may add up to.
func printedSums(r *evidence.Reading, l *plan.List) []extractors.Ticks {
	if worthOf(l) < 0 {
		return nil
	}
	var sums []extractors.Ticks
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		if (f.Role == plan.Net || f.Role == plan.Gross || f.Kind == plan.Amount && plan.Has(plan.NameWords(f.Node), "lines", "subtotal")) && len(r.Options[i]) > 0 {
			sums = append(sums, r.Options[i][0].Amount.Ticks)
		}
	}
	return sums
}

// allProven reports whether quantity × price = amount holds in every row.
func allProven(l *plan.List, rows []tableRow) bool {
	return !slices.ContainsFunc(rows, func(row tableRow) bool { return !sumsUp(l, row) })
}
