package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// What labels a field or a column is never the value of another.
func TestLabelsAreNoValues(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "id_document", layouttest.Document(layouttest.Page(
		"PASSPORT",
		"Surname                      Given names",
		"LINDQVIST                    MARA ELENA",
		"Nationality                  Date of birth",
		"UTOPIAN                      17 APR 1988",
	)))
	for pointer, want := range map[string]any{
		"/surname": "LINDQVIST", "/given_names": "MARA ELENA", "/birth_date": "1988-04-17",
		"/nationality": nil, // the schema wants a code
		"/mrz/surname": nil, // there is no machine-readable zone
	} {
		if got[pointer].Value != want {
			t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, want)
		}
	}
}

func TestLabelledIdentifiers(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Talhof Möbel GmbH", "", "RECHNUNG", "",
		"Wir bitten um die Zahlung der Rechnung für die Lieferung und den Aufbau", "", "HRB 48213", "Tel. +49 911 5550 17", "USt-IdNr. DE295847130", "BIC DPEXDEFF",
	)))
	for pointer, want := range map[string]any{
		"/seller/registration_id": "HRB 48213", "/seller/phone": "+49 911 5550 17", "/seller/vat_id": "DE295847130",
		"/seller/tax_id": nil, "/payment/bic": "DPEXDEFF",
	} {
		if got[pointer].Value != want {
			t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, want)
		}
	}
}
