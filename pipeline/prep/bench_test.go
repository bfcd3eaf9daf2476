package prep

import "testing"

// The steps on A4 at 250 dpi: what an ordinary page pays for being looked at, and what a page
// in trouble pays for each step.
func BenchmarkOrdinaryPage(b *testing.B) {
	page := marked(b, 250, 10)
	for b.Loop() {
		run(NewSheet(page.Grey.Rect.Dx(), page.Grey.Rect.Dy(), 250, page.Grey.Pix), DefaultConfig())
	}
}

func BenchmarkDeskew(b *testing.B) {
	page, _ := leaning(marked(b, 250, 10), 3)
	benchmark(b, Deskew, page)
}

func BenchmarkOrient(b *testing.B) {
	page, _ := turn(marked(b, 250, 10), 1)
	benchmark(b, Orient, page)
}

func BenchmarkUnwarp(b *testing.B) {
	page, _ := photographed(b, marked(b, 250, 10), 2300, 3200, quad{{250, 200}, {2050, 300}, {2100, 3000}, {180, 2900}})
	benchmark(b, Unwarp, page)
}

func BenchmarkCrop(b *testing.B) {
	page := marked(b, 250, 10)
	for y := range 200 {
		clear(page.row(y))
	}
	benchmark(b, Crop, page)
}

func BenchmarkShadow(b *testing.B) {
	page := marked(b, 250, 10)
	w, h := page.Size()
	for y := range h {
		for x := range w / 2 {
			page.row(y)[x] /= 3
		}
	}
	benchmark(b, Shadow, page)
}

func BenchmarkContrast(b *testing.B) {
	page := marked(b, 250, 10)
	for i, v := range page.Grey.Pix {
		page.Grey.Pix[i] = 190 + v/5
	}
	benchmark(b, Contrast, page)
}

func BenchmarkResize(b *testing.B) { benchmark(b, Resize, marked(b, 150, 9)) }

// benchmark measures a step on a page that needs it, the look at the page included.
func benchmark(b *testing.B, do step, page *Sheet) {
	b.Helper()
	for b.Loop() {
		s := NewSheet(page.Grey.Rect.Dx(), page.Grey.Rect.Dy(), page.DPI, page.Grey.Pix)
		if out, _, _ := do(s, DefaultConfig()); out == s {
			b.Fatal("the step saw nothing to do")
		}
	}
}
