package main

import (
	"image"
	"math"
)

// A dice is a seeded generator (SplitMix64): the same throws on every machine.
type dice uint64

// roll returns a number from 0 up to n, n excluded.
func (d *dice) roll(n int) int {
	*d += 0x9E3779B97F4A7C15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int((z ^ z>>31) >> 11 % uint64(n))
}

// around returns a number from -n to n, small ones more often.
func (d *dice) around(n int) int { return (d.roll(2*n+1)+d.roll(2*n+1))/2 - n }

// scanned makes a clean rendering look like what a sheet scanner delivers: soft edges, uneven
// lamp, grain of the given strength in grey levels, dust.
func scanned(img *image.Gray, seed uint64, grain int) *image.Gray {
	d := dice(seed)
	out := soften(img)
	w, h := out.Rect.Dx(), out.Rect.Dy()
	for y := range h {
		for x := range w {
			i := y*w + x
			lamp := 6 * x / w
			out.Pix[i] = level(28 + int(out.Pix[i])*216/255 - lamp + d.around(grain))
		}
	}
	for range w * h / 40000 {
		speck(out, d.roll(w), d.roll(h), 1+d.roll(2), 90+d.roll(90))
	}
	return out
}

// soften blurs with the kernel 1 2 1 in both directions.
func soften(img *image.Gray) *image.Gray {
	out := image.NewGray(img.Rect)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := range h {
		up, here, down := max(y-1, 0)*w, y*w, min(y+1, h-1)*w
		for x := range w {
			l, r := max(x-1, 0), min(x+1, w-1)
			at := func(row int) int {
				return int(img.Pix[row+l]) + 2*int(img.Pix[row+x]) + int(img.Pix[row+r])
			}
			out.Pix[here+x] = uint8((at(up) + 2*at(here) + at(down) + 8) / 16)
		}
	}
	return out
}

func speck(img *image.Gray, x, y, size, dark int) {
	for dy := range size {
		for dx := range size {
			if (image.Point{X: x + dx, Y: y + dy}).In(img.Rect) {
				i := img.PixOffset(x+dx, y+dy)
				img.Pix[i] = level(int(img.Pix[i]) - dark)
			}
		}
	}
}

// level clips to what a pixel can hold.
func level(v int) uint8 { return uint8(min(max(v, 0), 255)) }

// wood fills the picture with dark planks along y.
func wood(img *image.RGBA, seed uint64) {
	d := dice(seed)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	streaks := make([]int, w)
	value := 0
	for x := range streaks {
		value += d.around(5) - value/12
		streaks[x] = value
		if x%310 < 5 {
			streaks[x] = -34 // the gap between two planks
		}
	}
	for y := range h {
		drift := int(9*math.Sin(float64(y)/173) + 5*math.Sin(float64(y)/61))
		for x := range w {
			v := streaks[min(max(x+drift, 0), w-1)]
			i := img.PixOffset(x, y)
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = level(96+v), level(70+v*4/5), level(50+v*3/5), 255
		}
	}
}

// lit throws the light of one lamp at the top left on the picture and adds grain.
func lit(img *image.RGBA, seed uint64, grain int) {
	d := dice(seed)
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			u, v := float64(x)/w-0.3, float64(y)/h-0.25
			gain := int(1024 * (1.04 - 0.42*(u*u+v*v) - 0.10*v))
			g := d.around(grain)
			i := img.PixOffset(x, y)
			img.Pix[i] = level(int(img.Pix[i])*gain/1024 + g)
			img.Pix[i+1] = level(int(img.Pix[i+1])*gain*1003/1024/1024 + g)
			img.Pix[i+2] = level(int(img.Pix[i+2])*gain*960/1024/1024 + g)
		}
	}
}
