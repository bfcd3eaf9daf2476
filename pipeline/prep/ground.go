package prep

import (
	"math"
	"slices"
)

// findSheet looks for one bright sheet on a darker ground that surrounds it.
func findSheet(t *thumb) (quad, bool) {
	ground, ok := groundLevel(t)
	if !ok {
		return quad{}, false
	}
	bright := make([]bool, len(t.grey))
	for i, v := range t.grey {
		bright[i] = v > ground
	}
	outline, size := biggest(bright, t.width, t.height)
	if size*5 < len(t.grey) {
		return quad{}, false
	}
	q := corners(outline)
	q = refine(q, outline)
	filled := float64(outline.area()) / max(1, q.area())
	share := q.area() / float64(len(t.grey))
	return q, share < 0.95 && filled > 0.95 && filled < 1.05 && q.plausible() && !q.upright(t)
}

// groundLevel returns the level between ground and sheet when the frame of the picture is
// ground: mostly below the level that splits the picture best.
func groundLevel(t *thumb) (byte, bool) {
	level, dark, bright := split(t.grey)
	if bright-dark < 50 {
		return 0, false
	}
	below, count := 0, 0
	note := func(v byte) {
		count++
		if v <= level {
			below++
		}
	}
	for x := range t.width {
		note(t.grey[x])
		note(t.grey[(t.height-1)*t.width+x])
	}
	for y := range t.height {
		note(t.grey[y*t.width])
		note(t.grey[y*t.width+t.width-1])
	}
	return level, below*100 >= count*75
}

// split returns the level that separates values best into two classes (Otsu 1979), and the
// means of both.
func split(values []byte) (level byte, dark, bright float64) {
	var counts [256]float64
	total := 0.0
	for _, v := range values {
		counts[v]++
		total += float64(v)
	}
	n, below, sum, best := float64(len(values)), 0.0, 0.0, -1.0
	for v, c := range counts {
		below += c
		sum += c * float64(v)
		if below == 0 || below == n {
			continue
		}
		low, high := sum/below, (total-sum)/(n-below)
		if between := below * (n - below) * (high - low) * (high - low); between > best {
			best, level, dark, bright = between, byte(v), low, high
		}
	}
	return level, dark, bright
}

// An outline is the shape of a bright area without its holes: for each row the first and the
// last pixel, first > last where the row has none.
type outline struct{ first, last []int }

func (o outline) area() int {
	sum := 0
	for y := range o.first {
		sum += max(0, o.last[y]-o.first[y]+1)
	}
	return sum
}

// biggest returns the outline of the largest connected area of on, and its pixels. It clears on.
func biggest(on []bool, width, height int) (outline, int) {
	var best []int
	var queue []int
	for i := range on {
		if !on[i] {
			continue
		}
		_, queue = flood(on, width, height, i, queue[:0])
		if len(queue) > len(best) {
			best = slices.Clone(queue)
		}
	}
	o := outline{make([]int, height), make([]int, height)}
	for y := range height {
		o.first[y], o.last[y] = width, -1
	}
	for _, i := range best {
		x, y := i%width, i/width
		o.first[y], o.last[y] = min(o.first[y], x), max(o.last[y], x)
	}
	return o, len(best)
}

// corners returns the points of the outline furthest out along the diagonals.
func corners(o outline) quad {
	var q quad
	far := [4]float64{math.Inf(-1), math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	note := func(i int, score float64, x, y int) {
		if score > far[i] {
			far[i], q[i] = score, corner{float64(x), float64(y)}
		}
	}
	for y := range o.first {
		if o.first[y] > o.last[y] {
			continue
		}
		left, right := o.first[y], o.last[y]+1
		note(0, float64(-left-y), left, y)
		note(1, float64(right-y), right, y)
		note(2, float64(right+y+1), right, y+1)
		note(3, float64(y+1-left), left, y+1)
	}
	return q
}

// refine replaces each side by the line through the outline's points along it, and the
// corners by where these lines meet: single pixels and dog-ears stop to matter.
func refine(q quad, o outline) quad {
	var sides [4]line
	for i := range sides {
		sides[i] = fitLine(q[i], q[(i+1)%4], o)
	}
	fine := q
	for i := range fine {
		if c, ok := sides[(i+3)%4].meet(sides[i]); ok {
			fine[i] = c
		}
	}
	return fine
}

// upright reports whether q is, but for a hair, an upright rectangle: no photo of a sheet but
// a scan with a dark border, which is cropped without resampling.
func (q quad) upright(t *thumb) bool {
	slack := 0.006 * float64(max(t.width, t.height))
	near := func(a, b float64) bool { return math.Abs(a-b) < slack }
	return near(q[0].y, q[1].y) && near(q[3].y, q[2].y) && near(q[0].x, q[3].x) && near(q[1].x, q[2].x)
}
