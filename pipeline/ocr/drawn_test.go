package ocr

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"docpipe/pipeline"
)

const testDPI = 200

// A drawing is a page with words at known places.
type drawing struct {
	img   *image.Gray
	face  font.Face
	words []pipeline.Word
}

// newDrawing returns an empty page of width x height pixels for text of size points.
func newDrawing(t testing.TB, width, height int, size float64) *drawing {
	t.Helper()
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: testDPI, Hinting: font.HintingNone})
	if err != nil {
		t.Fatal(err)
	}
	d := &drawing{img: image.NewGray(image.Rect(0, 0, width, height)), face: face}
	for i := range d.img.Pix {
		d.img.Pix[i] = 250
	}
	return d
}

// line writes words from (x, y) on, y the base line, and remembers the ink box of each.
func (d *drawing) line(x, y int, text string) {
	pen := font.Drawer{Dst: d.img, Src: image.NewUniform(color.Gray{Y: 15}), Face: d.face, Dot: fixed.P(x, y)}
	width, height := float64(d.img.Rect.Dx()), float64(d.img.Rect.Dy())
	for _, word := range strings.Fields(text) {
		ink, _ := pen.BoundString(word)
		d.words = append(d.words, pipeline.Word{Text: word, Box: pipeline.Box{
			float64(ink.Min.X.Floor()) / width, float64(ink.Min.Y.Floor()) / height,
			float64(ink.Max.X.Ceil()) / width, float64(ink.Max.Y.Ceil()) / height,
		}})
		pen.DrawString(word + " ")
	}
}

func (d *drawing) pixels() *pipeline.Pixels {
	return &pipeline.Pixels{Width: d.img.Rect.Dx(), Height: d.img.Rect.Dy(), Channels: 1, DPI: testDPI, Data: d.img.Pix}
}

// page returns what prep hands over when nothing was to be done.
func (d *drawing) page() *pipeline.Page {
	px := d.pixels()
	return &pipeline.Page{
		Number: 1, Unit: "px", Width: float64(px.Width), Height: float64(px.Height), Pixels: px,
		Unread: []pipeline.Box{{0, 0, 1, 1}}, ToPage: pipeline.Scale(1/float64(px.Width), 1/float64(px.Height)),
	}
}

// letter is an A4 page of ordinary text.
func letter(t testing.TB) *drawing {
	t.Helper()
	d := newDrawing(t, 1654, 2339, 11)
	for i, text := range []string{
		"Invoice 2026-0417 dated 3 March 2026", "Harbour Workshop Ltd, 12 Quay Street",
		"Twelve brackets, galvanised", "Forty metres of steel cable with eyelets",
		"One drum of machine oil, sixty litres", "Net amount 1,284.50 and tax 244.06",
		"Payable within fourteen days of receipt", "Thank you very much for your business",
	} {
		d.line(200, 300+i*70, text)
		d.line(200, 1100+i*70, text)
	}
	return d
}

// wantWords wants every word of the drawing found where it stands, and returns how many
// there were not.
func wantWords(t *testing.T, got *pipeline.Page, want []pipeline.Word, atLeast float64) {
	t.Helper()
	found := 0
	for _, w := range want {
		for _, g := range got.Words {
			if g.Text == w.Text && g.Box.IoU(w.Box) >= 0.8 {
				found++
				break
			}
		}
	}
	if share := float64(found) / float64(len(want)); share < atLeast {
		t.Errorf("%d of %d words found in place, want a share of %v; got %v", found, len(want), atLeast, texts(got.Words))
	}
}

func texts(words []pipeline.Word) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Text)
	}
	return strings.Join(all, " ")
}
