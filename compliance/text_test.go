package compliance

import (
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// Whoever reads a rule needs no other line of its pack: sources and fixes that the file says once for
// several rules stand in it, and one of a family has its own words.
func TestPack_Text(t *testing.T) {
	t.Parallel()
	for _, p := range every().Packs() {
		for _, r := range p.Rules {
			var alone Rule
			if err := yaml.Unmarshal([]byte(p.Text(r)), &alone); err != nil {
				t.Fatalf("%s: %v", r.ID, err)
			}
			if alone.ID != r.ID || alone.Title != r.Title || alone.Source != r.Source || alone.Fix != r.Fix {
				t.Errorf("%s reads\n%s\nwant %s from %+v, fix %s", r.ID, p.Text(r), r.Title, r.Source, r.Fix)
			}
			if got, want := strings.Fields(alone.Assert.text), strings.Fields(r.Assert.text); !slices.Equal(got, want) {
				t.Errorf("%s asserts %s, want %s", r.ID, got, want)
			}
			if _, err := p.Examples(r); err != nil {
				t.Fatal(err)
			}
			var bases map[string]any
			if err := yaml.Unmarshal([]byte(p.Bases(r)), &bases); err != nil {
				t.Fatalf("%s: %v", r.ID, err)
			}
			for i, e := range r.Tests {
				if _, shown := bases[e.From]; e.From != "" && !shown {
					t.Errorf("%s: what example %s starts from is not shown", r.ID, named(i, e))
				}
			}
		}
	}
}
