package table_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
)

// German banks print Soll and Haben behind amounts, with a gap or without; the balances follow.
func TestStatement_with_sides_behind_amounts(t *testing.T) {
	t.Parallel()
	for name, gap := range map[string]string{"apart": " ", "glued": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, got := entriesIn(t, layouttest.Page(
				"Sparkasse Nordtal                         Kontoauszug 3/2026",
				"Konto 20411207",
				"",
				"Buchung        Wertstellung      Verwendungszweck                         Betrag",
				"                                 Alter Kontostand vom 28.02.2026        500,00"+gap+"H",
				"02.03.2026     02.03.2026        Stadtwerke                              20,00"+gap+"S",
				"03.03.2026     03.03.2026        Miete                                  700,00"+gap+"S",
				"05.03.2026     05.03.2026        Gehalt Nordwind                      2.000,00"+gap+"H",
				"                                 Neuer Kontostand vom 31.03.2026      1.780,00"+gap+"H",
			))
			if want := "2026-03-02 Stadtwerke -20.00\n2026-03-03 Miete -700.00\n2026-03-05 Gehalt Nordwind 2000.00\n"; text != want {
				t.Errorf("entries:\n%s\nwant:\n%s", text, want)
			}
			if c := got["/accounts/0/opening"]; c.Value != "500.00" || !c.Proven {
				t.Errorf("opening = %v, proven %v, want 500.00, proven by the entries", c.Value, c.Proven)
			}
		})
	}
}

// What is overdrawn is a negative balance.
func TestStatement_overdrawn(t *testing.T) {
	t.Parallel()
	text, got := entriesIn(t, layouttest.Page(
		"Harbour Bank plc                          Account statement",
		"Account number 20411207                   Page 1 of 1",
		"",
		"Date           Payment details                    Amount            Balance",
		"01 Mar 2026    Balance brought forward                              10.00 OD",
		"02 Mar 2026    Northern Rail                       20.00 DR         30.00 DR",
		"05 Mar 2026    Salary Marlow Ltd                2,000.00 CR      1,970.00 CR",
		"07 Mar 2026    Cash machine                        70.00 DR      1,900.00 CR",
		"31 Mar 2026    Balance carried forward                           1,900.00 CR",
	))
	if want := "2026-03-02 Northern Rail -20.00 -30.00\n2026-03-05 Salary Marlow Ltd 2000.00 1970.00\n2026-03-07 Cash machine -70.00 1900.00\n"; text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
	if got := got["/accounts/0/opening"].Value; got != "-10.00" {
		t.Errorf("opening = %v, want -10.00", got)
	}
}

// The side may have a column of its own, or be a sign behind a blank.
func TestStatement_with_a_column_of_sides(t *testing.T) {
	t.Parallel()
	want := "2026-03-02 Stadtwerke -20.00\n2026-03-03 Miete -700.00\n2026-03-05 Gehalt Nordwind 2000.00\n"
	for name, lines := range map[string][]string{
		"letters": {
			"Datum          Text                          Betrag EUR    S/H",
			"02.03.2026     Stadtwerke                         20,00    S",
			"03.03.2026     Miete                             700,00    S",
			"05.03.2026     Gehalt Nordwind                 2.000,00    H",
		},
		"signs": {
			"Datum          Text                                Betrag",
			"02.03.2026     Stadtwerke                           20,00 -",
			"03.03.2026     Miete                               700,00 -",
			"05.03.2026     Gehalt Nordwind                   2.000,00 +",
		},
		"columns": {
			"Datum          Text                          Lastschrift     Gutschrift",
			"02.03.2026     Stadtwerke                         20,00",
			"03.03.2026     Miete                             700,00",
			"05.03.2026     Gehalt Nordwind                                 2.000,00",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			head := []string{"Bank 24 AG                                Kontoauszug", "Konto 20411207", ""}
			if text, _ := entriesIn(t, layouttest.Page(append(head, lines...)...)); text != want {
				t.Errorf("entries:\n%s\nwant:\n%s", text, want)
			}
		})
	}
}

// A statement of a card marks only what is paid to it. The others leave the account, and a person
// should look at them.
func TestStatement_of_a_card(t *testing.T) {
	t.Parallel()
	text, got := entriesIn(t, layouttest.Page(
		"Harbour Bank plc                          Credit card statement",
		"Account number 20411207",
		"",
		"Date           Description                        Amount",
		"02 Mar 2026    Northern Rail                       20.00",
		"05 Mar 2026    Payment received thank you         500.00 CR",
		"07 Mar 2026    Corner Cafe                         70.00",
	))
	if want := "2026-03-02 Northern Rail -20.00\n2026-03-05 Payment received thank you 500.00\n2026-03-07 Corner Cafe -70.00\n"; text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
	if got := got["/accounts/0/transactions/0/amount"].Confidence; got >= 0.9 {
		t.Errorf("confidence of a purchase = %v, want below 0.9", got)
	}
}

// A dash in the column beside an amount is an empty cell, and no sign.
func TestStatement_with_dashes_for_nothing(t *testing.T) {
	t.Parallel()
	text, _ := entriesIn(t, layouttest.Page(
		"Harbour Bank plc                          Your statement",
		"Account number 20411207",
		"",
		"Date           Payment details               Paid in      Paid out      Balance",
		"02 Mar 2026    Refund John Lewis               20.00             -       520.00",
		"05 Mar 2026    Cash machine                        -         50.00       470.00",
		"07 Mar 2026    Salary Marlow Ltd            2,000.00             -     2,470.00",
	))
	if want := "2026-03-02 Refund John Lewis 20.00 520.00\n2026-03-05 Cash machine -50.00 470.00\n2026-03-07 Salary Marlow Ltd 2000.00 2470.00\n"; text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
}
