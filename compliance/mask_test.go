package compliance

import (
	"encoding/json"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestMask(t *testing.T) {
	t.Parallel()
	const iban = "DE89370400440532013000"
	quote, long := "DE89 3704 0044 0532 0130 00", strings.Repeat("x", 300)
	f := pipeline.Finding{
		Rule:    pipeline.RuleRef{Title: "The account number is valid"},
		Message: "IBAN " + iban + " has a wrong check digit", Expected: "a valid IBAN", Actual: iban,
		Evidence: []pipeline.FindingEvidence{
			{Path: "/payment/iban", Value: iban, Quote: &quote},
			{Path: "/totals/gross", Value: "119.00", Quote: &long},
		},
	}
	personal := func(pointer string) bool { return pointer == "/payment/iban" }
	said := func(f pipeline.Finding) string {
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	for content, want := range map[string]struct{ iban, gross bool }{
		ContentFull: {true, true}, ContentMasked: {false, true}, ContentNone: {false, false},
	} {
		text := said(Mask(f, content, personal))
		if got := strings.Contains(text, iban) || strings.Contains(text, quote); got != want.iban {
			t.Errorf("%s: says the account number = %v, want %v: %s", content, got, want.iban, text)
		}
		if got := strings.Contains(text, "119.00"); got != want.gross {
			t.Errorf("%s: says the amount = %v, want %v", content, got, want.gross)
		}
	}
	masked := Mask(f, ContentMasked, personal)
	if len(masked.Masked) != 1 || masked.Masked[0] != "/payment/iban" {
		t.Errorf("masked = %v, want /payment/iban", masked.Masked)
	}
	if n := len([]rune(*masked.Evidence[1].Quote)); n > maxQuote {
		t.Errorf("quote has %d characters, want at most %d", n, maxQuote)
	}
	if f.Evidence[0].Value != iban || len(f.Masked) != 0 {
		t.Error("the finding itself was changed")
	}
	f.Evidence[0].Value = ""
	empty := ""
	f.Evidence[0].Quote = &empty
	if got := Mask(f, ContentMasked, personal).Message; got != f.Message {
		t.Errorf("message beside an empty value = %q, want %q", got, f.Message)
	}
}
