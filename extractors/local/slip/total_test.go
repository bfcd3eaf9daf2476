package slip_test

import (
	"testing"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// The total of a slip is what was to pay, whatever else is called a total.
func TestSlipTotal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		lines []string
		want  string
	}{
		{"with tax, not before it",
			[]string{"Total Sales (Excluding GST)   20.00", "Total GST   1.20", "Total Sales (Inclusive of GST)   21.20", "CASH   100.00", "Change   78.80",
				"GST Summary   Amount(RM)   Tax(RM)", "Total   20.00   1.20"}, "21.20"},
		{"what the change says, where the only total is before tax",
			[]string{"SUBTOTAL:   43.90", "Total (Excluding GST)   41.42", "6% GST   2.48", "CASH   100.00", "CASH CHANGE :   56.10"}, "43.90"},
		{"no total at all",
			[]string{"SUBTOTAL   96.20", "CASH   100.00", "YOUR CHANGE   3.80"}, "96.20"},
		{"what was put into the machine is no total",
			[]string{"Amount Incl. GST   5.00", "Accepted total   10.00", "Change   5.00"}, "5.00"},
		{"a count is no total",
			[]string{"Total Qty: 3.00   8.20", "Total includes GST 0%   8.20", "Cash   20.20", "Change   12.00"}, "8.20"},
		{"rounded to coins",
			[]string{"Total incl. GST   28.31", "Rounding Adjustment   -0.01", "TOTAL   28.30", "CASH   50.00"}, "28.30"},
		{"in German",
			[]string{"Zwischensumme   14,97", "SUMME EUR   14,97", "Bar   20,00", "Rückgeld   5,03", "MwSt 19%   2,39"}, "14.97"},
		{"with a gap for the decimal sign",
			[]string{"Total RM 88 17", "Visa RM 88 17"}, "88.17"},
		{"with a misread digit",
			[]string{"Total (excl. GST)   95.17", "Total GST   5.71", "Rounding   0.02", "Total (incl. GST)   100.80", "CASH   101.00", "Change   0.10"}, "100.90"},
		{"rounded to coins, where the rates prove the sum before",
			[]string{"Total (Excluding GST)   56.20", "Serv. Charge (10%)   5.62", "GST Payable   3.71", "Total (Inclusive of GST)   65.53", "Rounding Adj   0.02",
				"TOTAL   65,55", "VISA   65,55", "GST Summary   Amount   Tax", "SR (@ 6%)   61.82   3.71"}, "65.55"},
		{"what the change says, where its own label and sign are lost",
			[]string{"Item   Qty   Price   Amount   Tax", "Total Oty: 1   80 91", "Total GST   0.00", "Rounding   -0.01", "Total Salsnclus of GST)   80 90", "CASH   100.00", "Change   19.10"}, "80.90"},
		{"with its tax inside",
			[]string{"SUB-TOTAL   84.00", "TOTAL   84.00", "GST   0.50", "CASH   84.00", "CHANGE   0.00"}, "84.00"},
		{"cut before its decimal sign",
			[]string{"TOTAL   RM41 .43"}, "41.43"},
		{"with a letter for a digit",
			[]string{"TOTAL   1O.50", "GST Summary   Amount   Tax", "SR 6%   9.91   0.59"}, "10.50"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			lines := append([]string{"Garden Market", "3 Weir Lane", "", "Pots"}, c.lines...)
			got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage(lines...))))
			if v := got["/total"].Value; v != c.want {
				t.Errorf("total = %v, want %s", v, c.want)
			}
		})
	}
}

// An amount that had to be put right is never beyond doubt.
func TestMisreadTotal(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("Garden Market", "", "Pots   88.17", "Total RM 88 17"))))
	if c := got["/total"]; c.Value != "88.17" || c.Confidence > 0.9 {
		t.Errorf("total = %v (%.3f), want 88.17, not beyond doubt", c.Value, c.Confidence)
	}
}

// A doubtful total a digit away from what its parts make was misread, wherever it stands again; one
// that is read well stays, since a part may be misread.
func TestTotalOfParts(t *testing.T) {
	t.Parallel()
	for want, confidence := range map[string]float64{"94.00": 0.7, "84.00": 0.97} {
		p := layouttest.Recognised(layouttest.SlipPage("Garden Market", "", "Pots   92.50", "SUB-TOTAL   92.50", "GST   1.50", "TOTAL   84.00", "CASH   84.00", "CHANGE   0.00"))
		for i := range p.Words {
			if p.Words[i].Text == "84.00" {
				p.Words[i].Confidence = confidence
			}
		}
		got := localtest.Claims(t, "receipt", layouttest.Document(p))
		if c := got["/total"]; c.Value != want || want == "94.00" && c.Confidence > evidence.RereadTrust {
			t.Errorf("total read at %v = %v (%.3f), want %s", confidence, c.Value, c.Confidence, want)
		}
	}
}

// A whole number among amounts with cents is a count, whatever word is left of its label.
func TestCountIsNoTotal(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("Garden Market", "", "Pots   8.17", "Spade   12.50", "Rake   7.25", "Total   3"))))
	if c, ok := got["/total"]; ok && c.Value != nil {
		t.Errorf("total = %v, want none", c.Value)
	}
}

// A total that the change contradicts is in doubt.
func TestContradictedTotal(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("Garden Market", "", "Pots   88.17", "TOTAL   88.17", "Cash   100.00", "Change   1.83"))))
	if c := got["/total"]; c.Value != "88.17" || c.Confidence >= 0.9 {
		t.Errorf("total = %v (%.3f), want 88.17, in doubt", c.Value, c.Confidence)
	}
}

// Lines without a word for a sum say nothing of the total.
func TestNoTotal(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("Garden Market", "3 Weir Lane", "", "Pots   8.17", "Spade   12.50", "Thank you"))))
	if c, ok := got["/total"]; ok && c.Value != nil {
		t.Errorf("total = %v, want none", c.Value)
	}
}
