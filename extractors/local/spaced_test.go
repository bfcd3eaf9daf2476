package local_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
)

// A letterhead with spaces between its letters names the writer, and the whole way agrees: what was
// joined is found on the page.
func TestSpacedLetterhead(t *testing.T) {
	t.Parallel()
	d := layouttest.Document(layouttest.Page(
		"            N O R D W I N D   H A N D E L S   G M B H",
		"            Lindenallee 5 - 12345 Berlin",
		"", "", "",
		"Bergmann & Söhne GmbH",
		"Hafenweg 3",
		"28195 Bremen",
		"", "",
		"RECHNUNG 2025-118",
		"Datum   03.06.2025",
		"",
		"Gesamtbetrag   6,00"))
	e := extract(t, d)
	for pointer, want := range map[string]string{"/seller/name": "NORDWIND HANDELS GMBH", "/buyer/name": "Bergmann & Söhne GmbH"} {
		if got := at(e.Data, pointer); got != want {
			t.Errorf("%s = %q (%+v), want %q", pointer, got, e.Fields[pointer], want)
		}
	}
}
