package local

import (
	"fmt"
	"testing"

	"docpipe/pipeline"
)

// slipPage is as narrow as a till's paper.
func slipPage(lines ...string) *pipeline.Page {
	p := page(lines...)
	for i := range p.Words {
		p.Words[i].Box[0], p.Words[i].Box[2] = p.Words[i].Box[0]*2, p.Words[i].Box[2]*2
	}
	p.Width /= 2
	return p
}

func TestSlip(t *testing.T) {
	t.Parallel()
	got := claimsOf(t, "receipt", document(slipPage(
		"Garden Market",
		"3 Weir Lane",
		"",
		"Lavender pot",
		"3 x 4.99             14.97",
		"Watering can         12.95",
		"TOTAL                27.92",
		"Cash                 30.00",
		"Change                2.08",
		"-17.10.2026 14:32",
	)))
	for i, want := range []string{"Lavender pot 3 4.99 14.97", "Watering can 12.95"} {
		if text := rowText(got, fmt.Sprintf("/items/%d/", i), "description", "quantity", "unit_price", "total"); text != want {
			t.Errorf("article %d = %q, want %q", i, text, want)
		}
	}
	if c := got["/total"]; c.Value != "27.92" || c.Confidence < 0.95 {
		t.Errorf("total = %v (%.3f), want 27.92, proven by its articles", c.Value, c.Confidence)
	}
	if got["/date"].Value != "2026-10-17" || got["/time"].Value != "14:32" {
		t.Errorf("date %v, time %v", got["/date"].Value, got["/time"].Value)
	}
}

// Articles that do not add up leave the total in doubt.
func TestSlipDoubt(t *testing.T) {
	t.Parallel()
	got := claimsOf(t, "receipt", document(slipPage("Garden Market", "3 Weir Lane", "", "Lavender pot         14.97", "Watering can         12.95", "TOTAL                21.92")))
	if c := got["/items/0/total"]; c.Confidence >= 0.9 {
		t.Errorf("confidence of an article without proof = %.3f, want below 0.9", c.Confidence)
	}
}
