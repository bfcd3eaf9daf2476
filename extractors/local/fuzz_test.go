package local_test

import (
	"strings"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
)

// Words come from strangers: no text, place or turn of them may break the reader, and each
// claim must cite its evidence.
func FuzzReader(f *testing.F) {
	f.Add("Invoice No: 4711\nTotal 12,00 EUR", 0, 0.0)
	f.Add("Description Quantity Price Amount\nBolts 2 5,00 10,00\nTotal 10,00", 90, 0.01)
	f.Add(": # = n° 11. 80 -- ( ) 1er\nDE89 3704 0044", 270, -3.0)
	f.Fuzz(func(t *testing.T, text string, turn int, shift float64) {
		p := layouttest.Page(strings.Split(text, "\n")...)
		p.Turn, p.TextFrom = turn, pipeline.TextFromOCR
		for i := range p.Words {
			w := &p.Words[i]
			w.Box[1], w.Source = w.Box[1]+shift*float64(i%3), pipeline.SourceOCR
		}
		registry, r := localtest.Shipped(t)
		s, err := registry.Get("invoice")
		if err != nil {
			t.Fatal(err)
		}
		claims, err := r.Extract(t.Context(), layouttest.Document(p), s)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range claims {
			if c.Value != nil && len(c.Evidence) == 0 {
				t.Errorf("%s = %v has no evidence", c.Pointer, c.Value)
			}
		}
	})
}
