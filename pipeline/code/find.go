package code

import (
	"cmp"
	"math"
	"slices"

	"docpipe/pipeline"
)

// Codes are looked for where a piece of the page is as dense as a code: about half dark, changing
// from dark to light all over, and several cells high and wide. Text is not, because of the white
// between its lines. Cells are small shares of the page's width; pages are looked at once more
// at half and at a quarter of their size, where cells are larger: nobody knows how close a
// photographed label was.

// A rect is a piece of an image in pixels, right and bottom outside.
type rect struct{ Left, Top, Right, Bottom int }

func (r rect) width() int  { return r.Right - r.Left }
func (r rect) height() int { return r.Bottom - r.Top }

// overlap is the share of the smaller rectangle that lies in the other.
func (r rect) overlap(o rect) float64 {
	w, h := min(r.Right, o.Right)-max(r.Left, o.Left), min(r.Bottom, o.Bottom)-max(r.Top, o.Top)
	if w <= 0 || h <= 0 {
		return 0
	}
	return float64(w*h) / float64(max(1, min(r.width()*r.height(), o.width()*o.height())))
}

// What makes a cell and a place.
const (
	cellSize     = 1.8 // millimetres, where the resolution is known
	cellsAcross  = 160 // else: cells in the longer side of a page
	leastContent = 80  // grey levels between the paper and the ink around a cell
	leastDark    = 0.27
	mostDark     = 0.80
	leastChanges = 3.5 // from dark to light and back along a line through a cell and its neighbours
	leastCells   = 2   // high and wide, beside the cells at the rim
	mostPlaces   = 10
)

// find returns the places of an image of dpi dots per inch that may hold codes, the largest first.
// A dpi of 0 is unknown.
func find(img *plane, dpi float64) []rect {
	side := max(img.w, img.h) / cellsAcross
	largest := 4
	if dpi >= 70 {
		side, largest = int(dpi*cellSize/25.4), 2
	}
	var places []rect
	for scale, small := 1, img; scale <= largest && min(small.w, small.h) >= 8*leastCells*side/scale; scale, small = 2*scale, small.half() {
		for _, r := range newCells(small, max(4, side)).places() {
			r = img.settled(rect{r.Left * scale, r.Top * scale, r.Right * scale, r.Bottom * scale}, 2*scale*max(4, side))
			if !slices.ContainsFunc(places, func(o rect) bool { return sameRect(r, o) }) {
				places = append(places, r)
			}
		}
	}
	return places[:min(len(places), mostPlaces)]
}

// sameRect reports whether two places are the same but for their rims.
func sameRect(a, b rect) bool {
	small, large := a.width()*a.height(), b.width()*b.height()
	if small > large {
		small, large = large, small
	}
	return a.overlap(b) > 0.8 && 2*small > large
}

// cells says of each cell of an image whether it lies amid a dense pattern.
type cells struct {
	side       int // pixels
	cols, rows int
	dense      []bool
}

func newCells(img *plane, side int) cells {
	c := cells{side: side, cols: img.w / side, rows: img.h / side}
	c.dense = make([]bool, c.cols*c.rows)
	low, high := c.extremes(img)
	least, most := func(a, b byte) byte { return min(a, b) }, func(a, b byte) byte { return max(a, b) }
	dark, changes := make([]int, len(low)), make([]int, len(low))
	for i := range low {
		lo, hi := around(c, low, i, least), around(c, high, i, most)
		if int(hi)-int(lo) >= leastContent {
			dark[i], changes[i] = img.pattern(i%c.cols*side, i/c.cols*side, side, byte((int(lo)+int(hi))/2))
		}
	}
	looked := (side + every(side) - 1) / every(side) // rows of a cell, and columns
	add := func(a, b int) int { return a + b }
	for i := range c.dense {
		window := c.neighbours(i)
		share := float64(around(c, dark, i, add)) / float64(window*side*looked)
		lines := float64(around(c, changes, i, add)) / float64(looked) / math.Sqrt(float64(window))
		c.dense[i] = share >= leastDark && share <= mostDark && lines >= leastChanges
	}
	return c
}

// every is the distance of the rows and columns that are looked at: what a code has is in all of
// them.
func every(side int) int { return max(2, side/4) }

