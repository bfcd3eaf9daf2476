package table_test

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

const loadSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Load","type":"object","properties":{"packages":{"type":"array","items":
	{"type":"object","properties":{"mark":{"type":"string"},"contents":{"type":"string"},"gross_weight":{"type":"number"}}}}}}`

// The cells of a text layer join what stands in them on several lines, in the heading and in the rows.
func TestBands(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("load", []byte(loadSchema))
	if err != nil {
		t.Fatal(err)
	}
	p := layouttest.Page(
		"                                             Gross",
		"Mark          Contents                       weight",
		"MB-1          Oak tables, packed             2380.00",
		"              in four crates",
		"MB-2          Chairs                          614.50",
	)
	// Words of one cell share a block; cells of a row of the table stand beside each other.
	for i, w := range p.Words {
		row := map[int]int{0: 1, 1: 1, 2: 2, 3: 2, 4: 3}[w.Line]
		column := 0
		switch x := w.Box[0] * 100; {
		case x > 50:
			column = 2
		case x > 18:
			column = 1
		}
		p.Words[i].Block, p.Words[i].Size = 10*row+column, 10
	}
	_, r := localtest.Shipped(t)
	got := localtest.ByPointer(t, r, layouttest.Document([]*pipeline.Page{p}...), s)
	for at, want := range map[string]string{
		"/packages/0": "MB-1 Oak tables, packed in four crates 2380.00", "/packages/1": "MB-2 Chairs 614.50", "/packages/2": "",
	} {
		if row := localtest.RowText(got, at, "/mark", "/contents", "/gross_weight"); row != want {
			t.Errorf("%s = %q, want %q", at, row, want)
		}
	}
}
