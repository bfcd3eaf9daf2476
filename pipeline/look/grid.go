package look

import (
	"math"

	"docpipe/pipeline"
)

// margin is the share of the ink that may lie outside of what is compared, at each side: dust, a
// shadow along the edge, a stamp of the post.
const margin = 0.01

// A page is the darkness of an image below the paper's own: a grey scan is not darker than a
// white one. It is summed from the pixels each time, since sums of a whole page kept ready take
// four times the page.
type page struct {
	px   *pipeline.Pixels
	dark [256]uint64 // by level of grey
	ink  uint64      // of all pixels
	rect             // what is compared, see [page.frame]
}

// A rect is a rectangle of an image in pixels: the first column and row, and those behind it.
type rect struct{ left, top, right, bottom int }

func pageOf(px *pipeline.Pixels) *page {
	p := &page{px: px}
	paper := paperOf(px)
	for level := range paper {
		p.dark[level] = uint64(paper - level)
	}
	p.frame()
	return p
}

// paperOf is the level that the paper has: the median of a sample, lower for the grain of a scan.
func paperOf(px *pipeline.Pixels) int {
	var counts [256]int
	total := 0
	for i := 0; i < px.Width*px.Height; i += 97 {
		counts[px.Data[i*px.Channels]]++
		total++
	}
	below := 0
	for level, n := range counts {
		if below += n; 2*below >= total {
			return max(level-32, 1)
		}
	}
	return 255
}

// frame finds the rectangle that holds the print: what a second scan shifts or trims is left out
// of the comparison.
func (p *page) frame() {
	columns, rows := make([]uint64, p.px.Width), make([]uint64, p.px.Height)
	for y := range rows {
		line := p.px.Data[y*p.px.Width*p.px.Channels:]
		for x := range columns {
			d := p.dark[line[x*p.px.Channels]]
			columns[x] += d
			rows[y] += d
		}
		p.ink += rows[y]
	}
	least := uint64(float64(p.ink) * margin)
	p.left, p.right = within(columns, least)
	p.top, p.bottom = within(rows, least)
}

// within returns the part of the sums that is left when up to least is taken off at each end.
func within(sums []uint64, least uint64) (from, to int) {
	to = len(sums)
	for off := uint64(0); from < to; from++ {
		if off += sums[from]; off > least {
			break
		}
	}
	for off := uint64(0); to > from; to-- {
		if off += sums[to-1]; off > least {
			break
		}
	}
	return from, to
}

// grid returns how dark each cell of the frame is, row by row: the root of the mean, so that a
// line of text counts beside a black bar.
func (p *page) grid(wide, high int) []float64 {
	cells := make([]float64, 0, wide*high)
	for r := range high {
		y0, y1 := p.top+r*(p.bottom-p.top)/high, p.top+(r+1)*(p.bottom-p.top)/high
		for c := range wide {
			x0, x1 := p.left+c*(p.right-p.left)/wide, p.left+(c+1)*(p.right-p.left)/wide
			cells = append(cells, math.Sqrt(float64(p.sum(rect{x0, y0, x1, y1}))/float64(max((y1-y0)*(x1-x0), 1))))
		}
	}
	return cells
}

// sum is the darkness of a rectangle.
func (p *page) sum(r rect) (dark uint64) {
	for y := r.top; y < r.bottom; y++ {
		line := p.px.Data[(y*p.px.Width+r.left)*p.px.Channels : (y*p.px.Width+r.right)*p.px.Channels]
		for x := 0; x < len(line); x += p.px.Channels {
			dark += p.dark[line[x]]
		}
	}
	return dark
}