// extremes returns the darkest and the lightest pixel of each cell.
func (c cells) extremes(img *plane) (low, high []byte) {
	low, high = make([]byte, len(c.dense)), make([]byte, len(c.dense))
	for i := range low {
		low[i] = 255
	}
	for y := 1; y < c.rows*c.side; y += every(c.side) {
		row, first := img.data[y*img.w:], y/c.side*c.cols
		for i := range c.cols {
			lo, hi := low[first+i], high[first+i]
			for _, v := range row[i*c.side : (i+1)*c.side] {
				lo, hi = min(lo, v), max(hi, v)
			}
			low[first+i], high[first+i] = lo, hi
		}
	}
	return low, high
}

// pattern measures a square: its dark pixels, and the changes along its rows and its columns.
func (p *plane) pattern(left, top, side int, middle byte) (dark, changes int) {
	step := every(side)
	for y := top; y < top+side; y += step {
		was := p.data[y*p.w+left] < middle
		for _, v := range p.data[y*p.w+left : y*p.w+left+side] {
			is := v < middle
			if is {
				dark++
			}
			if is != was {
				changes++
			}
			was = is
		}
	}
	for x := left; x < left+side; x += step {
		was := p.data[top*p.w+x] < middle
		for at := top*p.w + x; at < (top+side)*p.w; at += p.w {
			if is := p.data[at] < middle; is != was {
				changes++
				was = is
			}
		}
	}
	return dark, changes
}

// neighbours is how many cells there are around a cell, itself included.
func (c cells) neighbours(i int) int {
	x, y := i%c.cols, i/c.cols
	return (min(x+1, c.cols-1) - max(x-1, 0) + 1) * (min(y+1, c.rows-1) - max(y-1, 0) + 1)
}

// places returns the rectangles around connected dense cells in pixels, the largest first.
func (c cells) places() []rect {
	type place struct {
		rect
		n int
	}
	var found []place
	seen := make([]bool, len(c.dense))
	for i, dense := range c.dense {
		if !dense || seen[i] {
			continue
		}
		r, n := c.flood(i, seen)
		if r.width() >= leastCells && r.height() >= leastCells {
			found = append(found, place{rect{r.Left * c.side, r.Top * c.side, r.Right * c.side, r.Bottom * c.side}, n})
		}
	}
	slices.SortStableFunc(found, func(a, b place) int { return cmp.Compare(b.n, a.n) })
	rects := make([]rect, len(found))
	for i, p := range found {
		rects[i] = p.rect
	}
	return rects
}

// flood visits the cells connected with cell i, over gaps of one cell, and returns the rectangle around them, in cells.
func (c cells) flood(i int, seen []bool) (around rect, n int) {
	around = rect{c.cols, c.rows, 0, 0}
	todo := []int{i}
	seen[i] = true
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		x, y := at%c.cols, at/c.cols
		around = rect{min(around.Left, x), min(around.Top, y), max(around.Right, x+1), max(around.Bottom, y+1)}
		n++
		for _, d := range [8][2]int{{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-2, 0}, {2, 0}, {0, -2}, {0, 2}} {
			nx, ny := x+d[0], y+d[1]
			if nx < 0 || ny < 0 || nx >= c.cols || ny >= c.rows {
				continue
			}
			if next := ny*c.cols + nx; c.dense[next] && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return around, n
}

// around folds the values of a cell and of those around it.
func around[T any](c cells, values []T, i int, fold func(a, b T) T) T {
	x, y := i%c.cols, i/c.cols
	all := values[i]
	for ny := max(y-1, 0); ny <= min(y+1, c.rows-1); ny++ {
		for nx := max(x-1, 0); nx <= min(x+1, c.cols-1); nx++ {
			if n := ny*c.cols + nx; n != i {
				all = fold(all, values[n])
			}
		}
	}
	return all
}

// findIn returns the places within the boxes of a page, 0..1, that may hold codes.
func findIn(img *plane, dpi float64, boxes []pipeline.Box) []rect {
	var places []rect
	for _, b := range boxes {
		w, h := float64(img.w), float64(img.h)
		piece, at := img.crop(rect{int(b[0] * w), int(b[1] * h), int(b[2] * w), int(b[3] * h)}, int(dpi/25.4*2*cellSize))
		if piece.w < 1 || piece.h < 1 {
			continue
		}
		for _, r := range find(piece, dpi) {
			r = rect{r.Left + at.Left, r.Top + at.Top, r.Right + at.Left, r.Bottom + at.Top}
			if !slices.ContainsFunc(places, func(o rect) bool { return sameRect(r, o) }) {
				places = append(places, r)
			}
		}
	}
	return places[:min(len(places), mostPlaces)]
}
