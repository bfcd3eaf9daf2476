package stack_test

import (
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// A heading tells types apart that share their words and labels, wherever its title stands in it.
func TestClassify(t *testing.T) {
	t.Parallel()
	parties := []string{"", "Müller Bau GmbH", "Lindenallee 5", "12345 Berlin", "", "Bestellung Nr. Kunde:   4711", "Rechnungsdatum:   03.06.2025",
		"", "Menge   Artikel   Einzelpreis   Gesamt", "2   Schrauben   3,00   6,00", "Gesamtbetrag   6,00"}
	for name, tc := range map[string]struct {
		heading []string
		want    string
	}{
		"alone":               {[]string{"RECHNUNG 2025-118"}, "invoice"},
		"of a credit note":    {[]string{"GUTSCHRIFT zur Rechnung 2025-118"}, "credit_note"},
		"at a compound's end": {[]string{"Handelsrechnung (380) Nr. 471113 vom 13.06.2025"}, "invoice"},
		"of an order":         {[]string{"BESTELLUNG 4711"}, "purchase_order"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := layouttest.Document(layouttest.Page(append(tc.heading, parties...)...))
			got, confidence, err := localtest.Reader().Classify(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			if sure := extractors.DefaultConfig().SureDocType; got != tc.want || confidence < sure {
				t.Errorf("type = %s (%.2f), want %s (at least %.2f)", got, confidence, tc.want, sure)
			}
		})
	}
}

// A number that is called after its type tells it without a heading.
func TestClassify_number(t *testing.T) {
	t.Parallel()
	d := layouttest.Document(layouttest.Page("Müller Bau GmbH", "Lindenallee 5", "12345 Berlin", "", "Rechnungsnr.   471102", "Datum   03.06.2025", "",
		"Menge   Artikel   Einzelpreis   Gesamt", "2   Schrauben   3,00   6,00", "Gesamtbetrag   6,00"))
	if got, _, err := localtest.Reader().Classify(t.Context(), d); err != nil || got != "invoice" {
		t.Errorf("type = %s (%v), want invoice", got, err)
	}
}

// An agreement about employees is no payslip: English titles end with what the paper is.
func TestClassify_lastWords(t *testing.T) {
	t.Parallel()
	d := layouttest.Document(layouttest.Page(
		"INVENTION AND NON-DISCLOSURE AGREEMENT",
		"",
		"This is made between Harbour Light, Inc. and Anna Moreau (the \"Employee\"). In consideration of the",
		"salary and the continued employment of the Employee by the employer, the parties agree as follows:"))
	got, _, err := localtest.Reader().Classify(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if got != "contract" {
		t.Errorf("type = %s, want contract", got)
	}
}
