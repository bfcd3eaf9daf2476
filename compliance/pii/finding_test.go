package pii

import (
	"encoding/json"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestFinding(t *testing.T) {
	t.Parallel()
	const iban = "DE89370400440532013000"
	quote, long, reason := "DE89 3704 0044 0532 0130 00", strings.Repeat("x", 300), "they use "+iban+" now"
	f := pipeline.Finding{
		Disposition: pipeline.Disposition{Kind: "accepted", Reason: &reason},
		Rule:        pipeline.RuleRef{Title: "The account number is valid"},
		Message:     "IBAN " + iban + " has a wrong check digit and is the one of Karla Bergmann", Expected: "a valid IBAN of Karla Bergmann", Actual: iban,
		Named: []string{"Karla Bergmann"},
		Evidence: []pipeline.FindingEvidence{
			{Path: "/payment/iban", Value: iban, Quote: &quote},
			{Path: "/totals/gross", Value: "119.00", Quote: &long},
		},
	}
	mask := func(content string, f pipeline.Finding) pipeline.Finding {
		m := Mask{Content: content, Finder: New(), Class: func(_, pointer string) Class {
			return map[string]Class{"/payment/iban": Account}[pointer]
		}}
		return m.Finding("invoice.v1", f)
	}
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
		text := said(mask(content, f))
		if got := strings.Contains(text, iban) || strings.Contains(text, quote); got != want.iban {
			t.Errorf("%s: says the account number = %v, want %v: %s", content, got, want.iban, text)
		}
		if got := strings.Contains(text, "Bergmann"); got != want.iban {
			t.Errorf("%s: names somebody of the supplier master = %v, want %v: %s", content, got, want.iban, text)
		}
		if got := strings.Contains(text, "119.00"); got != want.gross {
			t.Errorf("%s: says the amount = %v, want %v", content, got, want.gross)
		}
	}
	masked := mask(ContentMasked, f)
	if len(masked.Masked) != 1 || masked.Masked[0] != "/payment/iban" {
		t.Errorf("masked = %v, want /payment/iban", masked.Masked)
	}
	if n := len([]rune(*masked.Evidence[1].Quote)); n > maxQuote {
		t.Errorf("quote has %d characters, want at most %d", n, maxQuote)
	}
	if f.Evidence[0].Value != iban || len(f.Masked) != 0 {
		t.Error("the finding itself was changed")
	}
	f.Evidence[0].Value, f.Message = "", "two words"
	empty := ""
	f.Evidence[0].Quote = &empty
	if got := mask(ContentMasked, f).Message; got != f.Message {
		t.Errorf("message beside an empty value = %q, want %q", got, f.Message)
	}
}

// What no schema calls personal is masked all the same where it is.
func TestFindingText(t *testing.T) {
	t.Parallel()
	const pan = "4111 1111 1111 1111"
	quote := "paid by " + pan
	m := Mask{Content: ContentMasked, Finder: New(), Class: func(string, string) Class { return "" }}
	f := m.Finding("own.v1", pipeline.Finding{
		Message: "the card " + pan + " is printed", Actual: pan,
		Evidence: []pipeline.FindingEvidence{{Path: "/notes/0", Value: quote, Quote: &quote}},
	})
	said := f.Message + f.Actual.(string) + f.Evidence[0].Value.(string) + *f.Evidence[0].Quote
	if strings.Contains(said, pan) || strings.Count(said, "411111••••••1111") != 4 {
		t.Errorf("the finding says %q, want the card number masked four times", said)
	}
}
