package code

import "testing"

// BenchmarkFind is what a page without codes costs: one of A4 at 200 dpi, full of text.
func BenchmarkFind(b *testing.B) {
	px, _ := newSheet(b, 280, 396).scan(0, 0, 1)
	img := grey(px)
	for b.Loop() {
		find(img, 200)
	}
}
