package local_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// Labels of one language under sentences of another are understood, and labels that print in two
// languages beside each other name their value once.
func TestMixedLanguages(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		lines []string
		want  map[string]string
	}{
		"English labels, German sentences": {[]string{
			"Nordwind Handels GmbH",
			"Hafenweg 3, 20457 Hamburg",
			"",
			"Invoice number: NW-2026-77              Invoice date: 2 May 2026",
			"",
			"Sehr geehrte Damen und Herren, vielen Dank für Ihren Auftrag. Wir bitten Sie, den Betrag",
			"bis zum Ende des Monats auf das Konto bei der Bank zu zahlen, die unten genannt ist.",
			"",
			"Net amount                                              1.000,00 EUR",
			"VAT 19%                                                   190,00 EUR",
			"Total amount                                            1.190,00 EUR",
		}, map[string]string{"/number": "NW-2026-77", "/issue_date": "2026-05-02", "/totals/net": "1000.00", "/totals/vat": "190.00", "/totals/gross": "1190.00"}},
		"labels in German and French": {[]string{
			"Atelier am See AG",
			"Seestrasse 14, 8002 Zürich",
			"",
			"Rechnungsnummer / Numéro de facture: 2026-118",
			"Rechnungsdatum / Date de facture: 14.03.2026",
			"",
			"Nettobetrag / Montant net                               400.00 CHF",
			"MWST / TVA 8.1%                                          32.40 CHF",
			"Gesamtbetrag / Montant total                            432.40 CHF",
		}, map[string]string{"/number": "2026-118", "/issue_date": "2026-03-14", "/totals/net": "400.00", "/totals/vat": "32.40", "/totals/gross": "432.40", "/currency": "CHF"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tc.lines...)))
			for pointer, want := range tc.want {
				if value := localtest.PrintedValue(got[pointer]); value != want {
					t.Errorf("%s = %q, want %q", pointer, value, want)
				}
			}
		})
	}
}
