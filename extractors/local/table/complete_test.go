package table_test

import (
	"fmt"
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// longInvoice prints count pages of rows each and leaves out what skip says. Pages carry their
// sum over, and only the first has a heading.
func longInvoice(count, rows int, skip func(position int) bool) *pipeline.Document {
	var pages []*pipeline.Page
	sum := 0
	for n := range count {
		lines := []string{fmt.Sprintf("Invoice NW-7                               Page %d of %d", n+1, count)}
		if n == 0 {
			lines = append(lines, "", "Pos     Description           Quantity     Unit price       Amount")
		} else {
			lines = append(lines, fmt.Sprintf("Brought forward                                     %12s", cents(sum)))
		}
		for i := range rows {
			position := n*rows + i + 1
			worth := position * 250
			sum += worth
			if !skip(position) {
				lines = append(lines, fmt.Sprintf("%-8dScrews, box %-10d%8d%15s%13s", position, position, position, "2.50", cents(worth)))
			}
		}
		pages = append(pages, layouttest.Page(append(lines, fmt.Sprintf("Carried forward                                     %12s", cents(sum)))...))
	}
	last := []string{"Net total                                          " + cents(sum), "VAT 20 %                                           " + cents(sum/5)}
	return layouttest.Document(append(pages, layouttest.Page(last...))...)
}

func cents(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// A list of thirty pages is read to its end; one that lacks a row or a page says so.
func TestCompleteness(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		skip func(position int) bool
		rows int
		told string
	}{
		"complete":      {func(int) bool { return false }, 900, ""},
		"a row missing": {func(p int) bool { return p == 431 }, 899, "position 432 follows on 430"},
		"a page missing": {func(p int) bool { return p > 300 && p <= 330 }, 870,
			"position 331 follows on 300"},
		"the end missing": {func(p int) bool { return p > 870 }, 870, "the rows add up to less than their printed sum"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			registry, reader := localtest.Shipped(t)
			schema, err := registry.Get("invoice")
			if err != nil {
				t.Fatal(err)
			}
			claims, err := reader.Extract(t.Context(), longInvoice(30, 30, tc.skip), schema)
			if err != nil {
				t.Fatal(err)
			}
			rows, told := 0, ""
			for _, c := range claims {
				switch {
				case c.Code == pipeline.ReasonRowsIncomplete:
					told = c.Reason
				case strings.HasPrefix(c.Pointer, "/lines/") && strings.HasSuffix(c.Pointer, "/net"):
					rows++
				}
			}
			if rows != tc.rows || told != tc.told {
				t.Errorf("%d rows, told %q; want %d, %q", rows, told, tc.rows, tc.told)
			}
		})
	}
}
