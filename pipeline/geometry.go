package pipeline

import (
	"fmt"
	"math"
	"strconv"
)

// A Box is [left, top, right, bottom] in fractions 0..1 of the page as a viewer shows it.
type Box [4]float64

// MarshalJSON writes four decimals: a tenth of a millimetre on A4.
func (b Box) MarshalJSON() ([]byte, error) {
	text := make([]byte, 0, 32)
	for i, v := range b {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("box %v: not a place on the page: %w", [4]float64(b), ErrInternal)
		}
		text = append(text, "[,,,"[i])
		text = strconv.AppendFloat(text, math.Round(v*1e4)/1e4, 'f', -1, 64)
	}
	return append(text, ']'), nil
}

// Width returns the box's width, 0..1.
func (b Box) Width() float64 { return b[2] - b[0] }

// Height returns the box's height, 0..1.
func (b Box) Height() float64 { return b[3] - b[1] }

// CenterX returns the middle between left and right.
func (b Box) CenterX() float64 { return (b[0] + b[2]) / 2 }

// CenterY returns the middle between top and bottom.
func (b Box) CenterY() float64 { return (b[1] + b[3]) / 2 }

// Empty reports whether the box has no area.
func (b Box) Empty() bool { return b[2] <= b[0] || b[3] <= b[1] }

// Union returns the smallest box that holds both; an empty box counts as nothing.
func (b Box) Union(o Box) Box {
	if b.Empty() {
		return o
	}
	if o.Empty() {
		return b
	}
	return Box{min(b[0], o[0]), min(b[1], o[1]), max(b[2], o[2]), max(b[3], o[3])}
}

// IoU returns intersection over union, 0..1.
func (b Box) IoU(o Box) float64 {
	w := min(b[2], o[2]) - max(b[0], o[0])
	h := min(b[3], o[3]) - max(b[1], o[1])
	if w <= 0 || h <= 0 {
		return 0
	}
	inter := w * h
	return inter / (b.Width()*b.Height() + o.Width()*o.Height() - inter)
}

// Clamp cuts the box to the page.
func (b Box) Clamp() Box {
	for i, v := range b {
		b[i] = min(max(v, 0), 1)
	}
	return b
}

// A Transform is a projective map of the plane, the 3x3 matrix in row order:
// x' = (m0 x + m1 y + m2) / (m6 x + m7 y + m8), y' likewise with m3, m4, m5.
// The zero Transform stands for the identity.
type Transform [9]float64

// Identity maps each point to itself.
var Identity = Transform{1, 0, 0, 0, 1, 0, 0, 0, 1}

// Scale returns the map (x, y) to (sx x, sy y).
func Scale(sx, sy float64) Transform { return Transform{sx, 0, 0, 0, sy, 0, 0, 0, 1} }

// Translate returns the map (x, y) to (x+dx, y+dy).
func Translate(dx, dy float64) Transform { return Transform{1, 0, dx, 0, 1, dy, 0, 0, 1} }

// Rotate returns the clockwise turn (y down) by degrees about the origin.
func Rotate(degrees float64) Transform {
	s, c := math.Sincos(degrees * math.Pi / 180)
	return Transform{c, -s, 0, s, c, 0, 0, 0, 1}
}

// Then returns the map that applies t first and next after it.
func (t Transform) Then(next Transform) Transform {
	a, b := next.orIdentity(), t.orIdentity()
	var r Transform
	for i := range 3 {
		for j := range 3 {
			r[3*i+j] = a[3*i]*b[j] + a[3*i+1]*b[3+j] + a[3*i+2]*b[6+j]
		}
	}
	return r
}

// Apply maps one point.
func (t Transform) Apply(x, y float64) (float64, float64) {
	t = t.orIdentity()
	w := t[6]*x + t[7]*y + t[8]
	if w == 0 {
		return math.Inf(1), math.Inf(1)
	}
	return (t[0]*x + t[1]*y + t[2]) / w, (t[3]*x + t[4]*y + t[5]) / w
}

// Box maps the corners of the rectangle left, top, right, bottom (any unit) and returns the
// upright box around them.
func (t Transform) Box(left, top, right, bottom float64) Box {
	b := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, c := range [4][2]float64{{left, top}, {right, top}, {right, bottom}, {left, bottom}} {
		x, y := t.Apply(c[0], c[1])
		b = Box{min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)}
	}
	return b
}

// Inverse returns the map that undoes t, and false when there is none.
func (t Transform) Inverse() (Transform, bool) {
	m := t.orIdentity()
	c0, c1, c2 := m[4]*m[8]-m[5]*m[7], m[5]*m[6]-m[3]*m[8], m[3]*m[7]-m[4]*m[6]
	det := m[0]*c0 + m[1]*c1 + m[2]*c2
	if math.Abs(det) < 1e-18 {
		return Transform{}, false
	}
	inv := Transform{
		c0, m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		c1, m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		c2, m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
	for i := range inv {
		inv[i] /= det
	}
	return inv, true
}

func (t Transform) orIdentity() Transform {
	if t == (Transform{}) {
		return Identity
	}
	return t
}
