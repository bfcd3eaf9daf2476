package prep

import (
	"math"
	"slices"
)

// A line is the points (x, y) with a x + b y = c, a² + b² = 1.
type line struct{ a, b, c float64 }

// fitLine returns the line that follows the outline between two corners, from points of the
// middle of the side that lie near the straight connection.
func fitLine(from, to corner, o outline) line {
	straight := through(from, to)
	length := math.Hypot(to.x-from.x, to.y-from.y)
	var n, sx, sy, sxx, sxy, syy float64
	for _, p := range o.edge(from, to) {
		along := ((p.x-from.x)*(to.x-from.x) + (p.y-from.y)*(to.y-from.y)) / (length * length)
		if along < 0.1 || along > 0.9 || math.Abs(straight.distance(p)) > 0.03*length {
			continue
		}
		n++
		sx, sy = sx+p.x, sy+p.y
		sxx, sxy, syy = sxx+p.x*p.x, sxy+p.x*p.y, syy+p.y*p.y
	}
	if n < 10 {
		return straight
	}
	mx, my := sx/n, sy/n
	// The direction of the largest spread is the line, its normal what we need.
	angle := 0.5*math.Atan2(2*(sxy/n-mx*my), (sxx/n-mx*mx)-(syy/n-my*my)) + math.Pi/2
	b, a := math.Sincos(angle)
	return line{a, b, a*mx + b*my}
}

func through(p, q corner) line {
	length := max(1e-9, math.Hypot(q.x-p.x, q.y-p.y))
	a, b := (q.y-p.y)/length, -(q.x-p.x)/length
	return line{a, b, a*p.x + b*p.y}
}

func (l line) distance(p corner) float64 { return l.a*p.x + l.b*p.y - l.c }

func (l line) meet(m line) (corner, bool) {
	det := l.a*m.b - m.a*l.b
	if math.Abs(det) < 1e-6 {
		return corner{}, false
	}
	return corner{(l.c*m.b - m.c*l.b) / det, (l.a*m.c - m.a*l.c) / det}, true
}

// edge lists the outline's points on the side that leads from one corner to the next,
// clockwise: ends of rows for a steep side, ends of columns for a flat one.
func (o outline) edge(from, to corner) []corner {
	if math.Abs(to.y-from.y) >= math.Abs(to.x-from.x) {
		return o.steep(to.y < from.y)
	}
	return o.flat(to.x > from.x)
}

func (o outline) steep(left bool) []corner {
	var points []corner
	for y := range o.first {
		switch {
		case o.first[y] > o.last[y]:
		case left:
			points = append(points, corner{float64(o.first[y]), float64(y) + 0.5})
		default:
			points = append(points, corner{float64(o.last[y] + 1), float64(y) + 0.5})
		}
	}
	return points
}

func (o outline) flat(top bool) []corner {
	ends := make([]int, slices.Max(o.last)+1)
	for x := range ends {
		ends[x] = -1
	}
	for y := range o.first {
		for x := o.first[y]; x <= o.last[y]; x++ {
			if ends[x] < 0 || !top {
				ends[x] = y
			}
		}
	}
	var points []corner
	for x, y := range ends {
		if y < 0 {
			continue
		}
		if !top {
			y++
		}
		points = append(points, corner{float64(x) + 0.5, float64(y)})
	}
	return points
}
