package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  map[string]any
	}{
		{"below a heading", []string{"INVOICE", "", "Bill to", "Ballymore Print Works Ltd", "Unit 6, Kiln Road", "Cork T12 P8RW", "VAT No. IE9174305B"},
			map[string]any{"/buyer/address/lines/0": "Unit 6, Kiln Road", "/buyer/address/city": "Cork", "/buyer/address/postcode": "T12 P8RW",
				"/buyer/vat_id": "IE9174305B", "/buyer/tax_id": nil}},
		{"the line of the sender", []string{"Talhof Möbel GmbH · Mühlgasse 12 · 90403 Nürnberg", "", "Kanzlei Söhne", "Königstraße 88", "90762 Fürth", "", "RECHNUNG"},
			map[string]any{"/seller/name": "Talhof Möbel GmbH", "/seller/address/lines/0": "Mühlgasse 12", "/seller/address/city": "Nürnberg",
				"/buyer/name": "Kanzlei Söhne", "/buyer/address/postcode": "90762"}},
		{"apart from the name", []string{"Harbour Light Supplies Ltd            14 Lantern Quay", "Lighting for workshops                Dublin D02 XK47", "                                      Ireland", "", "INVOICE"},
			map[string]any{"/seller/address/lines/0": "14 Lantern Quay", "/seller/address/city": "Dublin", "/seller/address/country": "IE"}},
		{"the code below its city", []string{"INVOICE", "", "Bill to", "Quayside Prints Ltd", "4 Mill Lane", "London", "SW1A 1AA", "United Kingdom"},
			map[string]any{"/buyer/address/lines/0": "4 Mill Lane", "/buyer/address/city": "London", "/buyer/address/postcode": "SW1A 1AA",
				"/buyer/address/country": "GB"}},
		{"a code with a misread letter", []string{"INVOICE", "", "Bill to", "Quayside Prints Ltd", "4 Mill Lane", "Dublin DO2 XK47"},
			map[string]any{"/buyer/address/city": "Dublin", "/buyer/address/postcode": "D02 XK47"}},
		{"a street names nobody", []string{"Lieferantenstraße 20 · 80333 München · Tel. 089", "", "RECHNUNG"},
			map[string]any{"/seller/name": nil}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tt.lines...)))
			for pointer, want := range tt.want {
				if got[pointer].Value != want {
					t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, want)
				}
			}
		})
	}
}
