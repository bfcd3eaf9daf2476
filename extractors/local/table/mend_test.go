package table_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// What the document's own sums say is not lost when recognition loses a decimal sign.
func TestMendRow(t *testing.T) {
	t.Parallel()
	lines := []string{
		"INVOICE", "",
		"Description               Quantity     Unit price     VAT %        Amount",
		"Möbelverbinder                   2          49.50        19         99.00",
		"- Mobelverbinder               115           2.00       5-5         23.00",
		"",
		"19% on 99.00     18.81                  Subtotal                   122.00 EUR",
		"5.5% on 23.00     1.27                  VAT                         20.08 EUR",
		"                                        Total                      142.08 EUR",
	}
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Recognised(layouttest.Page(lines...))))
	for pointer, want := range map[string]any{
		"/lines/1/quantity": "11.5", "/lines/1/vat_rate": "5.5", "/lines/1/description": "Möbelverbinder", "/lines/0/quantity": "2",
	} {
		if got[pointer].Value != want {
			t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, want)
		}
	}
	for _, pointer := range []string{"/lines/1/quantity", "/lines/1/vat_rate"} {
		if c := got[pointer]; c.Source != pipeline.SourceDerived || c.Confidence >= 0.9 {
			t.Errorf("%s comes from %s with %.3f, want derived and below 0.9", pointer, c.Source, c.Confidence)
		}
	}
	got = localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(lines...)))
	if c := got["/lines/1/quantity"]; c.Value != "115" {
		t.Errorf("quantity of a text layer = %v, want 115 as printed", c.Value)
	}
}

// Rows without a rate have the only one that the document states, at the place that states it.
func TestLendRate(t *testing.T) {
	t.Parallel()
	head := []string{"RECHNUNG", "", "Bezeichnung               Menge     Einzelpreis          Gesamt",
		"Lampe                         2           50,00          100,00",
		"Regal                         1           20,00           20,00", ""}
	one := append(head, "Nettobetrag                                          120,00 €",
		"zzgl. 19 % USt.                                       22,80 €", "Rechnungsbetrag                                      142,80 €")
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(one...)))
	for _, pointer := range []string{"/lines/0/vat_rate", "/lines/1/vat_rate"} {
		if c := got[pointer]; c.Value != "19" || c.Source != pipeline.SourceDerived || c.Evidence[0].Quote != "19" {
			t.Errorf("%s = %v from %s, quoting %v, want 19, derived from where it stands", pointer, c.Value, c.Source, c.Evidence)
		}
	}
	two := append(head[:len(head):len(head)], "19 % USt. auf 100,00    19,00", "7 % USt. auf 20,00    1,40", "Rechnungsbetrag           140,40 €")
	if c, ok := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(two...)))["/lines/0/vat_rate"]; ok {
		t.Errorf("rate of a row = %v where two rates are stated, want none", c.Value)
	}
}
