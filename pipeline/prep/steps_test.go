package prep

import (
	"math"
	"testing"

	"docpipe/pipeline"
)

func TestDeskew(t *testing.T) {
	t.Parallel()
	page := marked(t, 150, 11)
	for _, degrees := range []float64{-12, -3, 1.5, 3, 7} {
		leaned, distorted := leaning(page, degrees)
		got, back, angle := Deskew(leaned, DefaultConfig())
		if math.Abs(angle-degrees) > 0.2 {
			t.Errorf("a page that leans by %v: angle = %.2f", degrees, angle)
		}
		if left, _ := lean(got.look(), 15); math.Abs(left) > 0.2 {
			t.Errorf("a page that leans by %v still leans by %.2f afterwards", degrees, left)
		}
		if math.Abs(degrees) < 5 { // beyond, the marks were turned off the page
			wantBack(t, page, got, back, distorted)
		}
	}
}

func TestOrient(t *testing.T) {
	t.Parallel()
	page := marked(t, 150, 11)
	for _, quarters := range []int{1, 3} {
		lying, distorted := turn(page, quarters)
		got, back, _ := Orient(lying, DefaultConfig())
		w, h := got.Size()
		if w > h {
			t.Errorf("turned by %d quarters: %d x %d pixels, want it upright", quarters, w, h)
		}
		wantBack(t, page, got, back, distorted)
	}
	upsideDown, _ := turn(page, 2)
	wantSame(t, "an upside-down page", Orient, upsideDown)
}

func TestUnwarp(t *testing.T) {
	t.Parallel()
	page := marked(t, 150, 11)
	corners := quad{{180, 140}, {1390, 210}, {1320, 1800}, {110, 1870}}
	photo, distorted := photographed(t, page, 1500, 2000, corners)
	got, back, share := Unwarp(photo, DefaultConfig())
	if share < 0.6 || share > 0.8 {
		t.Errorf("the sheet takes %.2f of the photo, want about 0.69", share)
	}
	wantBack(t, page, got, back, distorted)
	for _, c := range []struct{ x, y float64 }{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		w, h := got.Size()
		pw, ph := page.Size()
		x, y := back.Then(distorted).Apply(c.x*float64(w), c.y*float64(h))
		if off := math.Hypot(x-c.x*float64(pw), y-c.y*float64(ph)); off > 12 {
			t.Errorf("corner %v is %.0f pixels off", c, off)
		}
	}
}

func TestCrop(t *testing.T) {
	t.Parallel()
	page := marked(t, 150, 11)
	w, h := page.Size()
	scan := blank(w+120, h+200, 150)
	for y := range h {
		copy(scan.row(y + 200)[:w], page.row(y))
	}
	got, back, gone := Crop(scan, DefaultConfig())
	gw, gh := got.Size()
	if gone == 0 || gw > w+4 || gh > h+4 || gw < w-8 || gh < h-8 {
		t.Errorf("cropped to %d x %d (%.2f gone), want %d x %d", gw, gh, gone, w, h)
	}
	wantBack(t, page, got, back, pipeline.Translate(0, -200))
}

func TestShadow(t *testing.T) {
	t.Parallel()
	dim := marked(t, 150, 11)
	w, h := dim.Size()
	for y := range h {
		row := dim.row(y)
		for x, v := range row {
			light := 0.3 + 0.7*(0.5+0.5*math.Tanh(6*(float64(x)/float64(w)-0.5+0.2*float64(y)/float64(h))))
			row[x] = byte(float64(v) * light)
		}
	}
	got, back, uneven := Shadow(dim, DefaultConfig())
	if uneven < 0.5 {
		t.Errorf("unevenness = %.2f, want more than half", uneven)
	}
	if left := paperGrid(got.look()).unevenness(); left > 0.2 {
		t.Errorf("unevenness afterwards = %.2f", left)
	}
	if back != pipeline.Identity {
		t.Errorf("the map back = %v, want identity", back)
	}
}

func TestContrast(t *testing.T) {
	t.Parallel()
	faint := marked(t, 150, 11)
	for i, v := range faint.Grey.Pix {
		faint.Grey.Pix[i] = 190 + v/5
	}
	got, back, span := Contrast(faint, DefaultConfig())
	if span > 60 {
		t.Errorf("distance of ink and paper = %.0f, want less than 60", span)
	}
	if _, _, after := Contrast(got, DefaultConfig()); after < 150 {
		t.Errorf("distance of ink and paper afterwards = %.0f", after)
	}
	if back != pipeline.Identity {
		t.Errorf("the map back = %v, want identity", back)
	}
	wantSame(t, "a white page with specks", Contrast, specks())
}

func specks() *Sheet {
	s := blank(1240, 1754, 150)
	for i := range s.Grey.Pix {
		s.Grey.Pix[i] = 240 - byte(i*2654435761>>28&7)
	}
	return s
}

func TestResize(t *testing.T) {
	t.Parallel()
	small := marked(t, 110, 10)
	got, back, before := Resize(small, DefaultConfig())
	after := letterHeight(got)
	if before > 13 || after < 16 || after > 24 {
		t.Errorf("letters of %.0f pixels became %.0f, want about 20", before, after)
	}
	if factor := got.DPI / small.DPI; factor < 1.3 || factor > 2 {
		t.Errorf("DPI = %v after %v", got.DPI, small.DPI)
	}
	wantBack(t, small, got, back, pipeline.Identity)

	huge := marked(t, 300, 40)
	got, back, _ = Resize(huge, DefaultConfig())
	if w, _ := got.Size(); w >= 1240 {
		t.Errorf("huge letters: %d pixels wide, want less than half of before", w)
	}
	if x, y := back.Apply(10, 10); x < 20 || math.Abs(y-x) > 0.1 {
		t.Errorf("the map back of (10, 10) = (%v, %v)", x, y)
	}
}

func TestOrdinaryScan(t *testing.T) {
	t.Parallel()
	page := marked(t, 250, 10)
	got, r := run(page, DefaultConfig())
	if got != page || len(r.Done) > 0 {
		t.Errorf("an ordinary page went through %v, want nothing done", r.Done)
	}
	slight, _ := leaning(page, 0.6)
	if _, r := run(slight, DefaultConfig()); len(r.Done) > 0 {
		t.Errorf("a page that leans by 0.6 degrees went through %v, want nothing done", r.Done)
	}
	if _, r := run(specks(), DefaultConfig()); len(r.Done) > 0 {
		t.Errorf("an empty page went through %v, want nothing done", r.Done)
	}
}

func wantSame(t *testing.T, what string, do step, s *Sheet) {
	t.Helper()
	if got, back, number := do(s, DefaultConfig()); got != s || back != pipeline.Identity {
		t.Errorf("%s was changed (%v), want it as it is", what, number)
	}
}
