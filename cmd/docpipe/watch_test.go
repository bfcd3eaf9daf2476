package main

import (
	"strings"
	"testing"
)

// Who watches for a word that no event has would wait for ever, and take it for quiet.
func TestCheckFilter(t *testing.T) {
	t.Parallel()
	for _, filter := range []string{"", ">", "*.>", "finding.>", "finding.raised.critical.>", "finding.*.high.invoice.*", "document.result.*", "document.result.own-type", "audit.head", "review.requested.invoice"} {
		if err := checkFilter(filter); err != nil {
			t.Errorf("%s: %v", filter, err)
		}
	}
	for filter, want := range map[string]string{
		"findig.>":                  "did you mean finding?",
		"finding.rised.>":           "did you mean raised?",
		"finding.raised.criticl.>":  "did you mean critical?",
		"finding.raised.critical.":  "words parted by dots",
		"document.resolved.invoice": "no event has the word",
	} {
		if err := checkFilter(filter); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", filter, err, want)
		}
	}
}
