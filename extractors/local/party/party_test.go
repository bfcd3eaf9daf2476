package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

func TestParties(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		lines         []string
		seller, buyer any
	}{
		{"under headings", []string{
			"Seller:                     Bill to:",
			"Brightwater Pumps Ltd       Osei Farming Co",
			"4 Mill Lane                 9 Ridge Road",
			"10115 Berlin                20457 Hamburg",
			"INVOICE 12"}, "Brightwater Pumps Ltd", "Osei Farming Co"},
		{"labelled in their blocks", []string{
			"INVOICE 12", "Seller", "Name:      Brightwater Pumps Ltd", "VAT ID:    DE136695976", "",
			"Buyer", "Name:      Osei Farming Co", "VAT ID:    FR11999999998"}, "Brightwater Pumps Ltd", "Osei Farming Co"},
		{"a letter with an address window", []string{
			"                                                    Brightwater Pumps Ltd",
			"                                                    4 Mill Lane",
			"Brightwater Pumps Ltd - 4 Mill Lane - 10115 Berlin  10115 Berlin",
			"",
			"Thea Lindqvist",
			"9 Ridge Road",
			"20457 Hamburg",
			"",
			"Invoice 12 dated 2 May 2026"}, "Brightwater Pumps Ltd", "Thea Lindqvist"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tt.lines...)))
			if got["/seller/name"].Value != tt.seller || got["/buyer/name"].Value != tt.buyer {
				t.Errorf("seller %v, buyer %v; want %v, %v", got["/seller/name"].Value, got["/buyer/name"].Value, tt.seller, tt.buyer)
			}
		})
	}
}

// Each party has its own number, by the block that it stands in.
func TestPartiesOwnNumbers(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"INVOICE 12", "Seller", "Name:      Brightwater Pumps Ltd", "VAT ID:    DE136695976", "",
		"Buyer", "Name:      Osei Farming Co", "VAT ID:    FR11999999998")))
	for pointer, want := range map[string]string{"/seller/vat_id": "DE136695976", "/buyer/vat_id": "FR11999999998"} {
		if got[pointer].Value != want {
			t.Errorf("%s = %v, want %s", pointer, got[pointer].Value, want)
		}
	}
}
