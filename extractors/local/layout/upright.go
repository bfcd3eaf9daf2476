package layout

import (
	"math"

	"docpipe/pipeline"
)

// upright maps places on a page as it is shown to a frame in which its text stands upright and
// its lines run level: the prepared image, in the page's own unit. Evidence stays where the
// page shows it.
type upright struct {
	toImage pipeline.Transform
	turn    int     // clockwise degrees by which the image must still be turned
	scale   float64 // page units per pixel
	x0, y0  float64 // corner of the page in the image, in pixels
	width   float64 // of the page in the image, in page units
	height  float64
}

// newUpright reports false for a page that nobody straightened: its words lie as they are shown.
func newUpright(p *pipeline.Page) (upright, bool) {
	toImage, ok := p.ToPage.Inverse()
	if !ok || p.ToPage == (pipeline.Transform{}) || p.Width <= 0 || p.Height <= 0 {
		return upright{}, false
	}
	u := upright{toImage: toImage, turn: p.ImageTurn()}
	corners := toImage.Box(0, 0, 1, 1)
	area := corners.Width() * corners.Height()
	if !(area > 0) || math.IsInf(area, 1) {
		return upright{}, false
	}
	a, b, c, d := u.around(p, pipeline.Box{0.5, 0.5, 0.5, 0.5})
	u.scale = math.Sqrt(math.Abs(a*d - b*c))
	u.x0, u.y0 = corners[0], corners[1]
	u.width, u.height = corners.Width()*u.scale, corners.Height()*u.scale
	return u, u.scale > 0
}

// around returns how far, in page units, a step of one pixel right (a, c) and down (b, d) goes
// on the page at the middle of a box.
func (u *upright) around(p *pipeline.Page, box pipeline.Box) (a, b, c, d float64) {
	x, y := u.toImage.Apply(box.CenterX(), box.CenterY())
	ox, oy := p.ToPage.Apply(x, y)
	rx, ry := p.ToPage.Apply(x+1, y)
	dx, dy := p.ToPage.Apply(x, y+1)
	return (rx - ox) * p.Width, (dx - ox) * p.Width, (ry - oy) * p.Height, (dy - oy) * p.Height
}

// box maps a word. The box of a slanted word is larger than the word: its width and height in
// the image are those whose slanted box has this size.
func (u *upright) box(p *pipeline.Page, box pipeline.Box) (x0, y0, x1, y1 float64) {
	a, b, c, d := u.around(p, box)
	a, b, c, d = math.Abs(a), math.Abs(b), math.Abs(c), math.Abs(d)
	w, h := box.Width()*p.Width, box.Height()*p.Height
	det := a*d - b*c
	width, height := (w*d-h*b)/det, (h*a-w*c)/det
	if !(width > 0) || !(height > 0) || math.IsInf(width, 1) || math.IsInf(height, 1) {
		mapped := u.toImage.Box(box[0], box[1], box[2], box[3])
		width, height = mapped.Width(), mapped.Height()
	}
	x, y := u.toImage.Apply(box.CenterX(), box.CenterY())
	x, y, width, height = (x-u.x0)*u.scale, (y-u.y0)*u.scale, width*u.scale, height*u.scale
	return rotated(u.turn, u.width, u.height, x-width/2, y-height/2, x+width/2, y+height/2)
}

// rotated turns a box clockwise with the area of this width and height around it.
func rotated(degrees int, width, height, l, t, r, b float64) (x0, y0, x1, y1 float64) {
	switch degrees {
	case 90:
		return height - b, l, height - t, r
	case 180:
		return width - r, height - b, width - l, height - t
	case 270:
		return t, width - r, b, width - l
	}
	return l, t, r, b
}
