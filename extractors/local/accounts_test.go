package local_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// Of two accounts the first is taken, with the bank code of its own row.
func TestPreferFirstAccount(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Rechnung Nr. 2022/118                     Datum 11.08.2022",
		"",
		"Rechnungsbetrag                               4.760,00 EUR",
		"",
		"Sparkasse Rosenheim   IBAN: DE89 3704 0044 0532 0130 00   BIC: COBADEFFXXX",
		"Volksbank             IBAN: DE12 5001 0517 0648 4898 90   BIC: INGDDEFFXXX",
	)))
	if iban, bic := got["/payment/iban"].Value, got["/payment/bic"].Value; iban != "DE89370400440532013000" || bic != "COBADEFFXXX" {
		t.Errorf("account %v at %v, want DE89370400440532013000 at COBADEFFXXX", iban, bic)
	}
}

// That only the second account has a colon behind its label does not make it the first.
func TestPreferFirstAccount_withoutColon(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Rechnung Nr. 2022/118                     Datum 11.08.2022",
		"",
		"Rechnungsbetrag                               4.760,00 EUR",
		"",
		"Sparkasse Rosenheim IBAN DE89 3704 0044 0532 0130 00   Volksbank IBAN: DE12 5001 0517 0648 4898 90",
	)))
	if iban := got["/payment/iban"].Value; iban != "DE89370400440532013000" {
		t.Errorf("account %v, want DE89370400440532013000", iban)
	}
}
