package compliance

import (
	"io/fs"
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
			examples, err := p.Test("")
			if err != nil {
				t.Error(err)
			}
			t.Logf("%d rules, %d examples", len(p.Rules), examples)
		})
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
