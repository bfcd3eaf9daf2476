package evidence_test

import (
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

// An account number is read as it is printed: in groups, over two lines of a narrow column, and
// with check digits that do not hold, which a person should see.
func TestIBAN(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		lines  []string
		want   string
		doubts bool
	}{
		"in groups":           {[]string{"IBAN: DE89 3704 0044 0532 0130 00"}, "DE89370400440532013000", false},
		"over two lines":      {[]string{"Bank details:  Tel. 040 1234567", "IBAN DE89 3704 0044    Court Hamburg", "     0532 0130 00      HRB 4711"}, "DE89370400440532013000", false},
		"wrong check digits":  {[]string{"IBAN : DE12 1234 5678 1234 5678 90"}, "DE12123456781234567890", true},
		"wrong length":        {[]string{"IBAN : DE12 1234 4321 9876 00"}, "DE1212344321987600", true},
		"two lines that lie":  {[]string{"IBAN DE89 3704 0044", "     0532 0130 01"}, "", false},
		"nothing says a bank": {[]string{"Your number DE89 3704"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines := append([]string{"Nordwind Handels GmbH", "", "INVOICE NW-2026-0042", ""}, tc.lines...)
			c := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(lines...)))["/payment/iban"]
			if got, _ := c.Value.(string); got != tc.want {
				t.Fatalf("iban = %q, want %q", got, tc.want)
			}
			if doubts := strings.Contains(c.Reason, "check digits do not hold") && c.Confidence <= 0.5; doubts != tc.doubts {
				t.Errorf("confidence %.2f, %q: doubts = %v, want %v", c.Confidence, c.Reason, doubts, tc.doubts)
			}
		})
	}
}

// Recognition takes the letters of a country for digits; print does not.
func TestVATID_misread(t *testing.T) {
	t.Parallel()
	lines := []string{"Harbour Light Supplies Ltd", "14 Lantern Quay, Dublin", "VAT No. 1E3628491B", "", "INVOICE NW-2026-0042"}
	printed := layouttest.Page(lines...)
	if c := localtest.Claims(t, "invoice", layouttest.Document(printed))["/seller/vat_id"]; c.Value == "IE3628491B" {
		t.Errorf("printed = %v, want it as it is printed", c.Value)
	}
	c := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Recognised(layouttest.Page(lines...))))["/seller/vat_id"]
	if c.Value != "IE3628491B" || c.Confidence > 0.85 || !strings.Contains(c.Reason, "1E3628491B") {
		t.Errorf("recognised = %v (%.2f, %s), want IE3628491B, doubted, and what stands on the page", c.Value, c.Confidence, c.Reason)
	}
}
