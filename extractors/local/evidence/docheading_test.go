package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// The line that names a document, its number and its date says both, whatever labels say elsewhere.
func TestHeading(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		lines        []string
		number, date any
	}{
		{"with a code of its kind", []string{"Handelsrechnung (380) Nr. 47-11 vom 13.06.2018", "Rechnung gemäß Bestellung Nr. 2018-471331 vom 01.03.2018."}, "47-11", "2018-06-13"},
		{"in English", []string{"Commercial invoice", "", "Invoice no. A-4711 of 2 May 2026", "Reference number: 99-12345"}, "A-4711", "2026-05-02"},
		{"another document's line", []string{"Facture", "Commande n° 77-12 du 12/03/2018", "Numéro de facture : F-9"}, "F-9", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tt.lines...)))
			if v := got["/number"].Value; v != tt.number {
				t.Errorf("number = %v, want %v", v, tt.number)
			}
			if v := got["/issue_date"].Value; tt.date != nil && v != tt.date {
				t.Errorf("date = %v, want %v", v, tt.date)
			}
		})
	}
}
