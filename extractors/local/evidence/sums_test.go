package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

func TestTotals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		lines            []string
		net, vat, gross  any
		atLeast, atWorst float64 // confidence of gross
	}{
		{"a sum that holds is nearly sure",
			[]string{"INVOICE", "Net total   109,00", "VAT 19%   20,71", "Total   129,71"}, "109.00", "20.71", "129.71", 0.95, 1},
		{"it chooses between totals",
			[]string{"INVOICE", "Subtotal   112.00", "Subtotal   150.90", "Subtotal   262.90", "VAT 15% on 112.90   16.94", "Total   279.84"},
			"262.90", "16.94", "279.84", 0.95, 1},
		{"a lone amount is less sure", []string{"INVOICE", "Total   129,71"}, nil, nil, "129.71", 0.6, 0.96},
		{"excluding tax is no gross", []string{"INVOICE", "Total excluding VAT   100.00"}, "100.00", nil, nil, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tt.lines...)))
			for pointer, want := range map[string]any{"/totals/net": tt.net, "/totals/vat": tt.vat, "/totals/gross": tt.gross} {
				if got[pointer].Value != want {
					t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, want)
				}
			}
			if c := got["/totals/gross"].Confidence; c < tt.atLeast || c > tt.atWorst {
				t.Errorf("confidence of gross = %.3f, want %.2f to %.2f", c, tt.atLeast, tt.atWorst)
			}
		})
	}
}

func TestReceiptTotal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"with tax", []string{"CORNER SHOP LTD", "RECEIPT", "Total (Excluding GST)   23.58", "Total GST   1.42", "Total (Inclusive of GST)   25.00", "Cash   50.00", "Change   25.00"}, "25.00"},
		{"rounded", []string{"CORNER SHOP LTD", "RECEIPT", "Total   80.91", "Rounding   -0.01", "Total after rounding   80.90"}, "80.90"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Page(tt.lines...)))["/total"].Value; got != tt.want {
				t.Errorf("total = %v, want %s", got, tt.want)
			}
		})
	}
}

// Values that look like something but have no label fill nothing.
func TestNothingInvented(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(
		"Minutes of the meeting",
		"We met in room 4711 and spoke about 12 topics for about 3 hours.",
		"The garden needs 129.71 metres of fence and someone must buy it.",
	)))
	for pointer, c := range got {
		if c.Value != nil && pointer != "/seller/name" {
			t.Errorf("%s = %v (%.2f), want nothing", pointer, c.Value, c.Confidence)
		}
	}
}

// Small amounts that happen to add up are no net, tax and gross: no tax is that high.
func TestSumByChance(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page("RECHNUNG", "", "Abschlag 19 % USt   0,15", "Abschlag 7 % USt   0,08",
		"Gesamtbetrag der Abschläge   0,23", "Bruttosumme   -8,79")))
	if c := got["/totals/gross"]; c.Value != "-8.79" {
		t.Errorf("gross = %v, want -8.79", c.Value)
	}
	for pointer, c := range got {
		if c.Confidence < 0 || c.Confidence > 1 {
			t.Errorf("confidence of %s = %.3f, want 0 to 1", pointer, c.Confidence)
		}
		for _, o := range c.Candidates {
			if *o.Confidence < 0 {
				t.Errorf("confidence of a candidate of %s = %.3f, want 0 and more", pointer, *o.Confidence)
			}
		}
	}
}
