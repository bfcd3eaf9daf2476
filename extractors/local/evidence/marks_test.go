package evidence_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Boxes that are drawn answer as printed signs do, whatever recognition read in them.
func TestReader_marks(t *testing.T) {
	t.Parallel()
	for _, kind := range []pipeline.MarkKind{pipeline.MarkCheckBox, pipeline.MarkRadio} {
		t.Run(string(kind), func(t *testing.T) { readMarked(t, kind) })
	}
}

func readMarked(t *testing.T, kind pipeline.MarkKind) {
	t.Parallel()
	const schema = `{"type":"object","properties":{"marital_status":{"type":"string","enum":["single","married","divorced"]}}}`
	p := layouttest.Page("Marital status:   O single   X married   O divorced")
	for i, w := range p.Words {
		if len(w.Text) == 1 {
			p.Marks = append(p.Marks, pipeline.Mark{Kind: kind, Box: w.Box, Set: w.Text == "X", Confidence: 0.95})
			p.Words[i].Text = "D"
		}
	}
	s, err := schemas.Parse("own", []byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	_, r := localtest.Shipped(t)
	claims := localtest.ByPointer(t, r, layouttest.Document(p), s)
	if got := claims["/marital_status"].Value; got != "married" {
		t.Errorf("marital status = %v, want married", got)
	}
}
