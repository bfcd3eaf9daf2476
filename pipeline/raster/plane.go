package raster

import (
	"math"
	"strings"

	"docpipe/pipeline"
)

// A rect is left, top, right, bottom in points, y down.
type rect [4]float64

// everything is the clip of what is not clipped.
var everything = rect{-1e9, -1e9, 1e9, 1e9}

func (r rect) width() float64  { return r[2] - r[0] }
func (r rect) height() float64 { return r[3] - r[1] }
func (r rect) empty() bool     { return r[2] <= r[0] || r[3] <= r[1] }

func (r rect) area() float64 {
	if r.empty() {
		return 0
	}
	return r.width() * r.height()
}

func (r rect) center() (x, y float64) { return (r[0] + r[2]) / 2, (r[1] + r[3]) / 2 }

func (r rect) holds(x, y float64) bool { return x >= r[0] && x <= r[2] && y >= r[1] && y <= r[3] }

func (r rect) intersect(o rect) rect {
	return rect{max(r[0], o[0]), max(r[1], o[1]), min(r[2], o[2]), min(r[3], o[3])}
}

// union returns the box around both; one of no size at all counts as nothing.
func (r rect) union(o rect) rect {
	if r == (rect{}) {
		return o
	}
	if o == (rect{}) {
		return r
	}
	return rect{min(r[0], o[0]), min(r[1], o[1]), max(r[2], o[2]), max(r[3], o[3])}
}

// of returns the rect as fractions of a page, cut to it.
func (r rect) of(width, height float64) pipeline.Box {
	if width <= 0 || height <= 0 {
		return pipeline.Box{}
	}
	return pipeline.Box{r[0] / width, r[1] / height, r[2] / width, r[3] / height}.Clamp()
}

// A matrix maps (x, y) to (a x + c y + e, b x + d y + f), as SVG and PDF write it.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// parseMatrix reads "matrix(a,b,c,d,e,f)", and the identity from anything else.
func parseMatrix(s string) matrix {
	s, ok := strings.CutPrefix(s, "matrix(")
	if !ok {
		return identity
	}
	var m matrix
	for i := range m {
		end := strings.IndexAny(s, ",)")
		if end < 0 {
			return identity
		}
		m[i] = parseFloat(s[:end])
		s = s[end+1:]
	}
	return m
}

// then returns the map that applies m first and next after it.
func (m matrix) then(n matrix) matrix {
	if n == identity {
		return m
	}
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// box returns the upright box around the mapped r.
func (m matrix) box(r rect) rect {
	x, y := m.apply(r[0], r[1])
	b := rect{x, y, x, y}
	for _, c := range [3][2]float64{{r[2], r[1]}, {r[2], r[3]}, {r[0], r[3]}} {
		x, y = m.apply(c[0], c[1])
		b = rect{min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)}
	}
	return b
}

// size is the length of the em square's side across the line: the font size in points.
func (m matrix) size() float64 { return math.Hypot(m[2], m[3]) }

// angle is the clockwise direction in which text runs, in degrees -180..180; 0 is to the right.
func (m matrix) angle() float64 { return math.Atan2(m[1], m[0]) * 180 / math.Pi }

// upright reports whether rectangles stay rectangles.
func (m matrix) upright() bool {
	return m[1] == 0 && m[2] == 0 || m[0] == 0 && m[3] == 0
}

// pathBox returns the box of the points in SVG path data. Control points count as well: for
// letters the difference is small, and curves need no solving.
func pathBox(d string) rect {
	b := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	var x, y float64
	command, second := byte('M'), false
	for i := 0; i < len(d); {
		c := d[i]
		switch {
		case c == ' ' || c == ',' || c == '\n':
			i++
			continue
		case c >= 'A' && c != 'E':
			command, second = c, false
			i++
			continue
		}
		end := numberEnd(d, i)
		v := parseFloat(d[i:end])
		i = end
		vertical := command == 'V' || command != 'H' && second
		if vertical {
			y = v
		} else {
			x = v
		}
		if command != 'H' && command != 'V' {
			second = !second
			if second {
				continue // wait for y
			}
		}
		b = rect{min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)}
	}
	if b[0] > b[2] {
		return rect{}
	}
	return b
}

// numberEnd returns where the number that begins at i ends; always after i.
func numberEnd(d string, i int) int {
	dot := d[i] == '.'
	for i++; i < len(d); i++ {
		c := d[i]
		switch {
		case c >= '0' && c <= '9', c == 'e', c == '-' && d[i-1] == 'e', c == '+' && d[i-1] == 'e':
		case c == '.' && !dot:
			dot = true
		default:
			return i
		}
	}
	return i
}
