package textline

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"docpipe/pipeline"
)

func TestReads_printed_lines(t *testing.T) {
	t.Parallel()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Invoice No. 2024-00137", "TOTAL 1,284.50", "43200 Cheras, Selangor", "DE75 5121 0800 1245 1261 99", "GST ID: 001335787520",
	} {
		img, box := printed(t, want, 22)
		got := ""
		for _, c := range r.Read(img, box) {
			got += string(rune(c.Byte))
		}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPlaces_lie_on_the_letters(t *testing.T) {
	t.Parallel()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	img, box := printed(t, "A        B", 24)
	line := r.Read(img, box)
	first, last := line[0], line[len(line)-1]
	if first.Byte != 'A' || last.Byte != 'B' {
		t.Fatalf("got %q first and %q last, want A and B", first.Byte, last.Byte)
	}
	if math.Abs(first.At-(box[0]+8)) > 8 || math.Abs(last.At-(box[2]-8)) > 8 {
		t.Errorf("A at %.0f and B at %.0f, want near the ends of %.0f to %.0f", first.At, last.At, box[0], box[2])
	}
}

func TestNothing_is_read_where_no_line_is(t *testing.T) {
	t.Parallel()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	img := &pipeline.Pixels{Width: 40, Height: 40, Channels: 1, Data: make([]byte, 1600)}
	for _, box := range []pipeline.Box{{}, {10, 10, 10, 30}, {50, 50, 90, 80}, {30, 5, 10, 20}} {
		if got := r.Read(img, box); got != nil {
			t.Errorf("%v: got %v, want nothing", box, got)
		}
	}
}

// The fast loops must say what the plain ones say.
func TestKernels_agree(t *testing.T) {
	t.Parallel()
	fast, slow := kernels(), plain()
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = rng.Float32()*4 - 2
		}
		return v
	}
	const k, stride = 37, 48
	a, b := random(k*rows), random(k*columns)
	got, want := make([]float32, rows*stride), make([]float32, rows*stride)
	fast.multiply(k, a, b, got, stride)
	slow.multiply(k, a, b, want, stride)
	near(t, "multiply", got, want)

	w, x := random(5), random(40+4)
	got = random(40)
	want = append([]float32(nil), got...)
	fast.slide(40, 5, w, x, got)
	slow.slide(40, 5, w, x, want)
	near(t, "slide", got, want)

	got = random(64)
	want = append([]float32(nil), got...)
	p := [6]float32{0.3, 3, 0, 6, 0.2, -0.7}
	fast.activate(64, got, &p)
	slow.activate(64, want, &p)
	near(t, "activate", got, want)
}

func near(t *testing.T, name string, got, want []float32) {
	t.Helper()
	for i := range want {
		if d := math.Abs(float64(got[i] - want[i])); d > 1e-4 {
			t.Fatalf("%s: value %d is %g, want %g", name, i, got[i], want[i])
		}
	}
}

func BenchmarkLine(b *testing.B) {
	r, err := New()
	if err != nil {
		b.Fatal(err)
	}
	img, box := printed(b, "Seksyen 9, Bandar Mahkota Cheras 43200", 22)
	for b.Loop() {
		r.Read(img, box)
	}
}

// printed draws one line of text and returns where its letters are.
func printed(t testing.TB, text string, size float64) (*pipeline.Pixels, pipeline.Box) {
	t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 96})
	if err != nil {
		t.Fatal(err)
	}
	bounds, advance := font.BoundString(face, text)
	g := image.NewGray(image.Rect(0, 0, advance.Ceil()+40, 80))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	d := font.Drawer{Dst: g, Src: image.NewUniform(color.Black), Face: face, Dot: fixed.P(20, 50)}
	d.DrawString(text)
	box := pipeline.Box{20 + float64(bounds.Min.X.Floor()), 50 + float64(bounds.Min.Y.Floor()), 20 + float64(bounds.Max.X.Ceil()), 50 + float64(bounds.Max.Y.Ceil())}
	return &pipeline.Pixels{Width: g.Rect.Dx(), Height: g.Rect.Dy(), Channels: 1, Data: g.Pix}, box
}
