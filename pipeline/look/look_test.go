package look_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"docpipe/pipeline"
	"docpipe/pipeline/look"
)

// letter draws a page of lines of words, each page of a seed its own.
func letter(seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 7))
	page := white(660, 930)
	for y := 60; y < 860; y += 18 {
		if r.IntN(4) == 0 {
			continue // a gap between paragraphs
		}
		end := 120 + r.IntN(480)
		for x := 60; x < end; {
			width := 10 + r.IntN(50)
			draw.Draw(page, image.Rect(x, y, min(x+width, end), y+8), image.Black, image.Point{}, draw.Src)
			x += width + 8
		}
	}
	return page
}

func white(width, height int) *image.Gray {
	page := image.NewGray(image.Rect(0, 0, width, height))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	return page
}

// scanned puts the page on the glass again: a little turned, shifted, of another size, darker
// and with grain.
func scanned(page *image.Gray, seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 9))
	out := white(page.Rect.Dx()+14, page.Rect.Dy()+10)
	turn, size := 0.2*math.Pi/180, 1.01
	draw.BiLinear.Transform(out, f64.Aff3{size * math.Cos(turn), -size * math.Sin(turn), 5, size * math.Sin(turn), size * math.Cos(turn), -4},
		page, page.Rect, draw.Src, nil)
	for i, v := range out.Pix {
		out.Pix[i] = byte(min(max(float64(v)*0.9+r.NormFloat64()*6, 0), 255))
	}
	return out
}

func pixels(g *image.Gray) *pipeline.Pixels {
	return &pipeline.Pixels{Width: g.Rect.Dx(), Height: g.Rect.Dy(), Channels: 1, Data: g.Pix}
}

func TestScannedTwice(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		page := letter(seed)
		first, second, other := look.Of(pixels(page)), look.Of(pixels(scanned(page, seed))), look.Of(pixels(letter(seed+100)))
		if got := look.Likeness(first, second); got < 0.97 {
			t.Errorf("page %d scanned twice: likeness %.3f, want 0.97", seed, got)
		}
		if got := look.Likeness(first, other); got > 0.9 {
			t.Errorf("page %d and another one: likeness %.3f, want less than 0.9", seed, got)
		}
		if !share(look.Bands(first), look.Bands(second)) {
			t.Errorf("page %d scanned twice shares no band", seed)
		}
	}
}

func share(a, b []string) bool {
	for i := range a {
		if a[i] == b[i] {
			return true
		}
	}
	return false
}

func TestNothingToLookAt(t *testing.T) {
	t.Parallel()
	if got := look.Of(pixels(white(660, 930))); got != "" {
		t.Errorf("a blank page looks like %q", got)
	}
	if got := look.Of(pixels(letter(1).SubImage(image.Rect(0, 0, 20, 20)).(*image.Gray))); got != "" {
		t.Errorf("a stamp looks like %q", got)
	}
	if got := look.Likeness("zz", look.Of(pixels(letter(1)))); got != 0 {
		t.Errorf("what is no look has likeness %v", got)
	}
	if got := look.Bands("zz"); got != nil {
		t.Errorf("what is no look has bands %v", got)
	}
}

func TestStep(t *testing.T) {
	t.Parallel()
	step := look.Step()
	scan, digital := &pipeline.Page{Pixels: pixels(letter(3))}, &pipeline.Page{}
	for _, p := range []*pipeline.Page{scan, digital} {
		if err := step.Do(t.Context(), &pipeline.Document{}, p); err != nil {
			t.Fatal(err)
		}
	}
	if len(scan.Look) != 2*look.Size || digital.Look != "" {
		t.Errorf("looks = %d and %d digits, want %d and none", len(scan.Look), len(digital.Look), 2*look.Size)
	}
}

// A page whose darkness may outgrow 32 bits looks like the same page made small.
func TestOf_large(t *testing.T) {
	t.Parallel()
	draw := func(side int) *pipeline.Pixels {
		g := white(side, side)
		for y := range side {
			for x := range side {
				if 4*x > 3*side || 8*y > 6*side {
					g.Pix[y*g.Stride+x] = 0
				}
			}
		}
		return pixels(g)
	}
	if got := look.Likeness(look.Of(draw(4800)), look.Of(draw(480))); got < 0.99 {
		t.Errorf("likeness = %.3f, want the same look at ten times the size", got)
	}
}
