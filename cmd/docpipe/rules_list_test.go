package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"docpipe/compliance"
	"docpipe/schemas"
)

// The list of all rules names each and fits a terminal that nobody made wider.
func TestRulesList(t *testing.T) {
	t.Parallel()
	packs := shippedPacks(t)
	var out strings.Builder
	if err := listRules(&out, packs, ""); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if n := utf8.RuneCountInString(line); n > helpWidth {
			t.Errorf("%d columns, want at most %d: %s", n, helpWidth, line)
		}
	}
	for _, p := range packs {
		for _, r := range p.Rules {
			if !strings.Contains(out.String(), "\n  "+r.ID+" ") {
				t.Errorf("%s of %s is not listed", r.ID, p.Name)
			}
		}
	}
}

// With a type of document its rules are listed, and those of other types are not.
func TestRulesList_doctype(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := listRules(&out, shippedPacks(t), "w9"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "\n  W9-01 ") || strings.Contains(out.String(), "BANK-REQ-01") {
		t.Errorf("want the rules of w9 and no others:\n%s", out.String())
	}
}

func shippedPacks(t *testing.T) []*compliance.Pack {
	t.Helper()
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := compliance.NewLibrary(registry.List()).Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return packs
}
