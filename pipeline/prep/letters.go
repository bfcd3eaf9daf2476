package prep

// Letters are measured in a few busy tiles of the page at full size: finding components
// everywhere would cost more than it tells.
const (
	letterTiles = 8
	letterTile  = 400 // pixels
)

// letterHeight estimates the height in pixels of the page's letters, the middle of all with
// and without ascender; 0 when there are too few to tell. It is measured once per Sheet.
func letterHeight(s *Sheet) float64 {
	t := s.look()
	if !t.measured {
		t.letters, t.measured = measureLetters(s), true
	}
	return t.letters
}

func measureLetters(s *Sheet) float64 {
	var heights []int
	for _, tile := range busyTiles(s) {
		heights = append(heights, componentHeights(s, tile)...)
	}
	if len(heights) < 20 {
		return 0
	}
	return float64(median(heights))
}

type tileAt struct{ x, y, ink int }

// busyTiles picks the tiles with most ink, spread over the page because each is taken once.
func busyTiles(s *Sheet) []tileAt {
	t := s.look()
	side := max(1, letterTile/t.factor)
	counts := map[[2]int]int{}
	for _, p := range t.points {
		counts[[2]int{int(p.x) / side, int(p.y) / side}]++
	}
	var best []tileAt
	for at, ink := range counts {
		best = insertTile(best, tileAt{at[0] * side * t.factor, at[1] * side * t.factor, ink})
	}
	return best
}

// insertTile keeps best sorted, most ink first, ties by place, at most letterTiles long.
func insertTile(best []tileAt, tile tileAt) []tileAt {
	i := len(best)
	for i > 0 && tile.before(best[i-1]) {
		i--
	}
	best = append(best, tile)
	copy(best[i+1:], best[i:])
	best[i] = tile
	return best[:min(len(best), letterTiles)]
}

func (a tileAt) before(b tileAt) bool {
	if a.ink != b.ink {
		return a.ink > b.ink
	}
	return a.y < b.y || a.y == b.y && a.x < b.x
}

// componentHeights returns the heights of what may be letters in a tile: connected ink,
// neither speck nor rule nor cut by the tile's edge.
func componentHeights(s *Sheet, at tileAt) []int {
	width, height := s.Size()
	w, h := min(letterTile, width-at.x), min(letterTile, height-at.y)
	ink := make([]bool, w*h)
	level := tileThreshold(s, at, w, h)
	for y := range h {
		for x, v := range s.row(at.y + y)[at.x : at.x+w] {
			ink[y*w+x] = v < level
		}
	}
	var heights []int
	var queue []int
	for i := range ink {
		if !ink[i] {
			continue
		}
		var c component
		c, queue = flood(ink, w, h, i, queue[:0])
		if c.letter(w, h) {
			heights = append(heights, c.bottom-c.top+1)
		}
	}
	return heights
}

// tileThreshold lies halfway between the tile's paper and its ink.
func tileThreshold(s *Sheet, at tileAt, w, h int) byte {
	var values []byte
	for y := 0; y < h; y += 2 {
		values = append(values, s.row(at.y + y)[at.x:at.x+w]...)
	}
	return byte((int(percentile(values, 0.02)) + int(percentile(values, 0.7))) / 2)
}

// A component is the box and the pixel count of connected ink.
type component struct{ left, top, right, bottom, pixels int }

// flood takes the ink connected to start off the map. queue is scratch.
func flood(ink []bool, w, h, start int, queue []int) (component, []int) {
	c := component{left: w, top: h}
	queue = append(queue, start)
	ink[start] = false
	for n := 0; n < len(queue); n++ {
		x, y := queue[n]%w, queue[n]/w
		c.left, c.right = min(c.left, x), max(c.right, x)
		c.top, c.bottom = min(c.top, y), max(c.bottom, y)
		for ny := max(0, y-1); ny <= min(h-1, y+1); ny++ {
			for nx := max(0, x-1); nx <= min(w-1, x+1); nx++ {
				if i := ny*w + nx; ink[i] {
					ink[i] = false
					queue = append(queue, i)
				}
			}
		}
	}
	c.pixels = len(queue)
	return c, queue
}

func (c component) letter(w, h int) bool {
	cw, ch := c.right-c.left+1, c.bottom-c.top+1
	whole := c.left > 0 && c.top > 0 && c.right < w-1 && c.bottom < h-1
	return whole && ch >= 5 && ch <= 100 && cw <= 4*ch && ch <= 6*cw && c.pixels*10 >= cw*ch
}
