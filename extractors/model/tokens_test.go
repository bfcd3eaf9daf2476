package model_test

import (
	"strings"
	"testing"

	"docpipe/extractors/model"
)

// The figures are those of the providers' documentation, and of the design for A4 at 150 dpi.
func TestImageTokens(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name    string
		formula string
		edge    int
		w, h    int
		want    int
	}{
		{"Mistral A4", "patch28", 1540, 1240, 1754, 2200},
		{"Mistral A4 at 300 dpi is scaled", "patch28", 1540, 2480, 3508, 2200},
		{"Pixtral square at its cap", "patch16", 1024, 1024, 1024, 65 * 64},
		{"Pixtral A4", "patch16", 1024, 1240, 1754, 47 * 64},
		{"gpt-4.1-mini A4", "patch32x1.62", 2048, 1240, 1754, 2385},
		{"OpenAI's example of 1024", "patch32x1", 0, 1024, 1024, 1024},
		{"OpenAI's example of 1800 by 2400", "patch32x1", 0, 1800, 2400, 1452},
		{"at most 1536 patches", "patch32x1", 0, 4000, 4000, 1521},
		{"gpt-4.1 square", "tile512", 0, 1024, 1024, 765},
		{"gpt-4.1 long", "tile512", 0, 2048, 4096, 1105},
		{"Claude A4", "area750", 1568, 1240, 1754, 1600},
		{"Claude small", "area750", 1568, 200, 200, 54},
		{"an unknown formula is the dearest", "", 1024, 1024, 1024, 65 * 64},
		{"nothing", "patch28", 1540, 0, 0, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			rules := model.ImageRules{LongEdge: row.edge, Formula: row.formula}
			got := model.ImageTokens(rules, row.w, row.h)
			if off := got - row.want; off > row.want/50 || off < -row.want/50 {
				t.Errorf("ImageTokens = %d, want %d within 2 %%", got, row.want)
			}
		})
	}
}

func TestValidFormula(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"patch28", "patch16", "patch32x1.62", "tile512", "area750"} {
		if err := model.ValidFormula(s); err != nil {
			t.Errorf("ValidFormula(%q): %v", s, err)
		}
	}
	for _, s := range []string{"", "patch", "patch0", "patch32x", "patch32x-1", "tile", "area", "area-5", "pixels"} {
		if model.ValidFormula(s) == nil {
			t.Errorf("ValidFormula(%q) = nil, want it refused", s)
		}
	}
}

func TestCatalogueFormulas(t *testing.T) {
	t.Parallel()
	c, err := model.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rows() {
		if r.TakesImages() && model.ValidFormula(r.Images.Formula) != nil {
			t.Errorf("%s: image tokens %q are no formula", r.Name(), r.Images.Formula)
		}
	}
}

// The sentence has ten tokens, one for each word and one for the full stop. Figures have more
// tokens for their length than words, and no text has more tokens than bytes.
func TestTextTokens(t *testing.T) {
	t.Parallel()
	if got := model.TextTokens(""); got != 0 {
		t.Errorf("TextTokens of nothing = %d, want 0", got)
	}
	if got := model.TextTokens(strings.Repeat("The quick brown fox jumps over the lazy dog. ", 10)); got < 100 || got > 130 {
		t.Errorf("TextTokens of ten sentences = %d, want 100 and some", got)
	}
	words, figures := model.TextTokens("zahlbar bis"), model.TextTokens("12.345,6711")
	if figures <= words || figures > len("12.345,6711") {
		t.Errorf("TextTokens = %d for words and %d for figures of the same length, want more for figures", words, figures)
	}
}

func TestEstimate(t *testing.T) {
	t.Parallel()
	target := model.Target{Images: model.ImageRules{LongEdge: 1540, Formula: "patch28"}}
	r := request(model.Mode{Images: true, JSON: model.JSONSchema})
	n := model.Estimate(r, target)
	if n.Input < 2200 || n.Input > 2300 || n.Output != 500 || n.MostOutput != 500 {
		t.Errorf("Estimate = %+v, want an A4 image, some words and 500 tokens out", n)
	}
	if n.MostInput < n.Input || n.MostInput < 2200+len(r.System)+len(r.Output.Schema) {
		t.Errorf("Estimate = %+v, want at most a token for each byte and no less", n)
	}
}
