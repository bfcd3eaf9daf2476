package marks

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"docpipe/pipeline"
)

// A drawing is a page in millimetres, leaning by slope.
type drawing struct {
	img   *image.Gray
	dpi   float64
	slope float64
	words []pipeline.Word
	codes []pipeline.Code
}

func newDrawing(dpi, slope float64) *drawing {
	d := &drawing{img: image.NewGray(image.Rect(0, 0, int(120*dpi/25.4), int(90*dpi/25.4))), dpi: dpi, slope: slope}
	for i := range d.img.Pix {
		d.img.Pix[i] = 246
	}
	return d
}

// stroke draws a line of a width, all in millimetres.
func (d *drawing) stroke(x0, y0, x1, y1, width float64) {
	mm := d.dpi / 25.4
	n := int(math.Hypot(x1-x0, y1-y0)*mm*2) + 1
	for i := range n + 1 {
		x, y := x0+(x1-x0)*float64(i)/float64(n), y0+(y1-y0)*float64(i)/float64(n)
		y += d.slope * x
		half := width * mm / 2
		for v := int(y*mm - half); v <= int(y*mm+half-0.5); v++ {
			for u := int(x*mm - half); u <= int(x*mm+half-0.5); u++ {
				if image.Pt(u, v).In(d.img.Rect) {
					d.img.Pix[v*d.img.Stride+u] = 30
				}
			}
		}
	}
}

func (d *drawing) square(x, y, side, width float64) {
	d.stroke(x, y, x+side, y, width)
	d.stroke(x, y+side, x+side, y+side, width)
	d.stroke(x, y, x, y+side, width)
	d.stroke(x+side, y, x+side, y+side, width)
}

// write sets a word on a base line and remembers where it stands.
func (d *drawing) write(t *testing.T, x, y float64, text string) {
	t.Helper()
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 11, DPI: d.dpi})
	if err != nil {
		t.Fatal(err)
	}
	mm := d.dpi / 25.4
	pen := font.Drawer{Dst: d.img, Src: image.NewUniform(color.Gray{Y: 20}), Face: face, Dot: fixed.P(int(x*mm), int((y+d.slope*x)*mm))}
	ink, _ := pen.BoundString(text)
	w, h := float64(d.img.Rect.Dx()), float64(d.img.Rect.Dy())
	d.words = append(d.words, pipeline.Word{Text: text, Confidence: 0.95, Source: pipeline.SourceOCR, Box: pipeline.Box{
		float64(ink.Min.X.Floor()) / w, float64(ink.Min.Y.Floor()) / h, float64(ink.Max.X.Ceil()) / w, float64(ink.Max.Y.Ceil()) / h,
	}})
	pen.DrawString(text)
}

// scribble draws a signature from x on around a base line.
func (d *drawing) scribble(x, y float64) {
	px, py := x, y
	for i := 1; i <= 120; i++ {
		u := float64(i) / 120
		nx, ny := x+38*u+2*math.Sin(25*u), y-3-4*math.Sin(31*u)*(1-u/2)
		d.stroke(px, py, nx, ny, 0.4)
		px, py = nx, ny
	}
}

// marks returns what is found, by kind.
func (d *drawing) marks(t *testing.T) map[pipeline.MarkKind][]pipeline.Mark {
	t.Helper()
	w, h := d.img.Rect.Dx(), d.img.Rect.Dy()
	p := &pipeline.Page{
		Number: 1, Words: d.words, Codes: d.codes, ToPage: pipeline.Scale(1/float64(w), 1/float64(h)),
		Pixels: &pipeline.Pixels{Width: w, Height: h, Channels: 1, DPI: d.dpi, Data: d.img.Pix},
	}
	if err := Step().Do(t.Context(), &pipeline.Document{}, p); err != nil {
		t.Fatal(err)
	}
	found := map[pipeline.MarkKind][]pipeline.Mark{}
	for _, m := range p.Marks {
		found[m.Kind] = append(found[m.Kind], m)
	}
	return found
}

// Boxes of all sizes are found where they are, and what is in them is told from what is not.
func TestStep_checkBoxes(t *testing.T) {
	t.Parallel()
	for _, dpi := range []float64{150, 200, 300} {
		for _, slope := range []float64{0, 0.008} {
			d := newDrawing(dpi, slope)
			var want []bool
			for i, side := range []float64{2.8, 3.5, 5, 6.5} {
				y := 10 + 15*float64(i)
				for k := range 4 {
					x := 10 + 25*float64(k)
					d.square(x, y, side, 0.35)
					d.write(t, x+side+1.5, y+side, "Haus")
					switch k {
					case 1:
						d.stroke(x, y, x+side, y+side, 0.4)
						d.stroke(x, y+side, x+side, y, 0.4)
					case 2:
						d.stroke(x+0.2*side, y+0.5*side, x+0.45*side, y+0.85*side, 0.45)
						d.stroke(x+0.45*side, y+0.85*side, x+1.1*side, y-0.1*side, 0.45)
					}
					want = append(want, k == 1 || k == 2)
				}
			}
			found := d.marks(t)[pipeline.MarkCheckBox]
			right := 0
			var missing []int
			for i, set := range want {
				side := []float64{2.8, 3.5, 5, 6.5}[i/4]
				x, y := 10+25*float64(i%4), 10+15*float64(i/4)
				y += d.slope * x
				b := pipeline.Box{x / 120, y / 90, (x + side) / 120, (y + side) / 90}
				before := right
				for _, m := range found {
					if m.Box.IoU(b) > 0.6 && m.Set == set && m.Confidence >= 0.9 {
						right++
					}
				}
				if right == before {
					missing = append(missing, i)
				}
			}
			if right < len(want)-1 || len(found) > len(want) {
				t.Errorf("%g dpi, slope %g: %d of %d boxes right, %d found, missing %v", dpi, slope, right, len(want), len(found), missing)
			}
		}
	}
}

