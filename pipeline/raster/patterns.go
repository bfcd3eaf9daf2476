package raster

import (
	"cmp"
	"math"
	"slices"
)

// Codes that are drawn piece by piece: sizes in points, shares of what is around the pieces. About
// half of a code is ink. The corners and dots of ruled tables are small squares too and their rules
// lie side by side like bars, with much paper between.
const (
	module       = 8.0  // sides of one square of a code
	leastBar     = 10.0 // height of a bar
	mostBetween  = 17.0 // from a bar to the next
	manySquares  = 40   // that make a code
	manyBars     = 15   // of the same height side by side
	leastBarInk  = 0.25
	leastCodeInk = 0.2
	cellInk      = 0.1  // of a cell at the rim of a code
	cell         = 12.0 // sides of the cells in which squares are counted
)

// patterns returns the places where many filled squares lie together, or many bars side by side.
func patterns(paths []painted) []rect {
	type edges struct {
		across   bool
		from, to float64
	}
	var squares []rect
	rows, order := map[edges][]rect{}, []edges{}
	for _, p := range paths {
		w, h := p.box.width(), p.box.height()
		switch {
		case p.isStroke || !p.plain:
		case w <= module && h <= module:
			squares = append(squares, p.box)
		case min(w, h) <= module && max(w, h) >= leastBar:
			row := edges{false, math.Round(p.box[1]), math.Round(p.box[3])}
			if h < w {
				row = edges{true, math.Round(p.box[0]), math.Round(p.box[2])}
			}
			if rows[row] == nil {
				order = append(order, row)
			}
			rows[row] = append(rows[row], p.box)
		}
	}
	found := squareCodes(squares)
	for _, row := range order {
		side := 0
		if row.across {
			side = 1
		}
		found = append(found, barCodes(rows[row], side)...)
	}
	return found
}

// barCodes returns the rectangles around bars that follow each other closely along an axis: 0 to
// the right, 1 down.
func barCodes(bars []rect, axis int) (found []rect) {
	if len(bars) < manyBars {
		return nil
	}
	slices.SortStableFunc(bars, func(a, b rect) int { return cmp.Compare(a[axis], b[axis]) })
	for len(bars) > 0 {
		all, ink, n := bars[0], bars[0].area(), 1
		for n < len(bars) && bars[n][axis]-all[axis+2] <= mostBetween {
			all, ink = all.union(bars[n]), ink+bars[n].area()
			n++
		}
		if n >= manyBars && ink >= leastBarInk*all.area() {
			found = append(found, all)
		}
		bars = bars[n:]
	}
	return found
}

// squareCodes returns the rectangles around squares that fill neighbouring cells of the page.
func squareCodes(squares []rect) (found []rect) {
	if len(squares) < manySquares {
		return nil
	}
	type at [2]int
	cells, order := map[at][]rect{}, []at{}
	for _, s := range squares {
		x, y := s.center()
		c := at{int(x / cell), int(y / cell)}
		if cells[c] == nil {
			order = append(order, c)
		}
		cells[c] = append(cells[c], s)
	}
	for _, c := range order {
		var all rect
		ink, n := 0.0, 0
		todo := []at{c}
		for len(todo) > 0 {
			c, todo = todo[0], todo[1:]
			if inkOf(cells[c]) < cellInk*cell*cell {
				continue
			}
			for _, s := range cells[c] {
				all, ink, n = all.union(s), ink+s.area(), n+1
			}
			delete(cells, c)
			todo = append(todo, at{c[0] - 1, c[1]}, at{c[0] + 1, c[1]}, at{c[0], c[1] - 1}, at{c[0], c[1] + 1})
		}
		if n >= manySquares && ink >= leastCodeInk*all.area() {
			found = append(found, all)
		}
	}
	return found
}

func inkOf(squares []rect) (sum float64) {
	for _, s := range squares {
		sum += s.area()
	}
	return sum
}
