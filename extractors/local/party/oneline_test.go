package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// A party whose name and address stand on one line is called as its legal form ends; a heading of a
// table is nobody.
func TestParties_on_one_line(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Invoice",
		"Seller: Brauhaus Merrow GmbH, Marktgasse 14, 79098 Freiburg",
		"Bill to: Restaurant La Fontaine SARL, 12 rue des Écoles, 67000 Strasbourg",
		"",
		"Invoice number: R-3001",
		"",
		"Pos   Description          Quantity   Unit price     Amount",
		"1     Barrel of 30 litres        12        79.50     954.00",
	)))
	for pointer, want := range map[string]string{"/seller/name": "Brauhaus Merrow GmbH", "/buyer/name": "Restaurant La Fontaine SARL"} {
		if v := localtest.PrintedValue(got[pointer]); v != want {
			t.Errorf("%s = %q, want %q", pointer, v, want)
		}
	}
	numbered := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Invoice",
		"Seller: NORDMARK HANDEL GMBH GLN 4333741000005 Supplier no. 549910",
		"Buyer: 3M MEERBUSCH GMBH & CO KG GLN 4304171000002",
		"",
		"Invoice number: R-3001",
	)))
	for pointer, want := range map[string]string{"/seller/name": "NORDMARK HANDEL GMBH", "/buyer/name": "3M MEERBUSCH GMBH & CO KG"} {
		if v := localtest.PrintedValue(numbered[pointer]); v != want {
			t.Errorf("%s = %q, want %q", pointer, v, want)
		}
	}
	unnamed := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Pos   Description          Quantity   Unit price     Amount",
		"1     Barrel of 30 litres        12        79.50     954.00",
	)))
	if v := localtest.PrintedValue(unnamed["/seller/name"]); v != "" {
		t.Errorf("a heading sells: %q", v)
	}
}
