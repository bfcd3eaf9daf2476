package compliance

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"docpipe/schemas"
)

// Every shipped pack compiles for each of its types of document, and every example of every
// rule gives what it says.
func TestShipped(t *testing.T) {
	t.Parallel()
	types, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	library := NewLibrary(types.List())
	names, err := fs.Glob(files, "packs/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no packs: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimPrefix(name, "packs/"), func(t *testing.T) {
			t.Parallel()
			raw, err := files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			p, err := library.Load(name, raw)
			if err != nil {
				t.Fatal(err)
			}
			sameWithoutExamples(t, library, name, raw, p)
			examples, err := p.Test("")
			if err != nil {
				t.Error(err)
			}
			t.Logf("%d rules, %d examples", len(p.Rules), examples)
		})
	}
}

// What documents are checked with is the pack without its examples.
func sameWithoutExamples(t *testing.T, l Library, name string, raw []byte, whole *Pack) {
	t.Helper()
	lean, err := l.lean(name, raw)
	if err != nil {
		t.Fatal(err)
	}
	bare := func(rules []*Rule) []Rule {
		var all []Rule
		for _, r := range rules {
			without := *r
			without.Tests = nil
			all = append(all, without)
		}
		return all
	}
	if !reflect.DeepEqual(bare(lean.Rules), bare(whole.Rules)) || !reflect.DeepEqual(lean.defines, whole.defines) ||
		!reflect.DeepEqual(lean.Params, whole.Params) || lean.SHA256 != whole.SHA256 {
		t.Error("without examples the pack says something else")
	}
	for _, r := range lean.Rules {
		if len(r.Tests) > 0 {
			t.Fatalf("%s: its examples were read", r.ID)
		}
	}
	for _, r := range lean.Rules {
		if got, err := lean.Examples(r); err != nil || len(got) != len(whole.Rule(r.ID).Tests) {
			t.Errorf("%s: %d examples (%v), want %d", r.ID, len(got), err, len(whole.Rule(r.ID).Tests))
		}
	}
}

// A rule's id names it in findings and waivers, whatever pack it stands in.
func TestShipped_ids_are_unique(t *testing.T) {
	t.Parallel()
	packs := map[string]string{}
	for _, p := range shipped().Packs() {
		for _, r := range p.Rules {
			if other, taken := packs[r.ID]; taken {
				t.Errorf("rule %s stands in %s and %s", r.ID, other, p.Name)
			}
			packs[r.ID] = p.Name
		}
	}
}
