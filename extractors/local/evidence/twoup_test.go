package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Of two slips on one sheet nothing is beyond doubt: what is read may be of either.
func TestTwoUp(t *testing.T) {
	t.Parallel()
	slip := []string{"Garden Market", "3 Weir Lane", "8031 Osterfeld", "Date: 17.10.2026", "Lavender pot   14.97", "Watering can   12.95", "Spade   9.00", "Rake   7.00", "TOTAL   43.92"}
	one, other := layouttest.Recognised(layouttest.SlipPage(slip...)), layouttest.Recognised(layouttest.SlipPage(slip...))
	for _, w := range other.Words {
		w.Box[0], w.Box[2] = w.Box[0]/2+0.5, w.Box[2]/2+0.5
		one.Words = append(one.Words, w)
	}
	for i := range other.Words {
		b := &one.Words[i].Box
		b[0], b[2] = b[0]/2, b[2]/2
	}
	one.Width *= 2
	remarked := false
	for pointer, c := range localtest.Claims(t, "receipt", layouttest.Document(one)) {
		remarked = remarked || c.Code == pipeline.ReasonSplitUncertain
		if c.Code == "" && !c.Elsewhere {
			t.Errorf("%s = %v, want it to be said that it may be of the other slip", pointer, c.Value)
		}
	}
	if !remarked {
		t.Error("no remark on two slips side by side")
	}
	alone := layouttest.Recognised(layouttest.SlipPage(slip...))
	if c := localtest.Claims(t, "receipt", layouttest.Document(alone))["/total"]; c.Value != "43.92" || c.Elsewhere {
		t.Errorf("a slip alone: total %v, elsewhere %v; want 43.92 of its own", c.Value, c.Elsewhere)
	}
}

// Two pages on one sheet need no total: each has a number and a date of its own.
func TestTwoUp_without_totals(t *testing.T) {
	t.Parallel()
	note := []string{"Nordwind Handels GmbH", "DELIVERY NOTE", "Delivery note no: DN-77", "Delivery date: 17.10.2026", "Desk lamp  2", "Screws  4", "Chair  1", "Cable  3", "Received by"}
	one, other := layouttest.SlipPage(note...), layouttest.SlipPage(note...)
	for _, w := range other.Words {
		w.Box[0], w.Box[2] = w.Box[0]/2+0.5, w.Box[2]/2+0.5
		one.Words = append(one.Words, w)
	}
	for i := range other.Words {
		b := &one.Words[i].Box
		b[0], b[2] = b[0]/2, b[2]/2
	}
	one.Width *= 4 // as wide as two pages
	told := func(p *pipeline.Page) bool {
		claims, err := localtest.Reader().Extract(t.Context(), layouttest.Document(p), schemaOf(t, "delivery_note"))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range claims {
			if c.Code == pipeline.ReasonSplitUncertain {
				return true
			}
		}
		return false
	}
	if !told(one) {
		t.Error("no remark on two delivery notes side by side")
	}
	if told(layouttest.SlipPage(note...)) {
		t.Error("remark on one delivery note alone")
	}
}

func schemaOf(t *testing.T, id string) *schemas.Schema {
	t.Helper()
	registry, _ := localtest.Shipped(t)
	s, err := registry.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
