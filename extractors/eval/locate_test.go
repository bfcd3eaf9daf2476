package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	line := func(n int, texts ...string) (words []pipeline.Word) {
		for i, text := range texts {
			x := float64(i) / 10
			words = append(words, pipeline.Word{Text: text, Line: n, Box: pipeline.Box{x, float64(n) / 10, x + 0.1, float64(n+1) / 10}})
		}
		return words
	}
	page := &pipeline.Page{Number: 2, Words: append(line(0, "Acme", "Inc.", "2", "May", "2026"), line(1, "Total", "1.234,50", "Mill", "Lane", "5")...)}
	d := &pipeline.Document{Pages: []*pipeline.Page{page}}
	for _, c := range []struct {
		compare, want string
		spots         []Spot
	}{
		{"text", "ACME INC", []Spot{{2, pipeline.Box{0, 0, 0.2, 0.1}}}},
		{"date", "2026-05-02", []Spot{{2, pipeline.Box{0.2, 0, 0.5, 0.1}}}},
		{"money", "1234.5", []Spot{{2, pipeline.Box{0.1, 0.1, 0.2, 0.2}}}},
		{"anls", "Elsewhere, Mill Lane 5", []Spot{{2, pipeline.Box{0.2, 0.1, 0.5, 0.2}}}},
		{"text", "Nobody", nil},
		{"text", "", nil},
	} {
		if diff := cmp.Diff(c.spots, Locate(d, c.compare, c.want), cmp.Comparer(near)); diff != "" {
			t.Errorf("Locate(%s %q) (-want +got):\n%s", c.compare, c.want, diff)
		}
	}
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }
