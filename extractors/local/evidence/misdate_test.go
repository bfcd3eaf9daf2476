package evidence_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

func TestMisreadDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"2504/2017":   {"2017-04-25"},
		"25/042017":   {"2017-04-25"},
		"25/0412017":  {"2017-04-25"},
		"2570472017":  nil, // digits alone are a number
		"25/03/2O18":  {"2018-03-25"},
		"O4/05/2018,": {"2018-05-04"},
		"O4/OS/lO":    nil, // hardly a digit in it
		"3304/2017":   nil,
		"10/25":       nil,
	} {
		word := layout.Token{Text: text, OCR: true, Digit: true}
		if diff := cmp.Diff(want, evidence.MisreadDate(&word, extractors.DayFirst)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
		word.OCR = false
		if got := evidence.MisreadDate(&word, extractors.DayFirst); got != nil {
			t.Errorf("%s printed so is read as %v", text, got)
		}
	}
}

// A date that had to be put right says so, and is not beyond doubt.
func TestMisreadDateIsDoubtful(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("Garden Market", "3 Weir Lane", "", "Date: 2504/2017", "Pots   8.17", "TOTAL   8.17"))))
	if c := got["/date"]; c.Value != "2017-04-25" || c.Confidence > evidence.RereadTrust {
		t.Errorf("date = %v (%.3f), want 2017-04-25, not beyond doubt", c.Value, c.Confidence)
	}
}

// A telephone number is no date, and the only day that is printed needs no label.
func TestOnlyDay(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "receipt", layouttest.Document(layouttest.Recognised(layouttest.SlipPage("Garden Market", "Tel : +6 03 2026 6386", "", "Invoice no. 3521/0602/00602", "   30/05/18 11:01",
		"Parking ticket   5.00", "30/05/18 10:45 - 30/05/18 11:01", "GST 6%   0.28", "TOTAL   5.00"))))
	if v := got["/date"].Value; v != "2018-05-30" {
		t.Errorf("date = %v, want 2018-05-30", v)
	}
}
