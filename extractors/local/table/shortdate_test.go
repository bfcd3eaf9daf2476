package table_test

import (
	"fmt"
	"testing"
	"time"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// entriesOfPage is how many entries a page of the statement has, each of -1.01 EUR.
const entriesOfPage = 30

// statementPages are n pages of an account whose entries have no year, as banks print them:
// the balance goes from page to page, and its first and last value are called alike.
func statementPages(n int) []*pipeline.Page {
	var pages []*pipeline.Page
	at := time.Date(2022, 12, 5, 0, 0, 0, 0, time.UTC)
	balance := 100000
	carried := func(label string) string {
		return fmt.Sprintf("                    %-40s       %d,%02d", label, balance/100, balance%100)
	}
	for i := range n {
		lines := []string{
			fmt.Sprintf("Volksbank Musterstadt eG                Kontoauszug Nr. 7/2023   Seite %d von %d", i+1, n),
			"",
			"IBAN DE89 3704 0044 0532 0130 00     Zeitraum 05.12.2022 - 04.06.2023",
			"",
			"Buchung   Wert      Verwendungszweck                        Betrag EUR",
			carried(map[bool]string{true: "Kontostand am 04.12.2022", false: fmt.Sprintf("Übertrag von Seite %d", i)}[i == 0]),
		}
		for j := range entriesOfPage {
			day := at.AddDate(0, 0, (i*entriesOfPage+j)*180/(n*entriesOfPage)).Format("02.01.")
			lines = append(lines, fmt.Sprintf("%s    %s    Lastschrift Stadtwerke %05d                  -1,01", day, day, 7919*j%100000))
			balance -= 101
		}
		lines = append(lines, carried(map[bool]string{true: "Kontostand am 04.06.2023", false: fmt.Sprintf("Übertrag auf Seite %d", i+2)}[i == n-1]))
		pages = append(pages, layouttest.Page(lines...))
	}
	return pages
}

// A statement of many pages whose entries print day and month is read to its end: the year is
// that of its period, and the balances are those that the entries lead from and to.
func TestStatement_without_years(t *testing.T) {
	t.Parallel()
	const pages = 8
	got := localtest.Claims(t, "bank_statement", layouttest.Document(statementPages(pages)...))
	for pointer, want := range map[string]string{
		"/period/start": "2022-12-05", "/period/end": "2023-06-04",
		"/accounts/0/opening": "1000.00", "/accounts/0/closing": "757.60",
		"/accounts/0/transactions/0/date":         "2022-12-05",
		"/accounts/0/transactions/239/date":       "2023-06-02",
		"/accounts/0/transactions/239/value_date": "2023-06-02",
	} {
		if got[pointer].Value != want {
			t.Errorf("%s = %v, want %s", pointer, got[pointer].Value, want)
		}
	}
	for i := range pages * entriesOfPage {
		if c := got[fmt.Sprintf("/accounts/0/transactions/%d/amount", i)]; c.Value != "-1.01" {
			t.Fatalf("amount of entry %d = %v, want -1.01", i, c.Value)
		}
	}
	if c, more := got[fmt.Sprintf("/accounts/0/transactions/%d/amount", pages*entriesOfPage)]; more {
		t.Errorf("an entry too many: %v", c.Value)
	}
	if c := got["/accounts/0/transactions/0/date"]; c.Source != pipeline.SourceDerived {
		t.Errorf("source of a date whose year is not printed = %s, want derived", c.Source)
	}
}

// An entry that is called like a sum ends neither the table nor the page, also where the only other
// column of numbers is that of its date.
func TestStatement_with_interest(t *testing.T) {
	t.Parallel()
	text, _ := entriesIn(t, layouttest.Page(
		"Sparkasse Nordtal                     Kontoauszug 1/2025   Blatt 1 von 1",
		"",
		"Zeitraum: 01.01.2025 - 31.12.2025",
		"",
		"Buchung      Wert       Verwendungszweck                   Betrag EUR",
		"                        Alter Kontostand vom 31.12.2024      100,00+",
		"02.01.       02.01.     Lastschrift Stadtwerke                20,00-",
		"03.01.       03.01.     Zinsen                                 1,04+",
		"03.01.       03.01.     Gehalt Nordwind GmbH                 200,00+",
		"06.01.       06.01.     Entgelt Kontoführung                   7,50-",
		"                        Neuer Kontostand am 31.12.2025       273,54+",
	))
	want := "2025-01-02 Lastschrift Stadtwerke -20.00\n2025-01-03 Zinsen 1.04\n2025-01-03 Gehalt Nordwind GmbH 200.00\n2025-01-06 Entgelt Kontoführung -7.50\n"
	if text != want {
		t.Errorf("entries:\n%s\nwant:\n%s", text, want)
	}
}

// When a page is not there, the entries that were read do not lead from balance to balance.
func TestStatement_with_a_page_missing(t *testing.T) {
	t.Parallel()
	pages := statementPages(3)
	foot := layouttest.Page(append(make([]string, 39), "Alter Kontostand 1.000,00    Neuer Kontostand 909,10")...)
	pages[0].Words = append(pages[0].Words, foot.Words...)
	registry, r := localtest.Shipped(t)
	s, err := registry.Get("bank_statement")
	if err != nil {
		t.Fatal(err)
	}
	claims, err := r.Extract(t.Context(), layouttest.Document(pages[0], pages[2]), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		if c.Code == pipeline.ReasonRowsIncomplete {
			return
		}
	}
	t.Error("nothing says that entries are missing")
}
