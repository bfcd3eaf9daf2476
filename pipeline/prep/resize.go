package prep

import (
	"math"

	"docpipe/pipeline"
)

// Resize enlarges a page whose letters are small, because Tesseract misreads them, and
// reduces one whose letters are huge, because that only costs time. The number is the height
// of the letters before, in pixels.
func Resize(s *Sheet, cfg Config) (*Sheet, pipeline.Transform, float64) {
	letters := letterHeight(s)
	factor := resizeFactor(s, letters, cfg)
	if factor == 1 {
		return s, pipeline.Identity, letters
	}
	width, height := s.Size()
	w, h := int(math.Round(float64(width)*factor)), int(math.Round(float64(height)*factor))
	out := resample(s, max(1, w), max(1, h))
	out.DPI = s.DPI * factor
	newW, newH := out.Size()
	return out, pipeline.Scale(float64(width)/float64(newW), float64(height)/float64(newH)), letters
}

// resizeFactor aims at cfg.LetterHeight. Small differences are not worth a resampling.
func resizeFactor(s *Sheet, letters float64, cfg Config) float64 {
	width, height := s.Size()
	factor := 1.0
	if letters > 0 {
		factor = min(cfg.LetterHeight/letters, cfg.MaxEnlarge)
	}
	if letters > 0 && factor < 1 && letters < 2*cfg.LetterHeight {
		factor = 1
	}
	if factor > 1 && factor < 1.3 {
		factor = 1
	}
	return min(factor, math.Sqrt(float64(cfg.MaxPixels)/float64(width*height)))
}

// resample scales s with the Catmull-Rom kernel, first along rows, then along columns.
func resample(s *Sheet, width, height int) *Sheet {
	oldW, oldH := s.Size()
	across, down := taps(oldW, width), taps(oldH, height)
	narrow := blank(width, oldH, s.DPI)
	for y := range oldH {
		resampleRow(narrow.row(y), s.row(y), across)
	}
	out := blank(width, height, s.DPI)
	sums := make([]int32, width)
	for y := range height {
		mixRows(out.row(y), sums, narrow, down[y])
	}
	return out
}

// A tap says which old pixels make a new one, with weights that add up to 1<<weightBits.
type tap struct {
	first   int
	weights []int32
}

const weightBits = 14

func taps(from, to int) []tap {
	scale := float64(from) / float64(to)
	wide := max(1, scale) // when reducing, the kernel covers all pixels that melt into one
	all := make([]tap, to)
	for i := range all {
		center := (float64(i)+0.5)*scale - 0.5
		first, last := int(math.Ceil(center-2*wide)), int(math.Floor(center+2*wide))
		all[i] = newTap(first, last, from, func(x int) float64 { return catmullRom((float64(x) - center) / wide) })
	}
	return all
}

// newTap folds weights beyond the edge onto the edge and makes the sum exact.
func newTap(first, last, n int, weight func(int) float64) tap {
	low, high := min(max(first, 0), n-1), max(0, min(last, n-1))
	sum, raw := 0.0, make([]float64, high-low+1)
	for x := first; x <= last; x++ {
		w := weight(x)
		raw[min(max(x, low), high)-low] += w
		sum += w
	}
	t := tap{first: low, weights: make([]int32, len(raw))}
	left, middle := int32(1<<weightBits), len(raw)/2
	for i, w := range raw {
		t.weights[i] = int32(math.Round(w / sum * (1 << weightBits)))
		left -= t.weights[i]
	}
	t.weights[middle] += left
	return t
}

// catmullRom is the cubic of Catmull and Rom, support -2..2.
func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return 1 + x*x*(1.5*x-2.5)
	case x < 2:
		return 2 + x*(-4+x*(2.5-0.5*x))
	}
	return 0
}

func resampleRow(dst, src []byte, taps []tap) {
	for x, t := range taps {
		var sum int32 = 1 << (weightBits - 1)
		for i, w := range t.weights {
			sum += w * int32(src[t.first+i])
		}
		dst[x] = clamp(sum >> weightBits)
	}
}

func mixRows(dst []byte, sums []int32, s *Sheet, t tap) {
	clear(sums)
	for i, w := range t.weights {
		for x, v := range s.row(t.first + i) {
			sums[x] += w * int32(v)
		}
	}
	for x, sum := range sums {
		dst[x] = clamp((sum + 1<<(weightBits-1)) >> weightBits)
	}
}

func clamp(v int32) byte { return byte(min(255, max(0, v))) }
