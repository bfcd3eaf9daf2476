package table_test

import (
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/pipeline"
)

const firstAccount = "2026-03-02 Stadtwerke -20.00\n2026-03-03 Miete -700.00\n2026-03-05 Gehalt Nordwind 2000.00\n"

// A statement of two accounts is read to the end of the first one, and says that there is another.
func TestStatement_of_two_accounts(t *testing.T) {
	t.Parallel()
	first := []string{
		"Bank 24 AG                                Kontoauszug 3/2026",
		"",
		"Girokonto   IBAN DE89 3704 0044 0532 0130 00",
		"Datum          Text                                Betrag",
		"01.03.2026     Alter Saldo                         500,00",
		"02.03.2026     Stadtwerke                          -20,00",
		"03.03.2026     Miete                              -700,00",
		"05.03.2026     Gehalt Nordwind                   2.000,00",
		"31.03.2026     Neuer Saldo                       1.780,00",
	}
	for name, second := range map[string][]string{
		"a table with its number above": {
			"",
			"Tagesgeld   IBAN DE02 1203 0000 0000 2020 51",
			"Datum          Text                                Betrag",
			"01.03.2026     Alter Saldo                       9.000,00",
			"08.03.2026     Zinsen                               12,00",
			"09.03.2026     Umbuchung                          -100,00",
			"31.03.2026     Neuer Saldo                       8.912,00",
		},
		"one heading for both": {
			"Tagesgeld   IBAN DE02 1203 0000 0000 2020 51",
			"08.03.2026     Zinsen                               12,00",
			"09.03.2026     Umbuchung                          -100,00",
		},
		"a balance of its own": {
			"",
			"Tagesgeldkonto",
			"Datum          Text                                Betrag",
			"01.03.2026     Alter Saldo                       9.000,00",
			"08.03.2026     Zinsen                               12,00",
			"31.03.2026     Neuer Saldo                       9.012,00",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, got := entriesIn(t, layouttest.Page(append(first[:len(first):len(first)], second...)...))
			if text != firstAccount {
				t.Errorf("entries:\n%s\nwant those of the first account:\n%s", text, firstAccount)
			}
			if c := got["/accounts"]; c.Code != pipeline.ReasonRowsIncomplete || !strings.Contains(c.Reason, "another account begins on page 1") {
				t.Errorf("remark %q %q, want rows_incomplete for another account", c.Code, c.Reason)
			}
			want := map[string]string{"iban": "DE89370400440532013000", "opening": "500.00", "closing": "1780.00"}
			for field, value := range want {
				if c := got["/accounts/0/"+field]; c.Value != value || c.Elsewhere {
					t.Errorf("%s = %v, doubted %v, want %s of the first account", field, c.Value, c.Elsewhere, value)
				}
			}
		})
	}
}

// Balances that no entries prove may be those of either account.
func TestStatement_of_two_accounts_with_a_summary(t *testing.T) {
	t.Parallel()
	text, got := entriesIn(t, layouttest.Page(
		"Bank 24 AG                                Kontoauszug 3/2026",
		"Neuer Saldo                                      9.999,00",
		"",
		"Girokonto   IBAN DE89 3704 0044 0532 0130 00",
		"Datum          Text                                Betrag",
		"02.03.2026     Stadtwerke                          -20,00",
		"03.03.2026     Miete                              -700,00",
		"05.03.2026     Gehalt Nordwind                   2.000,00",
		"",
		"Tagesgeld   IBAN DE02 1203 0000 0000 2020 51",
		"Datum          Text                                Betrag",
		"08.03.2026     Zinsen                               12,00",
	))
	if text != firstAccount {
		t.Errorf("entries:\n%s\nwant those of the first account:\n%s", text, firstAccount)
	}
	if c := got["/accounts/0/closing"]; c.Value != nil && !c.Elsewhere {
		t.Errorf("closing = %v without doubt, want it doubted", c.Value)
	}
}

// Entries name the accounts of others, and pages repeat the number of their own: neither is another
// account. What is brought forward to a page is no balance of its own.
func TestStatement_of_one_account_that_names_others(t *testing.T) {
	t.Parallel()
	text, got := entriesIn(t, layouttest.Page(
		"Bank 24 AG                                Kontoauszug 3/2026",
		"Girokonto   IBAN DE89 3704 0044 0532 0130 00      Seite 1",
		"Datum          Text                                Betrag",
		"01.03.2026     Alter Saldo                         500,00",
		"02.03.2026     Stadtwerke                          -20,00",
		"               IBAN DE02 1203 0000 0000 2020 51",
		"03.03.2026     Miete                              -700,00",
		"               IBAN DE02 1203 0000 0000 2020 51",
	), layouttest.Page(
		"Bank 24 AG                                Kontoauszug 3/2026",
		"Girokonto   IBAN DE89 3704 0044 0532 0130 00      Seite 2",
		"Datum          Text                                Betrag",
		"01.03.2026     Alter Saldo                        -220,00",
		"05.03.2026     Gehalt Nordwind                   2.000,00",
		"31.03.2026     Neuer Saldo                       1.780,00",
	))
	if !strings.Contains(text, "2026-03-03 Miete") || !strings.Contains(text, "2026-03-05 Gehalt Nordwind 2000.00") {
		t.Errorf("entries:\n%s\nwant those of both pages", text)
	}
	if c, ok := got["/accounts"]; ok {
		t.Errorf("remark %q, want none", c.Reason)
	}
}
