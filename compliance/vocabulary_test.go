package compliance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Whoever reads a rule sees what the names in it stand for, and no others.
func TestBook_Vocabulary(t *testing.T) {
	t.Parallel()
	cfg := DefaultConfig()
	cfg.Params = Params{"own": {"limit": "70"}}
	b := &Book{config: cfg}
	own, err := library(t).Load("own.yaml", []byte(strings.Replace(strings.Replace(goodPack, "define:\n", "define:\n  other: doc.number == \"big\"\n", 1), `limit: "100"`, `limit: "100", unused: 5`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	want := Vocabulary{Define: map[string]string{"big": "doc.totals.gross > policy.limit"}, Params: map[string]any{"limit": "70"}}
	if diff := cmp.Diff(want, b.Vocabulary(own, own.Rules[0]), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("of the rule (-want +got):\n%s", diff)
	}
	if all := b.Vocabulary(own, nil); len(all.Define) != 2 || all.Params["unused"] != 5 {
		t.Errorf("of the pack: %+v, want both definitions and both parameters", all)
	}
}
