package marks

import "docpipe/pipeline"

// An ink says of each pixel whether it is dark.
type ink struct {
	w, h int
	mm   float64 // pixels to the millimetre
	dark []bool
}

// leastInk is how much darker than the paper ink is, in levels of grey.
const leastInk = 70

// newInk tells ink from paper: paper is what most of the light half of the page is. It is nil
// where the pixels do not add up.
func newInk(px *pipeline.Pixels) *ink {
	n := px.Width * px.Height
	if px.Width < 1 || px.Height < 1 || px.Channels != 1 && px.Channels != 3 || len(px.Data) != n*px.Channels {
		return nil
	}
	grey := px.Data
	if px.Channels == 3 {
		grey = make([]byte, n)
		for i := range grey {
			c := px.Data[3*i:]
			grey[i] = byte((77*uint32(c[0]) + 150*uint32(c[1]) + 29*uint32(c[2])) >> 8)
		}
	}
	var levels [256]int
	for _, v := range grey {
		levels[v]++
	}
	paper := 255
	for v := 128; v < 256; v++ {
		if levels[v] > levels[paper] {
			paper = v
		}
	}
	dpi := px.DPI
	if dpi < 70 {
		dpi = assumedDPI
	}
	img := &ink{w: px.Width, h: px.Height, mm: dpi / 25.4, dark: make([]bool, n)}
	for i, v := range grey {
		img.dark[i] = int(v) < paper-leastInk
	}
	return img
}

// at reports ink; there is none outside of the image.
func (img *ink) at(x, y int) bool {
	return x >= 0 && y >= 0 && x < img.w && y < img.h && img.dark[y*img.w+x]
}

// row is the share of the pixels from left to right that have ink on row y or one beside it.
func (img *ink) row(left, right, y int) float64 {
	n := 0
	for x := left; x < right; x++ {
		if img.at(x, y) || img.at(x, y-1) || img.at(x, y+1) {
			n++
		}
	}
	return float64(n) / float64(max(1, right-left))
}

// column is the same for columns.
func (img *ink) column(top, bottom, x int) float64 {
	n := 0
	for y := top; y < bottom; y++ {
		if img.at(x, y) || img.at(x-1, y) || img.at(x+1, y) {
			n++
		}
	}
	return float64(n) / float64(max(1, bottom-top))
}

// share is the share of a rectangle that is ink.
func (img *ink) share(r rect) float64 {
	n := 0
	for y := max(0, r.top); y < min(img.h, r.bottom); y++ {
		for x := max(0, r.left); x < min(img.w, r.right); x++ {
			if img.dark[y*img.w+x] {
				n++
			}
		}
	}
	return float64(n) / float64(max(1, (r.right-r.left)*(r.bottom-r.top)))
}
