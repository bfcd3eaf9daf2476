package slip_test

import (
	"fmt"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

func TestSlip(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.SlipPage(
		"Garden Market",
		"3 Weir Lane",
		"",
		"Lavender pot",
		"3 x 4.99             14.97",
		"Watering can         12.95",
		"TOTAL                27.92",
		"Cash                 30.00",
		"Change                2.08",
		"-17.10.2026 14:32",
	)))
	for i, want := range []string{"Lavender pot 3 4.99 14.97", "Watering can 1 12.95 12.95"} {
		if text := localtest.RowText(got, fmt.Sprintf("/items/%d/", i), "description", "quantity", "unit_price", "total"); text != want {
			t.Errorf("article %d = %q, want %q", i, text, want)
		}
	}
	if c := got["/total"]; c.Value != "27.92" || c.Confidence < 0.95 {
		t.Errorf("total = %v (%.3f), want 27.92, proven by its articles", c.Value, c.Confidence)
	}
	if got["/date"].Value != "2026-10-17" || got["/time"].Value != "14:32" {
		t.Errorf("date %v, time %v", got["/date"].Value, got["/time"].Value)
	}
}

// Articles that do not add up leave the total in doubt.
func TestSlipDoubt(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.SlipPage("Garden Market", "3 Weir Lane", "", "Lavender pot         14.97", "Watering can         12.95", "TOTAL                21.92")))
	if c := got["/items/0/total"]; c.Confidence >= 0.9 {
		t.Errorf("confidence of an article without proof = %.3f, want below 0.9", c.Confidence)
	}
}

// A price of one that recognition could not read follows from the line it stands in.
func TestSlipMultiples(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage(
		"Garden Market",
		"Lavender pot",
		"2x 2,/8               5,58",
		"Seeds    0,500 kg x 3,98   1,99",
		"Bulbs    3x1,50        4,50",
		"Saucer                 1,00",
		"TOTAL                 13,07",
		"Girocard ####4417     13,07",
		"17.10.2026 14:32",
	))))
	for i, want := range []string{"Lavender pot 2 2.79 5.58", "Seeds 0.500 3.98 1.99", "Bulbs 3 1.50 4.50", "Saucer 1 1.00 1.00"} {
		if text := localtest.RowText(got, fmt.Sprintf("/items/%d/", i), "description", "quantity", "unit_price", "total"); text != want {
			t.Errorf("article %d = %q, want %q", i, text, want)
		}
	}
	if c := got["/items/0/unit_price"]; c.Source != pipeline.SourceDerived || c.Confidence >= 0.9 {
		t.Errorf("price of one comes from %s with %.3f, want derived and below 0.9", c.Source, c.Confidence)
	}
	if text := localtest.RowText(got, "/payments/0/", "method", "amount", "card_last4"); text != "Girocard 13.07 4417" {
		t.Errorf("payment = %q, want Girocard 13.07 4417", text)
	}
}

// What is given back is no payment, and the digits of a slip are not those of a card.
func TestPayments(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.SlipPage("Garden Market", "Lavender pot   14.97", "TOTAL   14.97", "Cash   20.00", "Change   5.03",
		"Receipt 4417", "Thank you for shopping with us and see you again in the garden")))
	if text := localtest.RowText(got, "/payments/0/", "method", "amount", "card_last4"); text != "Cash 20.00" {
		t.Errorf("payment = %q, want Cash 20.00", text)
	}
	if c, ok := got["/payments/1/amount"]; ok {
		t.Errorf("a second payment of %v, want one", c.Value)
	}
}

// What was given less the change is the total, also where its own line cannot be read.
func TestChange(t *testing.T) {
	t.Parallel()
	for _, total := range []string{"TOTAL   14.97", "T0T4L   14,9/"} {
		got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.SlipPage("Garden Market", "Lavender pot   14.97", total, "Cash tendered   20.00", "Change due   5.03")))
		if c := got["/total"]; c.Value != "14.97" || c.Confidence < 0.9 {
			t.Errorf("after %q: total = %v (%.3f), want 14.97, proven", total, c.Value, c.Confidence)
		}
	}
}

// Cash is paid in coins: the rounded total is the total, though tax adds up to the other.
func TestRounded(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.SlipPage("Garden Market", "Pots   67.00", "Total excl. tax   67.00", "GST 6%   4.02", "Total incl. GST   71.02", "Rounding   -0.02", "TOTAL   71.00")))
	if v := got["/total"].Value; v != "71.00" {
		t.Errorf("total = %v, want 71.00", v)
	}
}

// The address of a slip begins below the name and ends with its place.
func TestSlipAddress(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.SlipPage(
		"jan smit", "GREEN LANE VEGETARIAN", "RESTAURANT SDN BHD", "002043319-W", "Lot No : 20, Level 1,", "Jalan Dutamas,", "50480 Kuala Lumpur,", "Selangor",
		"TAX INVOICE", "Receipt no 12345 Kiosk", "TOTAL   14.97")))
	if v, want := got["/merchant/name"].Value, "GREEN LANE VEGETARIAN RESTAURANT SDN BHD"; v != want {
		t.Errorf("name = %v, want %s", v, want)
	}
	if v, want := got["/merchant/address"].Value, "Lot No : 20, Level 1, Jalan Dutamas, 50480 Kuala Lumpur, Selangor"; v != want {
		t.Errorf("address = %v, want %s", v, want)
	}
}

// A rate of exchange is quoted as an equation. Which amount was converted, total and rate say; where
// they do not, the only one in the other currency is it, and the rules have something to object to.
func TestConversion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ quoted, converted, rate, amount string }{
		"number before currency": {"1 GBP = 1.1540 EUR", "Charged       14.89 EUR", "1.1540", "14.89"},
		"currency before number": {"GBP 1 = EUR 1.1540", "Charged       EUR 14.89", "1.1540", "14.89"},
		"the other way":          {"1 EUR = 0.8666 GBP", "Charged       14.89 EUR", "0.8666", "14.89"},
		"glued":                  {"Rate: 1GBP=1.1540EUR", "Charged       14.89 EUR", "1.1540", "14.89"},
		"signs":                  {"£1 = €1.1540", "Charged       €14.89", "1.1540", "14.89"},
		"labelled":               {"Exchange rate: 1 GBP = 1.1540 EUR", "Converted amount   14.89 EUR", "1.1540", "14.89"},
		"labelled, no equation":  {"Exchange rate      1.1540", "Converted amount   14.89 EUR", "1.1540", "14.89"},
		"wrongly converted":      {"1 GBP = 1.1540 EUR", "Charged       16.89 EUR", "1.1540", "16.89"},
		"a plain receipt":        {"1 coffee = 1 stamp", "Ends 14.89", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.SlipPage(
				"Harbour Cafe", "3 Weir Lane", "", "Fish and chips       12.90 GBP", "TOTAL GBP            12.90", "VISA GBP             12.90", c.quoted, c.converted, "17.10.2026 14:32")))
			if rate, amount := localtest.PrintedValue(got["/conversion/rate"]), localtest.PrintedValue(got["/conversion/amount"]); rate != c.rate || amount != c.amount {
				t.Errorf("rate %q, amount %q; want %q, %q", rate, amount, c.rate, c.amount)
			}
			if total := localtest.PrintedValue(got["/total"]); total != "12.90" {
				t.Errorf("total = %q, want 12.90", total)
			}
		})
	}
}
