package evidence_test

import (
	"fmt"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// How many pages a statement has is not its number, however often it is printed; a sheet that is not
// counted is.
func TestPageCounts(t *testing.T) {
	t.Parallel()
	const pages = 40
	for name, tc := range map[string]struct{ count, want string }{
		"counted":     {"Page %d of 40", ""},
		"not counted": {"Statement no. 7", "7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var all []*pipeline.Page
			for i := range pages {
				count := tc.count
				if tc.want == "" {
					count = fmt.Sprintf(count, i+1)
				}
				all = append(all, layouttest.Page(
					"Harbour & Vale Bank plc                                 Statement of account",
					"25 Quay Street, Bristol BS1 4QA                         "+count,
					"",
					"Account number 20411207       Statement period: 1 January 2025 to 31 December 2025",
				))
			}
			if got := localtest.PrintedValue(localtest.Claims(t, "bank_statement", layouttest.Document(all...))["/statement_no"]); got != tc.want {
				t.Errorf("statement_no = %q, want %q", got, tc.want)
			}
		})
	}
}
