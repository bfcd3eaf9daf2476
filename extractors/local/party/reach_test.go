package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

var addressed = []string{
	"Restaurant La Fontaine SARL",
	"12 rue des Ecoles",
	"67000 Strasbourg",
	"France",
	"VAT ID: FR40303265045",
	"",
	"INVOICE",
	"Invoice number   2026-00481",
	"Invoice date     12.10.2026",
}

// A number for taxes below the address of the addressee is his, whatever tells that the address is: a
// heading, the line of the sender above it, or that it is nobody else's.
func TestVATID_below_the_addressee(t *testing.T) {
	t.Parallel()
	for name, above := range map[string][]string{
		"under a heading": {"Brauhaus Sonnenhof GmbH", "", "Bill to:"},
		"in the window":   {"Brauhaus Sonnenhof GmbH - Marktgasse 14 - 79098 Freiburg", ""},
		"below the letterhead": {"Brauhaus Sonnenhof GmbH", "Marktgasse 14                      Tel. 0761 443322", "79098 Freiburg",
			"Deutschland", "USt-IdNr.: DE136695976", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(append(above[:len(above):len(above)], addressed...)...)))
			want := map[string]any{"/buyer/vat_id": "FR40303265045", "/buyer/address/city": "Strasbourg", "/buyer/name": "Restaurant La Fontaine SARL"}
			for pointer, value := range want {
				if got[pointer].Value != value {
					t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, value)
				}
			}
			for _, pointer := range []string{"/seller/vat_id", "/seller/tax_id"} {
				if got[pointer].Value == "FR40303265045" {
					t.Errorf("%s is the number of the addressee", pointer)
				}
			}
			if got["/seller/address/city"].Value == "Strasbourg" {
				t.Error("the seller has the address of the addressee")
			}
		})
	}
}

// Behind the number of the document follows what its writer says, however close below the address. A
// number of the customer goes before.
func TestVATID_below_the_number_of_the_document(t *testing.T) {
	t.Parallel()
	window := []string{"Brauhaus Sonnenhof GmbH - Marktgasse 14 - 79098 Freiburg", "", "Restaurant Krone GmbH", "Hauptstr. 12", "70173 Stuttgart"}
	for pointer, below := range map[string][]string{
		"/seller/vat_id": {"Rechnung Nr. 2026-118", "Rechnungsdatum: 12.10.2026", "USt-IdNr.: DE136695976"},
		"/buyer/vat_id":  {"Kundennummer: 4711", "USt-IdNr.: DE136695976", "Rechnung Nr. 2026-118", "Rechnungsdatum: 12.10.2026"},
	} {
		got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(append(append(window[:len(window):len(window)], below...), "", "Gesamtbetrag 119,00 EUR")...)))
		for _, party := range []string{"/seller/vat_id", "/buyer/vat_id"} {
			if said := got[party].Value == "DE136695976"; said != (party == pointer) {
				t.Errorf("%s = %v where the number is %s", party, got[party].Value, pointer)
			}
		}
	}
}

// The same holds in a scan that recognition makes as narrow as a slip.
func TestAddress_of_the_addressee_on_a_narrow_page(t *testing.T) {
	t.Parallel()
	page := layouttest.Recognised(layouttest.SlipPage(
		"Brauhaus Sonnenhof GmbH",
		"Marktgasse 14   Tel. 0761 443322",
		"79098 Freiburg  info@sonnenhof.example",
		"Deutschland",
		"USt-IdNr.: DE136695976",
		"",
		"Restaurant La Fontaine SARL",
		"12 rue des Ecoles",
		"67000 Strasbourg",
		"France",
		"",
		"Rechnung 2026-00481",
		"Datum 12.10.2026",
		"Gesamtbetrag       1.904,00",
	))
	got := localtest.Claims(t, "invoice", layouttest.Document(page))
	if city := got["/seller/address/city"].Value; city == "Strasbourg" {
		t.Error("the seller has the address of the addressee")
	}
	if name := got["/seller/name"].Value; name != "Brauhaus Sonnenhof GmbH" {
		t.Errorf("seller = %v, want Brauhaus Sonnenhof GmbH", name)
	}
}
