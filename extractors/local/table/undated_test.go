package table_test

import (
	"fmt"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// entriesIn reads a statement: day, text, amount and balance of each entry, a line each.
func entriesIn(t *testing.T, pages ...*pipeline.Page) (string, map[string]extractors.Claim) {
	t.Helper()
	got := localtest.Claims(t, "bank_statement", layouttest.Document(pages...))
	var b strings.Builder
	for i := 0; ; i++ {
		text := localtest.RowText(got, fmt.Sprintf("/accounts/0/transactions/%d/", i), "date", "description", "amount", "balance")
		if text == "" {
			return b.String(), got
		}
		b.WriteString(text + "\n")
	}
}

// A statement may print each day once, and the balance with the last entry of the day. The entries
// below the first one are of the same day, also on the next page; sums are none.
func TestStatement_with_days_printed_once(t *testing.T) {
	t.Parallel()
	text, got := entriesIn(t, layouttest.Page(
		"Harbour Bank plc                          Your statement",
		"Account number 20411207                   Page 1 of 2",
		"",
		"Date           Payment details               Paid out      Paid in      Balance",
		"01 Mar 2026    Balance brought forward                                   500.00",
		"02 Mar 2026    Northern Rail                    20.00",
		"               Council Tax                     110.00                    370.00",
		"05 Mar 2026    Salary Marlow Ltd                           2,000.00",
		"               Cash machine                     70.00",
		"               Payment to Vodafone              30.00                  2,270.00",
		"               Balance carried forward                                 2,270.00",
	), layouttest.Page(
		"Harbour Bank plc                          Your statement",
		"Account number 20411207                   Page 2 of 2",
		"",
		"Date           Payment details               Paid out      Paid in      Balance",
		"               Balance brought forward                                 2,270.00",
		"               Refund John Lewis                              15.00    2,285.00",
		"09 Mar 2026    Spotify                          10.00",
		"               Rent                            800.00                  1,475.00",
		"",
		"Total paid out                               1,040.00",
	))
	want := `2026-03-02 Northern Rail -20.00
2026-03-02 Council Tax -110.00 370.00
2026-03-05 Salary Marlow Ltd 2000.00
2026-03-05 Cash machine -70.00
2026-03-05 Payment to Vodafone -30.00 2270.00
2026-03-05 Refund John Lewis 15.00 2285.00
2026-03-09 Spotify -10.00
2026-03-09 Rent -800.00 1475.00
`
	if text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
	if day := got["/accounts/0/transactions/1/date"]; day.Source != pipeline.SourceDerived || len(day.Evidence) != 1 || day.Evidence[0].Quote != "02 Mar 2026" {
		t.Errorf("day of an entry without one: %s %+v, want derived from 02 Mar 2026", day.Source, day.Evidence)
	}
}

// Below the last entry of a statement that prints the day of each, an amount is no entry.
func TestStatement_with_an_amount_below(t *testing.T) {
	t.Parallel()
	text, _ := entriesIn(t, layouttest.Page(
		"Harbour Bank plc                          Your statement",
		"",
		"Date           Payment details               Paid out      Paid in      Balance",
		"02 Mar 2026    Northern Rail                    20.00                    480.00",
		"05 Mar 2026    Salary Marlow Ltd                           2,000.00    2,480.00",
		"               Turnover in this time            20.00",
	))
	if want := "2026-03-02 Northern Rail -20.00 480.00\n2026-03-05 Salary Marlow Ltd 2000.00 2480.00\n"; text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
}

// The text of an entry may name an amount on a line of its own, and does not end the table.
func TestStatement_with_amounts_in_texts(t *testing.T) {
	t.Parallel()
	text, _ := entriesIn(t, layouttest.Page(
		"Harbour Bank plc                          Your statement",
		"",
		"Date           Payment details                        Amount      Balance",
		"02 Mar 2026    Hotel Adler Berlin                     -21.34       478.66",
		"               EUR 25.00 at 1.1715",
		"05 Mar 2026    Salary Marlow Ltd                    2,000.00     2,478.66",
	))
	if want := "2026-03-02 Hotel Adler Berlin EUR 25.00 at 1.1715 -21.34 478.66\n2026-03-05 Salary Marlow Ltd 2000.00 2478.66\n"; text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
}

// Only the last day may have several entries, and only the last of these print the balance: it leads
// there over all of them.
func TestStatement_with_several_entries_on_its_last_day(t *testing.T) {
	t.Parallel()
	text, _ := entriesIn(t, layouttest.Page(
		"Harbour Bank plc                          Your statement",
		"Account number 20411207                   Page 1 of 1",
		"",
		"Date           Payment details               Paid out      Paid in      Balance",
		"02 Mar 2026    Northern Rail                    20.00                    480.00",
		"05 Mar 2026    Salary Marlow Ltd                           2,000.00",
		"               Cash machine                     70.00",
		"               Payment to Vodafone              30.00                  2,380.00",
		"               Balance carried forward                                 2,380.00",
	))
	want := `2026-03-02 Northern Rail -20.00 480.00
2026-03-05 Salary Marlow Ltd 2000.00
2026-03-05 Cash machine -70.00
2026-03-05 Payment to Vodafone -30.00 2380.00
`
	if text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
}

// The day of the booking may print once, and the day from which each entry counts with each of them.
func TestStatement_with_value_dates_and_days_printed_once(t *testing.T) {
	t.Parallel()
	text, got := entriesIn(t, layouttest.Page(
		"Sparkasse Nordtal                         Kontoauszug 3/2026",
		"Konto 20411207",
		"",
		"Buchung        Wertstellung      Verwendungszweck                        Betrag",
		"02.03.2026     02.03.2026        Stadtwerke                              -20,00",
		"               03.03.2026        Miete                                  -110,00",
		"05.03.2026     05.03.2026        Gehalt Nordwind                        2000,00",
		"               06.03.2026        Strom                                   -70,00",
		"                                 Wasser                                  -30,00",
	))
	want := `2026-03-02 Stadtwerke -20.00
2026-03-02 Miete -110.00
2026-03-05 Gehalt Nordwind 2000.00
2026-03-05 Strom -70.00
2026-03-05 Wasser -30.00
`
	if text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
	if got := got["/accounts/0/transactions/1/value_date"].Value; got != "2026-03-03" {
		t.Errorf("value date = %v, want 2026-03-03", got)
	}
}
