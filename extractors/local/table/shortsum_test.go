package table_test

import (
	"fmt"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// goods reads an invoice with these rows and these lines below them.
func goods(t *testing.T, rows, below []string) map[string]extractors.Claim {
	t.Helper()
	lines := []string{
		"Nordwind Handels GmbH                           INVOICE",
		"Hafenweg 3, 20457 Hamburg                       Invoice No:    NW-2026-0042",
		"",
		"Description               Quantity     Unit price     VAT %        Amount",
	}
	return localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(append(append(lines, rows...), below...)...)))
}

var fourRows = []string{
	"Desk lamp                        2          49.50        19         99.00",
	"Screws, box of 100               4           2.50        19         10.00",
	"Chair                            1         120.00        19        120.00",
	"Cable                            3           7.00        19         21.00",
}

// The rows of a short list add up to the net total, or print says what parts them from it.
func TestShortList_that_adds_up(t *testing.T) {
	t.Parallel()
	for name, below := range map[string][]string{
		"exactly": {
			"                                        Net total                  250.00 EUR",
			"                                        VAT 19%                     47.50 EUR",
			"                                        Total                      297.50 EUR",
		},
		"with shipping": {
			"                                        Shipping                    50.00 EUR",
			"                                        Net total                  300.00 EUR",
			"                                        VAT 19%                     57.00 EUR",
			"                                        Total                      357.00 EUR",
		},
		"with a discount and packing": {
			"                                        Discount 10% of 250.00      25.00 EUR",
			"                                        Packing                     75.00 EUR",
			"                                        Net total                  300.00 EUR",
			"                                        VAT 19%                     57.00 EUR",
			"                                        Total                      357.00 EUR",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := goods(t, fourRows, below)
			if c := got["/lines"]; c.Code != "" {
				t.Errorf("remark %q %q, want none", c.Code, c.Reason)
			}
		})
	}
}

// A bill with a discount below each of its rows adds up, only not with three of them. It is read in a
// moment.
func TestShortList_with_many_discounts(t *testing.T) {
	t.Parallel()
	var rows []string
	for i := range 400 {
		rows = append(rows, fmt.Sprintf("Chair %03d                        1         %6.2f        19        %6.2f", i, 100+float64(i), 100+float64(i)),
			fmt.Sprintf("Discount                                                             %5.2f", 3+float64(i)/100))
	}
	got := goods(t, rows, []string{
		"                                        Net total                117802.00 EUR",
		"                                        VAT 19%                   22382.38 EUR",
		"                                        Total                    140184.38 EUR",
	})
	if c := got["/lines"]; len(got) < 400 || c.Code == pipeline.ReasonRowsIncomplete || c.Code == pipeline.ReasonContradiction {
		t.Errorf("%d claims, remark %q %q, want none", len(got), c.Code, c.Reason)
	}
}

// A row that is not read is missed by the net total. What a row is worth is doubted where quantity and
// price do not prove it.
func TestShortList_that_lacks_a_row(t *testing.T) {
	t.Parallel()
	got := goods(t, fourRows, []string{
		"                                        Net total                  300.00 EUR",
		"                                        VAT 19%                     57.00 EUR",
		"                                        Total                      357.00 EUR",
	})
	c := got["/lines"]
	if want := "the rows add up to 50.00 less than the net total 300.00"; c.Code != pipeline.ReasonRowsIncomplete || c.Reason != want {
		t.Errorf("remark %q %q, want rows_incomplete %q", c.Code, c.Reason, want)
	}
	if got["/lines/0/net"].Broken {
		t.Error("a row that its quantity and price prove is doubted")
	}
	got = goods(t, []string{
		"Desk lamp                        2          49.50        19         99.00",
		"Screws, box of 100               4           2.50        19         70.00",
	}, []string{
		"                                        Net total                  109.00 EUR",
		"                                        VAT 19%                     20.71 EUR",
		"                                        Total                      129.71 EUR",
	})
	if c := got["/lines"]; c.Code != pipeline.ReasonContradiction || !got["/lines/1/net"].Broken {
		t.Errorf("remark %q %q, doubted %v; want a contradiction and the row doubted", c.Code, c.Reason, got["/lines/1/net"].Broken)
	}
}
