package code

import (
	"math"

	"docpipe/pipeline"
)

// A plane is a grey image, 0 black to 255 white, rows without padding.
type plane struct {
	w, h int
	data []byte
}

func newPlane(w, h int) *plane { return &plane{w, h, make([]byte, w*h)} }

// grey returns the pixels as a plane: their own bytes when they are grey, else the luma of ITU-R
// BT.601 in 1/256.
func grey(px *pipeline.Pixels) *plane {
	if px.Channels == 1 {
		return &plane{px.Width, px.Height, px.Data}
	}
	out := newPlane(px.Width, px.Height)
	for i := range out.data {
		c := px.Data[px.Channels*i:]
		out.data[i] = byte((77*uint32(c[0]) + 150*uint32(c[1]) + 29*uint32(c[2])) >> 8)
	}
	return out
}

// half returns the image at half its size, each pixel the mean of four.
func (p *plane) half() *plane {
	out := newPlane(p.w/2, p.h/2)
	for y := range out.h {
		upper, lower := p.data[2*y*p.w:], p.data[(2*y+1)*p.w:]
		for x := range out.w {
			out.data[y*out.w+x] = byte((int(upper[2*x]) + int(upper[2*x+1]) + int(lower[2*x]) + int(lower[2*x+1]) + 2) / 4)
		}
	}
	return out
}

// crop returns a piece of the image with a margin, as far as there is one: the image itself where
// that is all of it.
func (p *plane) crop(r rect, margin int) (*plane, rect) {
	r = rect{max(0, r.Left-margin), max(0, r.Top-margin), min(p.w, r.Right+margin), min(p.h, r.Bottom+margin)}
	if r == (rect{0, 0, p.w, p.h}) {
		return p, r
	}
	out := newPlane(r.width(), r.height())
	for y := range out.h {
		copy(out.data[y*out.w:(y+1)*out.w], p.data[(r.Top+y)*p.w+r.Left:])
	}
	return out, r
}

// at interpolates between pixels; outside of the image is paper.
func (p *plane) at(x, y float64) float64 {
	x, y = x-0.5, y-0.5
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy, dx, dy := int(fx), int(fy), x-fx, y-fy
	return (1-dy)*((1-dx)*p.pixel(ix, iy)+dx*p.pixel(ix+1, iy)) + dy*((1-dx)*p.pixel(ix, iy+1)+dx*p.pixel(ix+1, iy+1))
}

func (p *plane) pixel(x, y int) float64 {
	if x < 0 || y < 0 || x >= p.w || y >= p.h {
		return 255
	}
	return float64(p.data[y*p.w+x])
}

// turned returns the image turned by radians clockwise and enlarged, on paper just large enough.
func (p *plane) turned(radians, scale float64) *plane {
	s, c := math.Sincos(radians)
	w, h := float64(p.w), float64(p.h)
	out := newPlane(int(scale*(math.Abs(c)*w+math.Abs(s)*h)), int(scale*(math.Abs(s)*w+math.Abs(c)*h)))
	for y := range out.h {
		for x := range out.w {
			u, v := (float64(x)+0.5-float64(out.w)/2)/scale, (float64(y)+0.5-float64(out.h)/2)/scale
			out.data[y*out.w+x] = byte(p.at(c*u+s*v+w/2, -s*u+c*v+h/2) + 0.5)
		}
	}
	return out
}

// crisp returns the image less some of its second derivative, which is what a blur of about a pixel
// has added.
func (p *plane) crisp() *plane {
	out := newPlane(p.w, p.h)
	copy(out.data, p.data)
	for y := 1; y < p.h-1; y++ {
		for x := 1; x < p.w-1; x++ {
			i := y*p.w + x
			around := int(p.data[i-1]) + int(p.data[i+1]) + int(p.data[i-p.w]) + int(p.data[i+p.w])
			out.data[i] = byte(min(255, max(0, int(p.data[i])+(4*int(p.data[i])-around)*3/4)))
		}
	}
	return out
}

// settled moves the sides of a place to where its ink ends: outwards up to a limit, then inwards.
func (p *plane) settled(r rect, most int) rect {
	low, high := byte(255), byte(0)
	for y := r.Top; y < r.Bottom; y++ {
		for _, v := range p.data[y*p.w+r.Left : y*p.w+r.Right] {
			low, high = min(low, v), max(high, v)
		}
	}
	ink := byte((3*int(low) + 2*int(high)) / 5)
	column := func(x int) bool { return p.inked(x, r.Top, 0, 1, r.height(), ink) }
	row := func(y int) bool { return p.inked(r.Left, y, 1, 0, r.width(), ink) }
	for range most {
		if r.Left > 0 && column(r.Left-1) {
			r.Left--
		}
		if r.Right < p.w && column(r.Right) {
			r.Right++
		}
		if r.Top > 0 && row(r.Top-1) {
			r.Top--
		}
		if r.Bottom < p.h && row(r.Bottom) {
			r.Bottom++
		}
	}
	for r.width() > 8 && !column(r.Left) {
		r.Left++
	}
	for r.width() > 8 && !column(r.Right-1) {
		r.Right--
	}
	for r.height() > 8 && !row(r.Top) {
		r.Top++
	}
	for r.height() > 8 && !row(r.Bottom-1) {
		r.Bottom--
	}
	return r
}

// inked reports whether there is ink on n pixels from (x, y) on.
func (p *plane) inked(x, y, dx, dy, n int, ink byte) bool {
	for range n {
		if p.data[y*p.w+x] < ink {
			return true
		}
		x, y = x+dx, y+dy
	}
	return false
}

// lie says how the edges in an image run: across is the angle of the steepest change, radians
// clockwise from the right; bars is how much all edges run alike, 0 to 1; grid is the lean of
// edges that run in two directions at a right angle, -45..45 degrees in radians.
func (p *plane) lie() (across, bars, grid float64) {
	var xx, yy, xy, c4, s4 float64
	for y := 1; y < p.h-1; y++ {
		for x := 1; x < p.w-1; x++ {
			i := y*p.w + x
			gx := float64(p.data[i+1]) - float64(p.data[i-1])
			gy := float64(p.data[i+p.w]) - float64(p.data[i-p.w])
			a, b := gx*gx-gy*gy, 2*gx*gy
			xx, yy, xy = xx+gx*gx, yy+gy*gy, xy+gx*gy
			// The square of the doubled angle weighs each edge by its strength.
			if n := math.Hypot(a, b); n > 400 {
				c4, s4 = c4+(a*a-b*b)/n, s4+2*a*b/n
			}
		}
	}
	across = math.Atan2(2*xy, xx-yy) / 2
	bars = math.Hypot(xx-yy, 2*xy) / max(xx+yy, 1)
	return across, bars, math.Atan2(s4, c4) / 4
}
