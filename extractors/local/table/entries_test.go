package table_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// Entries may be called like sums, "Value" heads dates as well as amounts, thousands stand apart
// before a minus at the end, and a word in capitals is no bank code.
func TestEntries(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "bank_statement", layouttest.Document(layouttest.Page(
		"Sparkasse Nordtal",
		"Hafenweg 3, 28195 Bremen",
		"",
		"Account statement 4",
		"IBAN: DE02 1203 0000 0000 2020 51",
		"",
		"Date          Value         Description          Amount (EUR)     Balance",
		"01.06.2025    01.06.2025    DIRECT DEBIT              279,21-        839,32",
		"02.06.2025    02.06.2025    INTEREST                  581,58-        257,74",
		"03.06.2025    03.06.2025    COMISION                1 895,45-      1 637,71-",
		"04.06.2025    04.06.2025    BANK CHARGES                1,00-      1 638,71-",
	)))
	for pointer, want := range map[string]string{
		"/bank/name":                            "Sparkasse Nordtal",
		"/bank/bic":                             "",
		"/accounts/0/transactions/1/amount":     "-581.58",
		"/accounts/0/transactions/2/amount":     "-1895.45",
		"/accounts/0/transactions/2/balance":    "-1637.71",
		"/accounts/0/transactions/3/amount":     "-1.00",
		"/accounts/0/transactions/3/value_date": "2025-06-04",
	} {
		if value := localtest.PrintedValue(got[pointer]); value != want {
			t.Errorf("%s = %q, want %q", pointer, value, want)
		}
	}
}

// A table that no sum ends is over where the fields of the document begin.
func TestFieldsBelowTable(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "delivery_note", layouttest.Document(layouttest.Page(
		"LIEFERSCHEIN LS-2024-4854",
		"",
		"Bezeichnung                 Menge bestellt    Liefermenge",
		"Druckerpapier A4                  63              63",
		"Pinselset                         75              71",
		"",
		"Versandart: Schenker",
		"Kolli: 3",
		"Bruttogewicht: 156,0 kg",
	)))
	for pointer, want := range map[string]string{"/lines/1/delivered": "71", "/lines/2/item": "", "/carrier": "Schenker", "/weight": "156,0 kg"} {
		if value := localtest.PrintedValue(got[pointer]); value != want {
			t.Errorf("%s = %q, want %q", pointer, value, want)
		}
	}
}

// A unit stands alone under a heading that nobody knows.
func TestUnitApart(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"RECHNUNG 2025-118",
		"",
		"Bezeichnung                   Menge      XQ     Einzelpreis       Betrag",
		"Druckerpapier A4                 63      Pck           2,00       126,00",
		"Pinselset                         2      Stk           7,50        15,00",
		"",
		"Gesamtbetrag                                                      141,00",
	)))
	for pointer, want := range map[string]string{"/lines/0/unit": "Pck", "/lines/1/unit": "Stk", "/lines/1/quantity": "2"} {
		if value := localtest.PrintedValue(got[pointer]); value != want {
			t.Errorf("%s = %q, want %q", pointer, value, want)
		}
	}
}
