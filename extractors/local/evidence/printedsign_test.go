package evidence_test

import (
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// creditPage prints what it gives back with a minus, as many programs do.
func creditPage(title string) *pipeline.Page {
	return layouttest.Page(
		"Baumarkt Kessler GmbH",
		"",
		title+" Nr. GS-2024-0087                      Datum: 14.03.2024",
		"",
		"Pos     Bezeichnung             Menge      Einzelpreis      Betrag",
		"1       Dispersionsfarbe           -3            45,90     -137,70",
		"2       Abdeckfolie               -10             2,15      -21,50",
		"",
		"                                   Nettobetrag        -159,20 EUR",
		"                                   19 % MwSt           -30,25 EUR",
		"                                   Gesamtbetrag       -189,45 EUR",
	)
}

func TestSigned(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, schema string
		page         *pipeline.Page
		want         map[string]string
	}{
		{"a credit note is positive", "credit_note", creditPage("Gutschrift"), map[string]string{
			"/totals/net": "159.20", "/totals/vat": "30.25", "/totals/gross": "189.45",
			"/lines/0/quantity": "3", "/lines/0/unit_price": "45.90", "/lines/0/net": "137.70"}},
		{"a negative invoice is what it prints", "invoice", creditPage("Rechnung"), map[string]string{"/totals/gross": "-189.45", "/lines/0/net": "-137.70"}},
		{"a discount is what it takes off", "invoice", layouttest.Page(
			"Invoice no 10045                                   Date 2022-11-28",
			"",
			"Lines total                                         1,700.00",
			"Discount                                             -170.00",
			"Net                                                 1,530.00",
			"VAT 20%                                               306.00",
			"Total                                               1,836.00",
		), map[string]string{"/totals/allowances": "170.00", "/totals/net": "1530.00", "/totals/gross": "1836.00"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, tc.schema, layouttest.Document(tc.page))
			for pointer, want := range tc.want {
				if got[pointer].Value != want {
					t.Errorf("%s = %v, want %s", pointer, got[pointer].Value, want)
				}
			}
		})
	}
}

// Of two rates of tax neither is the tax of the document: what does not add up says so.
func TestBrokenSums(t *testing.T) {
	t.Parallel()
	registry, r := localtest.Shipped(t)
	s, err := registry.Get("invoice")
	if err != nil {
		t.Fatal(err)
	}
	claims, err := r.Extract(t.Context(), layouttest.Document(layouttest.Page(
		"Rechnung Nr. 2024-3321                             Datum 08.01.2024",
		"",
		"Netto 7%                                                225,00",
		"MwSt 7%                                                  15,75",
		"Netto 19%                                               325,47",
		"MwSt 19%                                                 61,84",
		"Rechnungsbetrag EUR                                     628,06",
	)), s)
	if err != nil {
		t.Fatal(err)
	}
	remarked := false
	for _, c := range claims {
		if strings.HasPrefix(c.Pointer, "/totals/") && c.Code == "" && c.Value != nil && c.Pointer != "/totals/due" && !c.Broken {
			t.Errorf("%s = %v is not doubted", c.Pointer, c.Value)
		}
		remarked = remarked || c.Code == pipeline.ReasonContradiction && strings.Contains(c.Reason, "net + tax = gross does not hold")
	}
	if !remarked {
		t.Error("nothing says that the sum does not hold")
	}
}

// A total that is printed wrong is the document's mistake where the rest of it is sure: rules are to
// object to it. What a printed amount explains may be misread.
func TestBrokenSums_misprinted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more     string
		misprint bool
	}{"nothing explains it": {"", true}, "a deposit explains it": {"Deposit                                                   5.00", false}} {
		got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
			"Invoice No. 2024-3321                             Date 08.01.2024",
			"",
			"Net total                                               110.00",
			"VAT 19 %                                                 20.90",
			c.more,
			"Total EUR                                               135.90",
		)))
		for _, pointer := range []string{"/totals/net", "/totals/vat"} {
			if got := got[pointer]; got.Disputed != c.misprint || got.Broken == c.misprint {
				t.Errorf("%s: %s is disputed: %v, doubted: %v; want disputed: %v", name, pointer, got.Disputed, got.Broken, c.misprint)
			}
		}
	}
}

// Rates that do not make up the tax of the document are not all of its rates, or another's.
func TestBrokenSums_of_rates(t *testing.T) {
	t.Parallel()
	registry, r := localtest.Shipped(t)
	s, err := registry.Get("invoice")
	if err != nil {
		t.Fatal(err)
	}
	for _, last := range []struct {
		amounts string
		broken  bool
	}{{"10.00   1.90", false}, {"20.00   3.80", true}} {
		claims, err := r.Extract(t.Context(), layouttest.Document(layouttest.Page(
			"Invoice No. 2024-3321                             Date 08.01.2024",
			"",
			"Net total                                               110.00",
			"VAT                                                       8.90",
			"Total EUR                                               118.90",
			"",
			"VAT rate        Base      VAT",
			"VAT 7 %       100.00     7.00",
			"VAT 19 %       "+last.amounts,
		)), s)
		if err != nil {
			t.Fatal(err)
		}
		remarked, rows := false, 0
		for _, c := range claims {
			if strings.HasPrefix(c.Pointer, "/vat_lines/") && c.Value != nil {
				rows++
				if c.Broken != last.broken {
					t.Errorf("%s: %s = %v is doubted: %v, want %v", last.amounts, c.Pointer, c.Value, c.Broken, last.broken)
				}
			}
			remarked = remarked || c.Code == pipeline.ReasonContradiction && c.Pointer == "/vat_lines"
		}
		if rows != 6 || remarked != last.broken {
			t.Errorf("%s: %d values of rates, want 6; remarked %v, want %v", last.amounts, rows, remarked, last.broken)
		}
	}
}

// The invoice that a credit note takes back is its number, without the day that follows.
func TestPrecedingInvoice(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "credit_note", layouttest.Document(layouttest.Page(
		"Gutschrift Nr. GS-2024-0087              Datum: 14.03.2024",
		"zu Rechnung: RE-2024-0411 vom 02.02.2024",
	)))
	if c := got["/preceding_invoice"]; c.Value != "RE-2024-0411" {
		t.Errorf("preceding invoice = %v, want RE-2024-0411", c.Value)
	}
}
