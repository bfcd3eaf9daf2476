package table_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// account prints entries, the balance after each, and what else stands above the table.
func account(above string, entries ...string) *pipeline.Page {
	return layouttest.Page(append([]string{"Harbour Bank plc               Account statement", "", above, "",
		"Date           Description               Amount      Balance"}, entries...)...)
}

// A balance proves the amount that leads to it. Nothing stands before the oldest entry but the
// opening balance: its amount is proven by that alone. The newest entry may stand first.
func TestRunningBalance(t *testing.T) {
	t.Parallel()
	oldest, middle, newest := "02 Mar 2026    Northern Rail             -20.00       480.00",
		"03 Mar 2026    Council Tax              -110.00       370.00", "05 Mar 2026    Salary                    200.00       570.00"
	for name, tc := range map[string]struct {
		page   *pipeline.Page
		proven []bool // amounts, from the top
	}{
		"no opening balance":   {account("", oldest, middle, newest), []bool{false, true, true}},
		"an opening balance":   {account("Opening balance: 500.00", oldest, middle, newest), []bool{true, true, true}},
		"another opening":      {account("Opening balance: 900.00", oldest, middle, newest), []bool{false, true, true}},
		"the newest one first": {account("", newest, middle, oldest), []bool{true, true, false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "bank_statement", layouttest.Document(tc.page))
			var proven []bool
			for i := range tc.proven {
				proven = append(proven, got[fmt.Sprintf("/accounts/0/transactions/%d/amount", i)].Proven)
			}
			if !slices.Equal(proven, tc.proven) {
				t.Errorf("proven amounts = %v, want %v", proven, tc.proven)
			}
			if c := got["/accounts/0/transactions/1/amount"]; !strings.Contains(c.Reason, "balance holds") {
				t.Errorf("reason of a proven amount = %q", c.Reason)
			}
		})
	}
}

// An entry that is missing is told, whichever stands first.
func TestRunningBalance_broken(t *testing.T) {
	t.Parallel()
	var entries []string
	for i, balance := range []string{"990.00", "980.00", "970.00", "960.00", "950.00", "930.00", "920.00"} { // after 950.00 one is missing
		entries = append(entries, fmt.Sprintf("%02d Mar 2026    Northern Rail             -10.00       %s", i+1, balance))
	}
	for name, rows := range map[string][]string{"oldest first": entries, "newest first": reversed(entries)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			registry, reader := localtest.Shipped(t)
			schema, err := registry.Get("bank_statement")
			if err != nil {
				t.Fatal(err)
			}
			claims, err := reader.Extract(t.Context(), layouttest.Document(account("", rows...)), schema)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range claims {
				if c.Code == pipeline.ReasonRowsIncomplete {
					return
				}
			}
			t.Error("nothing says that an entry is missing")
		})
	}
}

func reversed(rows []string) []string {
	rows = slices.Clone(rows)
	slices.Reverse(rows)
	return rows
}
