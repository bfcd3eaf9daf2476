package ocr

import (
	"math"

	"docpipe/pipeline"
)

// A grid is where the characters of one line of a zone stand on an image: they are of equal
// width, whatever they are. In pixels.
type grid struct {
	left, top   float64 // of the first cell
	pitch, high float64 // of a cell
	slope       float64 // pixels down for each pixel to the right
	n           int     // cells
}

// box is the upright rectangle around the grid.
func (g *grid) box() pipeline.Box {
	wide := g.pitch * float64(g.n)
	sink := g.slope * wide
	return pipeline.Box{g.left, g.top + min(0, sink), g.left + wide, g.top + g.high + max(0, sink)}
}

// cell samples one cell, displaced by so many pixels.
func (g *grid) cell(img *pipeline.Pixels, i int, dx, dy float64) glyph {
	var out glyph
	for r := range cellHigh {
		y := g.top + dy + g.high*(float64(r)+0.5)/cellHigh
		for c := range cellWide {
			along := g.pitch * (float64(i) + (float64(c)+0.5)/cellWide)
			out[r*cellWide+c] = darkness(img, g.left+dx+along, y+g.slope*along)
		}
	}
	out.unit(flat)
	return out
}

// darkness is 255 less the grey between four pixels; outside the image it is white.
func darkness(img *pipeline.Pixels, x, y float64) float32 {
	x, y = x-0.5, y-0.5
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx), int(fy)
	if ix < 0 || iy < 0 || ix+1 >= img.Width || iy+1 >= img.Height {
		return 0
	}
	u, v := float32(x-fx), float32(y-fy)
	at := img.Data[iy*img.Width+ix:]
	a, b := float32(at[0]), float32(at[1])
	c, d := float32(at[img.Width]), float32(at[img.Width+1])
	return 255 - (a*(1-u)*(1-v) + b*u*(1-v) + c*(1-u)*v + d*u*v)
}

// fits is how well the cells look like characters: the mean of the best likeness of each.
func (g *grid) fits(img *pipeline.Pixels, known []glyph) float32 {
	sum := float32(0)
	for i := range g.n {
		cell := g.cell(img, i, 0, 0)
		best := float32(0)
		for k := range known {
			best = max(best, cell.like(&known[k]))
		}
		sum += best
	}
	return sum / float32(g.n)
}

// zoneLengths are the lengths of lines that ICAO Doc 9303 knows.
var zoneLengths = []int{30, 36, 44}

// fitted lays the grid over a line of text that fills about the box, and tells how well it fits.
func fitted(img *pipeline.Pixels, box pipeline.Box, known []glyph) (grid, float32) {
	var best grid
	bestFit := float32(0)
	slope := leaning(img, box)
	for _, n := range zoneLengths {
		pitch := box.Width() / (float64(n) - 0.35)
		g := grid{left: box[0] - 0.17*pitch, pitch: pitch, high: cellAspect * pitch, slope: slope, n: n}
		g.top = box.CenterY() - slope*box.Width()/2 - g.high/2
		if g, fit := g.settled(img, known, coarse); fit > bestFit {
			best, bestFit = g, fit
		}
	}
	if bestFit == 0 {
		return best, 0
	}
	return best.entire(img, known).settled(img, known, fine)
}

// entire moves a grid by a cell to the side where the first or the last character lies beside it.
func (g grid) entire(img *pipeline.Pixels, known []glyph) grid {
	best, bestFit := g, g.fits(img, known)
	for _, cells := range []float64{-1, 1} {
		next := g
		next.left += cells * g.pitch
		if fit := next.fits(img, known); fit > bestFit {
			best, bestFit = next, fit
		}
	}
	return best
}

// A step is how far a search goes: shares of the pitch, of the height, of itself.
type step struct{ left, pitch, top, high []float64 }

var (
	coarse = step{
		left: []float64{-0.4, -0.2, 0, 0.2, 0.4}, pitch: []float64{-0.02, -0.015, -0.01, -0.005, 0, 0.005, 0.01, 0.015, 0.02},
		top: []float64{-0.2, -0.1, 0, 0.1, 0.2}, high: []float64{-0.12, 0, 0.12},
	}
	fine = step{
		left: []float64{-0.1, -0.05, 0, 0.05, 0.1}, pitch: []float64{-0.003, -0.0015, 0, 0.0015, 0.003},
		top: []float64{-0.06, -0.03, 0, 0.03, 0.06}, high: []float64{-0.06, -0.03, 0, 0.03, 0.06},
	}
)

// settled searches around the grid for the place that fits best, up and down before along and
// then again.
func (g grid) settled(img *pipeline.Pixels, known []glyph, s step) (grid, float32) {
	best, bestFit := g, g.fits(img, known)
	try := func(next grid) {
		if fit := next.fits(img, known); fit > bestFit {
			best, bestFit = next, fit
		}
	}
	for range 2 {
		from := best
		for _, left := range s.left {
			for _, pitch := range s.pitch {
				next := from
				next.left += left*from.pitch - pitch*from.pitch*float64(from.n)/2
				next.pitch *= 1 + pitch
				try(next)
			}
		}
		from = best
		for _, top := range s.top {
			for _, high := range s.high {
				next := from
				next.high *= 1 + high
				next.top += top*from.high - high*from.high/2
				try(next)
			}
		}
	}
	return best, bestFit
}

// mostLeaning is how much a line may lean that was not straightened before.
const mostLeaning = 0.06

// leaning finds the slope along which the rows of a box differ most from each other.
func leaning(img *pipeline.Pixels, box pipeline.Box) float64 {
	best, most := 0.0, -1.0
	top, bottom := box[1]-box.Height()/2, box[3]+box.Height()/2
	for slope := -mostLeaning; slope <= mostLeaning; slope += 0.0025 {
		last, sum := 0.0, 0.0
		for y := top; y < bottom; y++ {
			row := 0.0
			for x := box[0]; x < box[2]; x += 2 {
				row += float64(darkness(img, x, y+slope*(x-box.CenterX())))
			}
			if y > top {
				sum += (row - last) * (row - last)
			}
			last = row
		}
		if sum > most {
			best, most = slope, sum
		}
	}
	return best
}