// The corners of a QR code are no boxes.
func TestStep_codes(t *testing.T) {
	t.Parallel()
	d := newDrawing(200, 0)
	for _, at := range [][2]float64{{30, 30}, {50, 30}, {30, 50}} {
		d.square(at[0], at[1], 5, 0.5)
		d.stroke(at[0]+1.5, at[1]+2.5, at[0]+3.5, at[1]+2.5, 2)
	}
	d.codes = []pipeline.Code{{Kind: pipeline.CodeQR, Box: pipeline.Box{30.0 / 120, 30.0 / 90, 55.0 / 120, 55.0 / 90}}}
	if found := d.marks(t); len(found) != 0 {
		t.Errorf("marks = %v, want none", found)
	}
	d.codes = nil
	if found := d.marks(t)[pipeline.MarkCheckBox]; len(found) != 3 {
		t.Errorf("without the code: boxes = %v, want three", found)
	}
}

// Tables, combs for single letters, rules and text are no boxes.
func TestStep_noBoxes(t *testing.T) {
	t.Parallel()
	d := newDrawing(200, 0)
	for i := range 6 {
		d.stroke(10, 10+5*float64(i), 60, 10+5*float64(i), 0.3)
		d.stroke(10+10*float64(i), 10, 10+10*float64(i), 35, 0.3)
		d.square(10+5.5*float64(i), 45, 4.5, 0.3)
		d.write(t, 10, 60+5*float64(i), "EDBO0HÜ 880 DOOR")
	}
	if found := d.marks(t)[pipeline.MarkCheckBox]; len(found) != 0 {
		t.Errorf("boxes = %v, want none", found)
	}
}

// Ink by the words that ask for a signature is one; words and the line to sign on are not.
func TestStep_signature(t *testing.T) {
	t.Parallel()
	for _, signed := range []bool{true, false} {
		d := newDrawing(200, 0)
		d.write(t, 10, 20, "Received in good order by the carrier")
		d.write(t, 10, 50, "London, 3 March 2026")
		d.stroke(10, 62, 80, 62, 0.3)
		d.write(t, 10, 67, "Signature")
		if signed {
			d.scribble(20, 61)
		}
		all := d.marks(t)
		found, empty := all[pipeline.MarkSignature], all[pipeline.MarkUnsigned]
		if !signed && (len(found) != 0 || len(empty) != 1 || empty[0].Set || empty[0].Box.IoU(pipeline.Box{10.0 / 120, 54.0 / 90, 80.0 / 120, 61.0 / 90}) < 0.7) {
			t.Errorf("unsigned: signatures %v, empty lines %v, want the room above the line", found, empty)
		}
		if signed && len(empty) != 0 {
			t.Errorf("signed: empty lines = %v, want none", empty)
		}
		if signed && (len(found) != 1 || found[0].Box.IoU(pipeline.Box{20.0 / 120, 53.0 / 90, 58.0 / 120, 62.0 / 90}) < 0.5) {
			t.Errorf("signed: signatures = %v, want one above the line", found)
		}
	}
}

// A line to sign on may begin behind the words that ask. Words that ask for nothing, and a line with
// something above it that is not known to be ink of a hand, say nothing.
func TestStep_unsigned(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		draw func(d *drawing)
		want int
	}{
		"behind the words": {func(d *drawing) { d.write(t, 10, 50, "Unterschrift"); d.stroke(40, 50.5, 100, 50.5, 0.3) }, 1},
		"leaning":          {func(d *drawing) { d.slope = 0.01; d.stroke(10, 50, 70, 50, 0.4); d.write(t, 10, 55, "Unterschrift") }, 1},
		"no line":          {func(d *drawing) { d.write(t, 10, 50, "Unterschrift") }, 0},
		"initials": {func(d *drawing) {
			d.stroke(10, 50, 70, 50, 0.3)
			d.stroke(30, 45, 33, 49, 0.5)
			d.write(t, 10, 55, "Signature")
		}, 0},
		"a company in German": {func(d *drawing) { d.write(t, 10, 50, "Firma:"); d.stroke(40, 50.5, 100, 50.5, 0.3) }, 0},
		"a signature in Italian": {func(d *drawing) {
			d.write(t, 10, 50, "Firma")
			d.write(t, 22, 50, "del")
			d.write(t, 29, 50, "cliente")
			d.stroke(48, 50.5, 108, 50.5, 0.3)
		}, 1},
		"a sentence below a rule": {func(d *drawing) {
			d.stroke(10, 50, 100, 50, 0.3)
			x := 10.0
			for word := range strings.FieldsSeq("This note is valid if it is signed by both") {
				d.write(t, x, 56, word)
				x += 2*float64(len(word)) + 2
			}
		}, 0},
		"a name typed above": {func(d *drawing) {
			d.write(t, 20, 48, "Karla Bergmann")
			d.stroke(10, 50, 70, 50, 0.3)
			d.write(t, 10, 55, "Signature")
		}, 0},
	} {
		d := newDrawing(200, 0)
		d.write(t, 10, 20, "Received in good order by the carrier")
		tc.draw(d)
		if got := d.marks(t)[pipeline.MarkUnsigned]; len(got) != tc.want {
			t.Errorf("%s: %v, want %d", name, got, tc.want)
		}
	}
}
