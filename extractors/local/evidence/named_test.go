package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// A word that labels names may be part of one: what stands beside or below it, a title of the document
// or an address, is no name, on however many pages.
func TestNameLabelInAName(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		lines []string
		want  string
	}{
		"a title": {[]string{
			"Harbour & Vale Bank plc                                 Statement of account",
			"25 Quay Street, Bristol BS1 4QA",
		}, "Harbour & Vale Bank plc"},
		"an address": {[]string{
			"Sparkasse Nordtal                                       Kontoauszug 1/2025",
			"Hafenweg 3, 28195 Bremen",
		}, "Sparkasse Nordtal"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var pages []*pipeline.Page
			for range 40 {
				pages = append(pages, layouttest.Page(tc.lines...))
			}
			if value := localtest.PrintedValue(localtest.Claims(t, "bank_statement", layouttest.Document(pages...))["/bank/name"]); value != tc.want {
				t.Errorf("name of the bank = %q, want %q", value, tc.want)
			}
		})
	}
}

// A number that is printed with blanks around its dash is one number; two years, and a count, are not.
func TestNumberWithBlanks(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"Invoice number: 2026 - 00481": "2026 - 00481", "Invoice number: 4711 / 2026": "4711 / 2026",
		"Invoice number: 4711 - 3": "4711", "Invoice number: 4711": "4711",
	} {
		got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page("Brauhaus Merrow GmbH", "", line, "Total: 12.00 EUR")))
		if v := localtest.PrintedValue(got["/number"]); v != want {
			t.Errorf("%s: %q, want %q", line, v, want)
		}
	}
}
