package layout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/pipeline"
)

// lay lays out a page on which no word is known to be a label.
func lay(p *pipeline.Page) *layout.Sheet {
	return layout.New(p, func(*layout.Sheet, layout.Span) bool { return false })
}

// segmentsOf lists the printed segments row by row.
func segmentsOf(s *layout.Sheet) [][]string {
	var all [][]string
	for _, row := range s.Rows {
		var segs []string
		for i := row.From; i < row.To; i = s.Segs[s.SegOf[i]].To {
			segs = append(segs, s.Text(s.Segs[s.SegOf[i]]))
		}
		all = append(all, segs)
	}
	return all
}

func TestSheet(t *testing.T) {
	t.Parallel()
	got := segmentsOf(lay(layouttest.Page("Invoice No:    4711", "Total due      12.00 EUR", "Kundennummer:2")))
	want := [][]string{{"Invoice No:", "4711"}, {"Total due", "12.00 EUR"}, {"Kundennummer:2"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
}

// A page that is shown turned reads the same once its text stands upright.
func TestSheetTurned(t *testing.T) {
	t.Parallel()
	upright := layouttest.Page("Invoice No:    4711", "Total due      12.00 EUR")
	want := segmentsOf(lay(upright))
	for _, turn := range []int{90, 180, 270} {
		p := layouttest.Page("Invoice No:    4711", "Total due      12.00 EUR")
		p.Turn = turn
		if turn != 180 {
			p.Width, p.Height = p.Height, p.Width
		}
		for i := range p.Words {
			p.Words[i].Box = turned(p.Words[i].Box, turn)
		}
		if diff := cmp.Diff(want, segmentsOf(lay(p))); diff != "" {
			t.Errorf("turned by %d (-want +got):\n%s", turn, diff)
		}
	}
}

// turned places a box of an upright page on a page that must be turned clockwise to read.
func turned(b pipeline.Box, turn int) pipeline.Box {
	switch turn {
	case 90:
		return pipeline.Box{b[1], 1 - b[2], b[3], 1 - b[0]}
	case 180:
		return pipeline.Box{1 - b[2], 1 - b[3], 1 - b[0], 1 - b[1]}
	}
	return pipeline.Box{1 - b[3], b[0], 1 - b[1], b[2]}
}

// The words of a slanted scan still fall into their rows.
func TestSheetSlanted(t *testing.T) {
	t.Parallel()
	lines := []string{
		"The first line of this page runs from here all the way to the right edge",
		"The second line of this page runs from here all the way to the right edge",
		"The third line of this page runs from here all the way to the right edge",
		"The fourth line of this page runs from here all the way to the right edge",
	}
	p := layouttest.Page(lines...)
	p.TextFrom = pipeline.TextFromOCR
	for i := range p.Words {
		w := &p.Words[i]
		shift := 0.04 * w.Box.CenterX() * p.Width / p.Height
		w.Box[1], w.Box[3] = w.Box[1]+shift, w.Box[3]+shift
	}
	got := segmentsOf(lay(p))
	if len(got) != len(lines) {
		t.Fatalf("%d rows, want %d", len(got), len(lines))
	}
	for i, row := range got {
		if len(row) != 1 || row[0] != lines[i] {
			t.Errorf("row %d = %q, want %q", i, row, lines[i])
		}
	}
}
