package ocr

import (
	"math"
	"slices"

	"docpipe/pipeline"
)

// An ink is a coarse map of the print on a page that no word covers: cells of a fifth of a line's
// height, each with print in it or not.
type ink struct {
	cell          float64 // pixels
	width, height int     // cells
	print         []bool
	letters       float64 // height of a line, pixels
}

// contrastOfPrint is how much darker than paper print is at least.
const contrastOfPrint = 70

func newInk(img *pipeline.Pixels, letters float64, found []word) *ink {
	m := &ink{cell: max(letters/5, 2), letters: letters}
	m.width, m.height = int(float64(img.Width)/m.cell)+1, int(float64(img.Height)/m.cell)+1
	m.print = make([]bool, m.width*m.height)
	dark := darkest(img)
	columns := make([]int, img.Width)
	for x := range columns {
		columns[x] = int(float64(x) / m.cell)
	}
	for y := range img.Height {
		row := m.print[int(float64(y)/m.cell)*m.width:]
		for x, v := range img.Data[y*img.Width : (y+1)*img.Width] {
			if v < dark {
				row[columns[x]] = true
			}
		}
	}
	for _, w := range found {
		m.clear(w.box)
	}
	m.clearRules()
	return m
}

// clearRules takes rules off the map, which tie the lines above and below together: long runs of
// cells, at most two high.
func (m *ink) clearRules() {
	const long, high = 20, 2 // cells
	thin := make([]int, 0, len(m.print))
	for x := range m.width {
		for y := 0; y < m.height; {
			top := y
			for y < m.height && m.print[y*m.width+x] {
				y++
			}
			for k := top; k < y && y-top <= high; k++ {
				thin = append(thin, k*m.width+x)
			}
			y = max(y, top+1)
		}
	}
	slices.Sort(thin)
	for from := 0; from < len(thin); {
		to := from + 1
		for to < len(thin) && thin[to] == thin[to-1]+1 && thin[to]%m.width != 0 {
			to++
		}
		for _, i := range thin[from:to] {
			m.print[i] = m.print[i] && to-from < long
		}
		from = to
	}
}

// darkest is the grey below which a pixel is print.
func darkest(img *pipeline.Pixels) byte { return byte(max(int(paper(img))-contrastOfPrint, 1)) }

// paper is the grey of most of a page.
func paper(img *pipeline.Pixels) byte {
	var counts [256]int
	for i := 0; i < len(img.Data); i += 7 {
		counts[img.Data[i]]++
	}
	best := 255
	for v := 255; v > 128; v-- {
		if counts[v] > counts[best] {
			best = v
		}
	}
	return byte(best)
}

// clear takes the print of a word off the map.
func (m *ink) clear(b pipeline.Box) {
	edge := m.letters / 4
	for y := m.at(b[1]-edge, m.height); y <= m.at(b[3]+edge, m.height); y++ {
		for x := m.at(b[0]-edge, m.width); x <= m.at(b[2]+edge, m.width); x++ {
			m.print[y*m.width+x] = false
		}
	}
}

func (m *ink) at(v float64, n int) int { return min(max(int(v/m.cell), 0), n-1) }

// lines returns the boxes in pixels of what has the shape of a line of print, from top to bottom.
func (m *ink) lines() []pipeline.Box {
	var all []pipeline.Box
	for i, is := range m.print {
		if !is {
			continue
		}
		left, top, right, bottom := m.group(i)
		box := pipeline.Box{float64(left) * m.cell, float64(top) * m.cell, float64(right+1) * m.cell, float64(bottom+1) * m.cell}
		if high := box.Height() / m.letters; high > 0.7 && high < 4 && box.Width() > 1.2*box.Height() {
			all = append(all, box)
		}
	}
	return all
}

// group takes the cells off the map that hang together with cell i, over gaps between words, and
// returns their bounds.
func (m *ink) group(i int) (left, top, right, bottom int) {
	const gap = 5 // cells, the height of a line
	left, top, right, bottom = math.MaxInt, math.MaxInt, 0, 0
	todo := []int{i}
	m.print[i] = false
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		x, y := at%m.width, at/m.width
		left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
		for dy := max(y-1, 0); dy <= min(y+1, m.height-1); dy++ {
			for dx := max(x-gap, 0); dx <= min(x+gap, m.width-1); dx++ {
				if k := dy*m.width + dx; m.print[k] {
					m.print[k] = false
					todo = append(todo, k)
				}
			}
		}
	}
	return left, top, right, bottom
}
