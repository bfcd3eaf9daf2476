package ocr

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"docpipe/pipeline"
)

// The specimens of ICAO Doc 9303, parts 4 to 7.
var specimens = map[string][]string{
	"TD1":   {"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
	"TD3":   {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
	"MRV-B": {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"},
}

// zonePage is white paper with a zone in the typeface of zones, letters as high as preparation
// makes them, and dots like those of a security print.
func zonePage(t testing.TB, lines []string) (*image.Gray, pipeline.Box) {
	t.Helper()
	parsed, err := opentype.Parse(fontOCRB)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 30, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, 1150, 500))
	for i := range img.Pix {
		img.Pix[i] = byte(215 + i*7919%31)
	}
	var first pipeline.Box
	for i, line := range lines {
		pen := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{Y: 40}), Face: face, Dot: fixed.P(60, 300+50*i)}
		ink, _ := pen.BoundString(line)
		if i == 0 {
			first = pipeline.Box{float64(ink.Min.X.Floor()), float64(ink.Min.Y.Floor()), float64(ink.Max.X.Ceil()), float64(ink.Max.Y.Ceil())}
		}
		pen.DrawString(line)
	}
	return img, first
}

// One line that Tesseract saw is enough: the grid finds the others, and the typeface reads them.
func TestZone_grid(t *testing.T) {
	t.Parallel()
	known, err := printedGlyphs()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range specimens {
		img, seed := zonePage(t, want)
		pixels := &pipeline.Pixels{Width: img.Rect.Dx(), Height: img.Rect.Dy(), Channels: 1, Data: img.Pix}
		lines := zoneAt(pixels, seed, known)
		var got []string
		for _, cells := range classified(pixels, lines, known) {
			got = append(got, text(cells))
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", name, diff)
		}
	}
}

// Where one line was begun a cell too early, because the edge of the card beside it looks like a
// 1, the others tell.
func TestShifted(t *testing.T) {
	t.Parallel()
	known, err := printedGlyphs()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range specimens {
		img, seed := zonePage(t, want)
		pixels := &pipeline.Pixels{Width: img.Rect.Dx(), Height: img.Rect.Dy(), Channels: 1, Data: img.Pix}
		for _, cells := range []float64{-1, 1} {
			lines := zoneAt(pixels, seed, known)
			for i := range lines {
				lines[i].left += cells * lines[i].pitch
			}
			var got []string
			for _, cells := range classified(pixels, shifted(pixels, lines, known), known) {
				got = append(got, text(cells))
			}
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("%s, begun %v cells too late (-got +want):\n%s", name, cells, diff)
			}
		}
	}
}

func text(cells []cellRead) string {
	var read strings.Builder
	for _, c := range cells {
		read.WriteByte(c.char)
	}
	return read.String()
}

// A zone is words of its own, one a line, on a page that stands on its head or lies on its side too.
func TestZone_page(t *testing.T) {
	t.Parallel()
	o := reader(t, "en")
	want := specimens["TD3"]
	img, _ := zonePage(t, want)
	for quarters := range 4 {
		d := drawing{img: img}
		p := d.page()
		p.Pixels, _ = turn(p.Pixels, quarters)
		if err := o.Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range p.Words {
			got = append(got, w.Text)
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("turned by %d quarters (-got +want):\n%s", quarters, diff)
		}
		if back := (4 - quarters) % 4 * 90; p.Turn != back {
			t.Errorf("turn = %d, want %d", p.Turn, back)
		}
	}
}

// What looks like no zone is left alone.
func TestSeedsOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"P<UTOERIKSSON<<ANNA<MARIA<<<<":   1,
		"PLEASE RETURN THIS FORM BY MAIL": 0,
		"<<<<":                            0,
		"a < b and b < c for all of them": 0,
	} {
		found := []word{{text: text, box: pipeline.Box{0, 0, 600, 20}, line: 1}}
		if got := len(seedsOf(found)); got != want {
			t.Errorf("%q: %d seeds, want %d", text, got, want)
		}
	}
}

// Both readings stay where the readers differ, each with a character for each place.
func TestAgreed(t *testing.T) {
	t.Parallel()
	cells := []cellRead{{char: 'A', margin: 0.2}, {char: '0', margin: 0.01}, {char: '<', margin: 0.3}, {char: '<', margin: 0.3}}
	got := agreed(cells, "AO<<", pipeline.Box{}, true)
	if got.text != "AO<<" || got.second != "A0<<" {
		t.Errorf("word = %q and %q, want AO<< and A0<<", got.text, got.second)
	}
	if same := agreed(cells, "A0<<", pipeline.Box{}, true); same.second != "" || same.confidence < 0.95 {
		t.Errorf("second, confidence = %q, %v, want none and nearly 1", same.second, same.confidence)
	}
}

// A pattern that is read as the same letter again and again is no text.
func TestLegible(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"Kilogramm": 9, "AAA": 0, "ééé": 0, "11": 0, "AAB": 3, "x": 0} {
		if got := legible([]word{{text: text, confidence: 0.9}}); got != want {
			t.Errorf("legible(%q) = %d, want %d", text, got, want)
		}
	}
}
