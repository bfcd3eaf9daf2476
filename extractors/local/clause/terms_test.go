package clause_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

func TestTerms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		lines            []string
		terms, reference any
	}{
		{"de", []string{"Rechnung RE-1077", "", "Rechnungsbetrag zahlbar innerhalb von 14 Tagen ohne Abzug.",
			"Bitte geben Sie bei der Überweisung die Rechnungsnummer RE-1077 an."},
			"zahlbar innerhalb von 14 Tagen ohne Abzug", "RE-1077"},
		{"de, split over lines", []string{"RECHNUNG", "", "Den Betrag bitten wir binnen 30 Tagen nach Erhalt", "der Ware zu zahlen. Wir danken für Ihren Auftrag."},
			"binnen 30 Tagen nach Erhalt der Ware zu zahlen", nil},
		{"de, before the verb", []string{"RECHNUNG", "", "Bitte den Betrag innerhalb von 10 Tagen überweisen."}, "innerhalb von 10 Tagen überweisen", nil},
		{"en", []string{"INVOICE", "", "Payment is due within 30 days of the invoice date. Please quote 4711 with your payment."},
			"Payment is due within 30 days of the invoice date", "4711"},
		{"en, net", []string{"INVOICE", "", "All goods 30 days net from delivery."}, "30 days net from delivery", nil},
		{"fr", []string{"FACTURE", "", "Facture payable à 30 jours fin de mois.", "Merci de rappeler la référence F2026-00358 lors de votre virement."},
			"payable à 30 jours fin de mois", "F2026-00358"},
		{"late payment is no term", []string{"FACTURE", "", "En cas de retard de paiement : indemnité de 40 € pour frais."}, nil, nil},
		{"complaints are none", []string{"RECHNUNG", "", "Reklamationen bitte innerhalb von 8 Tagen."}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tt.lines...)))
			if v := got["/payment/terms"].Value; v != tt.terms {
				t.Errorf("terms = %v, want %v", v, tt.terms)
			}
			if v := got["/payment/reference"].Value; v != tt.reference {
				t.Errorf("reference = %v, want %v", v, tt.reference)
			}
		})
	}
}

func TestDueDay(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]any{
		"Zahlbar innerhalb 30 Tagen netto bis 04.07.2026, 3 % Skonto innerhalb 10 Tagen bis 15.06.2026": "2026-07-04",
		"Zahlbar mit 3 % Skonto bis 15.06.2026, netto bis 04.07.2026":                                   "2026-07-04",
		"Bitte überweisen Sie den Betrag bis zum 09.12.2026.":                                           "2026-12-09",
		"Facture à régler le : 30 novembre 2026":                                                        "2026-11-30",
		"Zahlung dankend erhalten, Lieferung erfolgte 09.12.2026":                                       nil,
	} {
		got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page("RECHNUNG", "", "Vielen Dank für Ihren Auftrag und Ihre Bestellung", "", line)))
		if v := got["/due_date"].Value; v != want {
			t.Errorf("%s: due %v, want %v", line, v, want)
		}
	}
}
