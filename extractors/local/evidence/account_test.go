package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// The entries of an account stand in columns of debits and credits; the running balance proves
// them, and the sums below are no entries.
func TestAccount(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "bank_statement", layouttest.Document(layouttest.Page(
		"Banque du Lac                                               Page 1 / 1",
		"",
		"Relevé de compte n° 2026-09",
		"Solde initial au 01/09/2026                                 8 214,60",
		"",
		"Date          Valeur        Libellé                 Débit        Crédit       Solde",
		"01/09/2026    01/09/2026    VIR Atelier Bruyère                1 299,34    9 513,94",
		"02/09/2026    03/09/2026    CB Station             121,29                  9 392,65",
		"",
		"Total des débits                                                             121,29",
		"Total des crédits                                                          1 299,34",
		"Solde final au 30/09/2026                                                  9 392,65",
	)))
	for pointer, want := range map[string]string{
		"/accounts/0/opening": "8214.60", "/accounts/0/closing": "9392.65",
		"/accounts/0/total_in": "1299.34", "/accounts/0/total_out": "121.29",
		"/accounts/0/transactions/0/amount": "1299.34", "/accounts/0/transactions/1/amount": "-121.29",
		"/accounts/0/transactions/1/balance": "9392.65", "/accounts/0/transactions/1/value_date": "2026-09-03",
		"/accounts/0/transactions/1/description": "CB Station",
	} {
		if got[pointer].Value != want {
			t.Errorf("%s = %v, want %s", pointer, got[pointer].Value, want)
		}
	}
	if c, more := got["/accounts/0/transactions/2/balance"]; more {
		t.Errorf("a third entry was read: %v", c.Value)
	}
	if c := got["/accounts/0/transactions/1/amount"]; c.Confidence < 0.95 {
		t.Errorf("confidence of a proven amount = %.3f, want at least 0.95", c.Confidence)
	}
}
