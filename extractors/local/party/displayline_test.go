package party_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// enlarged prints the words of a page's first line larger.
func enlarged(p *pipeline.Page, by float64) *pipeline.Page {
	for i := range p.Words {
		if w := &p.Words[i]; w.Line == 0 {
			w.Box[1] -= (by - 1) * w.Box.Height()
		}
	}
	return p
}

// A writer without a legal form is not taken for the company that it writes to.
func TestDisplayLine(t *testing.T) {
	t.Parallel()
	letter := func(first string) *pipeline.Page {
		return enlarged(layouttest.Page(
			first,
			"Handwerkerhof 2, 83022 Rosenheim",
			"",
			"",
			"",
			"",
			"Hotel Seeblick GmbH",
			"Uferpromenade 11",
			"83209 Prien",
			"",
			"",
			"Rechnung Nr. 2022/118                     Datum 11.08.2022",
			"",
			"Rechnungsbetrag                               4.760,00 EUR",
		), 1.5)
	}
	got := localtest.Claims(t, "invoice", layouttest.Document(letter("Schreinerei Vogt")))
	if seller, buyer := got["/seller/name"].Value, got["/buyer/name"].Value; seller != "Schreinerei Vogt" || buyer != "Hotel Seeblick GmbH" {
		t.Errorf("seller %v, buyer %v; want Schreinerei Vogt and Hotel Seeblick GmbH", seller, buyer)
	}
	if got := localtest.Claims(t, "invoice", layouttest.Document(letter("Rechnung")))["/seller/name"].Value; got == "Rechnung" {
		t.Error("the title is taken for the seller")
	}
}
