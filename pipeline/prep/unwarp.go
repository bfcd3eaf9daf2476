package prep

import (
	"math"

	"docpipe/pipeline"
)

// Unwarp lays flat a sheet that was photographed on a darker ground: where a bright
// quadrilateral stands out all around, its corners become the corners of the page. A scan,
// which has no ground around the sheet, comes back as it is. The number is the share of the
// photo that the sheet takes.
func Unwarp(s *Sheet, _ Config) (*Sheet, pipeline.Transform, float64) {
	t := s.look()
	q, ok := findSheet(t)
	if !ok {
		return s, pipeline.Identity, 0
	}
	width, height := s.Size()
	share := q.area() / float64(t.width*t.height)
	for i := range q {
		q[i].x *= float64(width) / float64(t.width)
		q[i].y *= float64(height) / float64(t.height)
	}
	w, h := q.size()
	back, ok := rectTo(w, h, q)
	if !ok {
		return s, pipeline.Identity, share
	}
	return warp(s, int(w), int(h), back, t.paper), back, share
}

// A quad is four corners: top left, top right, bottom right, bottom left.
type quad [4]corner

type corner struct{ x, y float64 }

func (q quad) area() float64 {
	sum := 0.0
	for i, a := range q {
		b := q[(i+1)%4]
		sum += a.x*b.y - b.x*a.y
	}
	return sum / 2
}

// size returns whole pixels for the flat sheet: its longer sides, so that nothing is lost.
func (q quad) size() (width, height float64) {
	side := func(a, b corner) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }
	width = math.Round(max(side(q[0], q[1]), side(q[3], q[2])))
	height = math.Round(max(side(q[0], q[3]), side(q[1], q[2])))
	return max(1, width), max(1, height)
}

// plausible reports whether q is convex and looks like a sheet seen from above.
func (q quad) plausible() bool {
	for i := range q {
		a, b, c := q[(i+3)%4], q[i], q[(i+1)%4]
		ux, uy, vx, vy := a.x-b.x, a.y-b.y, c.x-b.x, c.y-b.y
		cross := vx*uy - vy*ux
		lengths := math.Hypot(ux, uy) * math.Hypot(vx, vy)
		if lengths == 0 || cross/lengths < math.Sin(60*math.Pi/180) {
			return false
		}
	}
	return true
}

// rectTo returns the projective map from the rectangle 0,0,w,h onto q. The solution for the
// unit square is the one of Heckbert (Fundamentals of Texture Mapping, 1989, 2.2.3).
func rectTo(w, h float64, q quad) (pipeline.Transform, bool) {
	dx1, dx2 := q[1].x-q[2].x, q[3].x-q[2].x
	dy1, dy2 := q[1].y-q[2].y, q[3].y-q[2].y
	sx, sy := q[0].x-q[1].x+q[2].x-q[3].x, q[0].y-q[1].y+q[2].y-q[3].y
	det := dx1*dy2 - dx2*dy1
	if det == 0 {
		return pipeline.Identity, false
	}
	g, i := (sx*dy2-dx2*sy)/det, (dx1*sy-sx*dy1)/det
	unit := pipeline.Transform{
		q[1].x - q[0].x + g*q[1].x, q[3].x - q[0].x + i*q[3].x, q[0].x,
		q[1].y - q[0].y + g*q[1].y, q[3].y - q[0].y + i*q[3].y, q[0].y,
		g, i, 1,
	}
	return pipeline.Scale(1/w, 1/h).Then(unit), true
}
