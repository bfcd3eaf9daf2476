package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// Boxes answer also for a schema that states its labels.
func TestTickedForStatedLabels(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "w9", layouttest.Document(layouttest.Page(
		"Form W-9   Request for Taxpayer Identification Number and Certification",
		"",
		"Federal tax classification",
		"☐ Individual     ☒ C corporation     ☐ S corporation     ☐ Partnership",
	)))
	if value := localtest.PrintedValue(got["/classification"]); value != "c_corporation" {
		t.Errorf("classification = %q, want %q", value, "c_corporation")
	}
}

// The place behind an incoterm is no part of it, and the line below a sentence has its own label.
func TestTermsOfDelivery(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "purchase_order", layouttest.Document(layouttest.Page(
		"BESTELLUNG 4711",
		"",
		"Zahlungsbedingungen: 30 Tage netto",
		"Incoterms: CIF Firenze",
	)))
	for pointer, want := range map[string]string{"/incoterm": "CIF", "/payment_terms": "30 Tage netto"} {
		if value := localtest.PrintedValue(got[pointer]); value != want {
			t.Errorf("%s = %q, want %q", pointer, value, want)
		}
	}
}
