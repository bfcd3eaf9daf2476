package prep

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"docpipe/pipeline"
)

var lines = []string{
	"Invoice number 2026-0417 of 3 March 2026", "Delivered to the workshop at the old harbour",
	"Twelve brackets, galvanised, 40 x 60 mm", "Forty metres of steel cable with eyelets",
	"One drum of machine oil, sixty litres", "Net amount 1,284.50 plus value added tax",
	"Payable within fourteen days of receipt", "Thank you very much for your business",
}

// drawn returns an A4 page of plain text at dpi with letters of size points.
func drawn(t testing.TB, dpi, size float64) *Sheet {
	t.Helper()
	s := blank(int(8.27*dpi), int(11.69*dpi), dpi)
	for i := range s.Grey.Pix {
		s.Grey.Pix[i] = 250
	}
	face := face(t, dpi, size)
	pen := font.Drawer{Dst: s.Grey, Src: image.NewUniform(color.Gray{20}), Face: face}
	step := size / 72 * dpi * 1.6
	for y, i := 0.1*11.69*dpi, 0; y < 10.5*dpi; y, i = y+step, i+1 {
		if i%9 == 8 {
			continue // a gap between paragraphs
		}
		pen.Dot = fixed.Point26_6{X: fixed.I(int(dpi)), Y: fixed.I(int(y))}
		pen.DrawString(lines[i%len(lines)])
	}
	return s
}

func face(t testing.TB, dpi, size float64) font.Face {
	t.Helper()
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: dpi, Hinting: font.HintingNone})
	if err != nil {
		t.Fatal(err)
	}
	return face
}

// mark draws a black square of side pixels centred at (x, y).
func mark(s *Sheet, x, y, side int) {
	square := image.Rect(x-side/2, y-side/2, x+side/2, y+side/2)
	draw.Draw(s.Grey, square, image.NewUniform(color.Gray{0}), image.Point{}, draw.Src)
}

// leaning returns s turned clockwise by degrees on a larger white page, and the map back.
func leaning(s *Sheet, degrees float64) (*Sheet, pipeline.Transform) {
	w, h := s.Size()
	back := pipeline.Translate(-float64(w)/2, -float64(h)/2).Then(pipeline.Rotate(-degrees)).Then(pipeline.Translate(float64(w)/2, float64(h)/2))
	return warp(s, w, h, back, 250), back
}

// photographed returns s as seen on a dark table with its corners at q, and the map back.
func photographed(t testing.TB, s *Sheet, width, height int, q quad) (*Sheet, pipeline.Transform) {
	t.Helper()
	w, h := s.Size()
	onto, ok := rectTo(float64(w), float64(h), q)
	if !ok {
		t.Fatal("the corners make no map")
	}
	back, ok := onto.Inverse()
	if !ok {
		t.Fatal("the map has no inverse")
	}
	return warp(s, width, height, back, 60), back
}

// marks are places on a drawn page that stay free of text, in fractions.
var marks = [][2]float64{{0.06, 0.06}, {0.94, 0.06}, {0.06, 0.94}, {0.94, 0.94}, {0.06, 0.5}}

// marked returns a drawn page with a black square at each of marks.
func marked(t testing.TB, dpi, size float64) *Sheet {
	t.Helper()
	s := drawn(t, dpi, size)
	w, h := s.Size()
	for _, m := range marks {
		mark(s, int(m[0]*float64(w)), int(m[1]*float64(h)), int(dpi/8))
	}
	return s
}

// wantBack proves that back tells where prepared pixels came from. It follows each mark of
// the original page into the prepared one, through the map back and the one that distorted the
// page, and wants the black square to be there: box on box with IoU 0.8.
func wantBack(t *testing.T, original, prepared *Sheet, back, distorted pipeline.Transform) {
	t.Helper()
	toOriginal := back.Then(distorted)
	toPrepared, ok := toOriginal.Inverse()
	if !ok {
		t.Fatalf("the map back %v has no inverse", toOriginal)
	}
	w, h := original.Size()
	half := float64(int(original.DPI/8) / 2)
	for _, m := range marks {
		x, y := float64(int(m[0]*float64(w))), float64(int(m[1]*float64(h)))
		want := pipeline.Box{x - half, y - half, x + half, y + half}
		at := toPrepared.Box(want[0], want[1], want[2], want[3])
		seen := square(prepared, at)
		if got := toOriginal.Box(seen[0], seen[1], seen[2], seen[3]); got.IoU(want) < 0.8 {
			t.Errorf("the mark at %v comes back as %.0f, want %.0f, IoU %.2f", m, got, want, got.IoU(want))
		}
	}
}

// square returns the box around the dark pixels at or near the place expected.
func square(s *Sheet, expected pipeline.Box) pipeline.Box {
	found := pipeline.Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	const reach = 10
	for y := int(expected[1]) - reach; y < int(expected[3])+reach; y++ {
		for x := int(expected[0]) - reach; x < int(expected[2])+reach; x++ {
			if (image.Point{X: x, Y: y}).In(s.Grey.Rect) && s.row(y)[x] < 100 {
				left, top := float64(x), float64(y)
				found = pipeline.Box{min(found[0], left), min(found[1], top), max(found[2], left+1), max(found[3], top+1)}
			}
		}
	}
	return found
}
