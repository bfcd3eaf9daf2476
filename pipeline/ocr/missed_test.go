package ocr

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/textline"
)

// slipDrawing is three lines of which only the first two are among the words, the total in larger print
// between two rules.
func slipDrawing(t *testing.T) (*pipeline.Pixels, []word) {
	t.Helper()
	d := newDrawing(t, 900, 600, 8)
	for _, y := range []int{360, 500} {
		draw.Draw(d.img, image.Rect(40, y, 860, y+3), image.Black, image.Point{}, draw.Src)
	}
	d.line(50, 100, "Salted rice and egg 10.30")
	d.line(50, 200, "Ice tea large 4.30")
	var found []word
	for i, w := range d.words {
		b := pipeline.Box{w.Box[0] * 900, w.Box[1] * 600, w.Box[2] * 900, w.Box[3] * 600}
		found = append(found, word{text: w.Text, box: b, confidence: 0.95, block: 1, line: 1 + i/5})
	}
	large := newDrawing(t, 900, 600, 16)
	large.img = d.img
	large.line(50, 450, "TOTAL 28.70")
	return d.pixels(), found
}

func TestMissed_reads_the_line_that_has_no_words(t *testing.T) {
	t.Parallel()
	img, found := slipDrawing(t)
	second, err := textline.New()
	if err != nil {
		t.Fatal(err)
	}
	got, err := missed(t.Context(), img, second, found)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, w := range got[len(found):] {
		texts = append(texts, w.text)
		if w.line != 3 || w.confidence < leastMissed {
			t.Errorf("%q: line %d, confidence %.2f; want line 3, at least %.2f", w.text, w.line, w.confidence, leastMissed)
		}
	}
	if diff := cmp.Diff([]string{"TOTAL", "28.70"}, texts); diff != "" {
		t.Errorf("missed (-want +got):\n%s", diff)
	}
}

func TestInk_has_no_lines_where_words_and_rules_are(t *testing.T) {
	t.Parallel()
	img, found := slipDrawing(t)
	lines := newInk(img, printHeight(found), found).lines()
	for _, b := range lines {
		if b.CenterY() < 370 || b.CenterY() > 490 {
			t.Errorf("a line at %v, want only what stands between the rules", b)
		}
	}
	if len(lines) == 0 {
		t.Error("no line between the rules")
	}
}

func TestMissed_leaves_what_was_read_on_a_tinted_band(t *testing.T) {
	t.Parallel()
	d := newDrawing(t, 900, 400, 8)
	band := image.Rect(20, 60, 880, 120)
	draw.Draw(d.img, band, image.NewUniform(color.Gray{Y: 120}), image.Point{}, draw.Src)
	d.line(50, 100, "Description Unit Net amount")
	d.line(50, 200, "Ice tea large 4.30")
	d.line(50, 300, "Salted rice and egg 10.30")
	var found []word
	for i, w := range d.words {
		b := pipeline.Box{w.Box[0] * 900, w.Box[1] * 400, w.Box[2] * 900, w.Box[3] * 400}
		found = append(found, word{text: w.Text, box: b, confidence: 0.95, block: 1, line: 1 + i/4})
	}
	second, err := textline.New()
	if err != nil {
		t.Fatal(err)
	}
	if len(newInk(d.pixels(), printHeight(found), found).lines()) == 0 {
		t.Fatal("the band has no ink: the case is not in the picture")
	}
	got, err := missed(t.Context(), d.pixels(), second, slices.Clone(found))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(found, got, cmp.AllowUnexported(word{})); diff != "" {
		t.Errorf("missed (-want +got):\n%s", diff)
	}
}

func TestUnseen_drops_words_that_lie_on_others(t *testing.T) {
	t.Parallel()
	found := []word{{text: "Unit", box: pipeline.Box{10, 10, 50, 20}}}
	words := []word{{text: "UnitUnit", box: pipeline.Box{5, 8, 90, 22}}, {text: "Total", box: pipeline.Box{100, 10, 150, 20}}}
	got := unseen(words, found)
	if len(got) != 1 || got[0].text != "Total" {
		t.Errorf("got %v, want Total alone", got)
	}
}

func TestInserted_goes_on_a_line_or_between_two(t *testing.T) {
	t.Parallel()
	at := func(text string, line int, box pipeline.Box) word {
		return word{text: text, line: line, block: 1, box: box}
	}
	found := []word{at("Total", 1, pipeline.Box{0, 0, 40, 20}), at("Cash", 2, pipeline.Box{0, 60, 40, 80})}
	found = inserted(found, []word{at("31.00", 0, pipeline.Box{100, 0, 140, 20})})
	found = inserted(found, []word{at("Rounding", 0, pipeline.Box{0, 30, 60, 50})})
	found = inserted(found, nil)
	want := []word{
		at("Total", 1, found[0].box), at("31.00", 1, found[1].box), at("Rounding", 2, found[2].box), at("Cash", 3, found[3].box),
	}
	if diff := cmp.Diff(want, found, cmp.AllowUnexported(word{})); diff != "" {
		t.Errorf("inserted (-want +got):\n%s", diff)
	}
}
