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

// The rows of a short list add up to the net total that is printed below them, but for what is charged
// or taken off in between: shipping, a discount. Where no print explains what they lack, a row was not
// read, or an amount is not that of its row.

// offSum says that the rows do not add up to the net total, "" where they do or print explains it.
func offSum(r *evidence.Reading, l *plan.List, rows []tableRow) (code, detail string) {
	net, ok := netTotal(r, l)
	if !ok || !slices.ContainsFunc(rows, func(row tableRow) bool { _, ok := row.values[worthOf(l)]; return ok }) {
		return "", ""
	}
	sum := sumOfRows(r, l, rows)
	off := net.Amount.Ticks - sum
	if evidence.Abs(off) <= inCents*extractors.Ticks(len(rows)) || explained(r, net, rows, sum, off) {
		return "", ""
	}
	if off > 0 {
		return pipeline.ReasonRowsIncomplete, fmt.Sprintf("the rows add up to %s less than the net total %s", amountText(off), net.Value)
	}
	return pipeline.ReasonContradiction, fmt.Sprintf("the rows add up to %s more than the net total %s", amountText(-off), net.Value)
}

// inCents is by how much rounding may part a row from its print.
const inCents = extractors.TicksPerOne / 100

func amountText(worth extractors.Ticks) string {
	return fmt.Sprintf("%d.%02d", worth/extractors.TicksPerOne, worth%extractors.TicksPerOne*100/extractors.TicksPerOne)
}

// netTotal is the net total where the document is sure of it, and only one list can add up to it.
func netTotal(r *evidence.Reading, l *plan.List) (evidence.Option, bool) {
	field := r.SumFields()[plan.Net]
	for _, other := range r.Plan.Lists {
		if other != l && worthOf(other) >= 0 {
			return evidence.Option{}, false
		}
	}
	if field < 0 || worthOf(l) < 0 || len(r.Options[field]) == 0 {
		return evidence.Option{}, false
	}
	net := r.Options[field][0]
	return net, net.Proven != "" && net.Amount.Ticks > 0
}

// doubtWorth doubts what a row is worth where the rows do not add up and nothing proves the row.
func doubtWorth(l *plan.List, row tableRow, remarks, claims []extractors.Claim) []extractors.Claim {
	worth := worthOf(l)
	if worth < 0 || len(remarks) == 0 || sumsUp(l, row) {
		return claims
	}
	for i := range claims {
		claims[i].Broken = claims[i].Broken || anyRow(claims[i].Pointer, l.Fields[worth].Node.Pointer)
	}
	return claims
}

// anyRow reports whether a pointer is that of a column in a row.
func anyRow(pointer, column string) bool {
	return strings.HasSuffix(pointer, column[strings.LastIndex(column, "/*/")+len("/*"):])
}
