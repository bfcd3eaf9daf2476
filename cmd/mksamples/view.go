package main

import "math"

// scaled shows the page upright at the given resolution.
func scaled(dpi float64) View {
	return func(x, y float64) (float64, float64) { return x * dpi / 72, y * dpi / 72 }
}

// sideways shows a page of width w points turned counterclockwise by a quarter: its text reads
// upwards, and a clockwise turn of 90 degrees makes it upright.
func sideways(w float64) View {
	return func(x, y float64) (float64, float64) { return y, w - x }
}

// skewed turns what view shows clockwise by degrees around a centre.
func skewed(view View, degrees, cx, cy float64) View {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return func(x, y float64) (float64, float64) {
		x, y = view(x, y)
		x, y = x-cx, y-cy
		return cx + x*cos - y*sin, cy + x*sin + y*cos
	}
}

// then shows through a what b shows through it.
func then(a, b View) View {
	return func(x, y float64) (float64, float64) { return b(a(x, y)) }
}

// tilted shows a page of w by h points as the quadrilateral of the given corners (top left,
// top right, bottom right, bottom left, in pixels): the projective map of a square on a
// quadrilateral (Heckbert, Fundamentals of Texture Mapping, 1989, section 2.2.3).
func tilted(w, h float64, q [4][2]float64) View {
	dx1, dx2 := q[1][0]-q[2][0], q[3][0]-q[2][0]
	dy1, dy2 := q[1][1]-q[2][1], q[3][1]-q[2][1]
	sx := q[0][0] - q[1][0] + q[2][0] - q[3][0]
	sy := q[0][1] - q[1][1] + q[2][1] - q[3][1]
	det := dx1*dy2 - dy1*dx2
	g, k := (sx*dy2-sy*dx2)/det, (dx1*sy-dy1*sx)/det
	a, b := q[1][0]-q[0][0]+g*q[1][0], q[3][0]-q[0][0]+k*q[3][0]
	d, e := q[1][1]-q[0][1]+g*q[1][1], q[3][1]-q[0][1]+k*q[3][1]
	return func(x, y float64) (float64, float64) {
		u, v := x/w, y/h
		z := g*u + k*v + 1
		return (a*u + b*v + q[0][0]) / z, (d*u + e*v + q[0][1]) / z
	}
}
