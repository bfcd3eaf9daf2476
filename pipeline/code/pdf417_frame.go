package code

import (
	"math"
	"slices"
)

// The patterns at the ends of each row, in modules, dark first.
var (
	startPattern = []int{8, 1, 1, 1, 1, 1, 1, 3}
	stopPattern  = []int{7, 1, 1, 3, 1, 1, 1, 2, 1}
)

const (
	mostColumns = 30
	stopModules = wordModules + 1
	leastEnds   = 6 // lines of pixels that show a pattern
)

// A side is one end of the rows: u as a line in v, in pixels of the lens.
type side struct{ at, slope float64 }

func (s side) u(v float64) float64 { return s.at + s.slope*v }

// A frame is the sides of a code, the outer edges of its patterns.
type frame struct {
	left, right side
	columns     int     // of data
	top, bottom float64 // the lines that show a pattern
}

// u returns the place of a module, counted from the left side, on a line.
func (f frame) u(module, v float64) float64 {
	l, r := f.left.u(v), f.right.u(v)
	return l + (r-l)*module/f.modules()
}

// modules is the width of the code: four codewords' worth of patterns and of row names, and a bar.
func (f frame) modules() float64 { return float64((f.columns+4)*wordModules + 1) }

// An end is a pattern that was seen on a line.
type end struct{ u, v, module float64 }

// frame finds the sides by the patterns at the ends of rows. A few lines tell most codes that are
// no PDF417.
func (l lens) frame() (frame, bool) {
	if starts, stops := l.ends(l.high / 15); len(starts)+len(stops) < leastEnds/2 {
		return frame{}, false
	}
	starts, stops := l.ends(1)
	if len(starts) < leastEnds || len(stops) < leastEnds {
		return frame{}, false
	}
	module := medianModule(slices.Concat(starts, stops))
	f := frame{left: through(starts, module), right: through(stops, module)}
	f.top, f.bottom = math.Inf(1), math.Inf(-1)
	for _, e := range slices.Concat(starts, stops) {
		f.top, f.bottom = min(f.top, e.v), max(f.bottom, e.v)
	}
	middle := (f.top + f.bottom) / 2
	f.columns = int(math.Round(((f.right.u(middle)-f.left.u(middle))/module-1)/wordModules)) - 4
	return f, f.columns >= 0
}

// ends looks for both patterns on lines that are step pixels apart.
func (l lens) ends(step float64) (starts, stops []end) {
	for v := -l.high / 2; v < l.high/2; v += max(1, step) {
		row := l.row(v)
		for _, row := range []*plane{row.sharpened(0.1), row.deblurred().sharpened(0.15)} {
			runs := row.runs()
			if m, ok := runs.find(startPattern, wordModules); ok {
				starts = append(starts, end{float64(m.from)/finer - l.long/2, v, m.module / finer})
			}
			if m, ok := runs.find(stopPattern, stopModules); ok {
				stops = append(stops, end{float64(m.to)/finer - l.long/2, v, m.module / finer})
			}
		}
	}
	return starts, stops
}

func medianModule(ends []end) float64 {
	widths := make([]float64, len(ends))
	for i, e := range ends {
		widths[i] = e.module
	}
	slices.Sort(widths)
	return widths[len(widths)/2]
}

// through returns the line that most ends lie on, within a module.
func through(ends []end, module float64) side {
	best, most := side{}, -1
	step := max(1, len(ends)/40)
	for i := 0; i < len(ends); i += step {
		for j := 0; j < len(ends); j += step {
			a, b := ends[i], ends[j]
			var s side
			if math.Abs(a.v-b.v) > 3 {
				s.slope = (b.u - a.u) / (b.v - a.v)
			} else if i != j {
				continue
			}
			s.at = a.u - s.slope*a.v
			if n := len(s.near(ends, module)); n > most && math.Abs(s.slope) < 0.5 {
				best, most = s, n
			}
		}
	}
	return fitted(best, best.near(ends, module))
}

// near returns the ends within a distance of the line.
func (s side) near(ends []end, distance float64) []end {
	var kept []end
	for _, e := range ends {
		if math.Abs(e.u-s.u(e.v)) <= distance {
			kept = append(kept, e)
		}
	}
	return kept
}

// fitted is the line of least squares through ends; s where they do not make one.
func fitted(s side, ends []end) side {
	var n, v, u, vv, uv float64
	for _, e := range ends {
		n, v, u, vv, uv = n+1, v+e.v, u+e.u, vv+e.v*e.v, uv+e.u*e.v
	}
	d := n*vv - v*v
	if n < 3 || d < 1 {
		return s
	}
	slope := (n*uv - u*v) / d
	return side{(u - slope*v) / n, slope}
}

// runs are the ends of the runs of a row in black and white; the first is light.
type runs []int

func (p *plane) runs() runs {
	var r runs
	dark := false
	for x, v := range p.data {
		if (v < 128) != dark {
			r, dark = append(r, x), !dark
		}
	}
	return append(r, p.w)
}

// A match is where a pattern lies in a row, in samples.
type match struct {
	from, to int
	module   float64
}

// mostOff is how much the runs may be off a pattern, as a share of it.
const mostOff = 0.22

// find returns the dark and light runs that look most like a pattern.
func (r runs) find(pattern []int, modules int) (best match, ok bool) {
	least := mostOff
	for i := 0; i+len(pattern) < len(r); i += 2 { // r[i] ends a light run
		width := float64(r[i+len(pattern)] - r[i])
		module, off := width/float64(modules), 0.0
		for k, n := range pattern {
			off += math.Abs(float64(r[i+k+1]-r[i+k])-float64(n)*module) / width
		}
		if off < least {
			best, least, ok = match{r[i], r[i+len(pattern)], module}, off, true
		}
	}
	return best, ok
}
