package look

import (
	"math"
	"math/bits"

	"docpipe/pipeline"
)

// margin is the share of the ink that may lie outside of what is compared, at each side: dust, a
// shadow along the edge, a stamp of the post.
const margin = 0.01

// sums is an image of which the darkness of any rectangle is four look-ups.
type sums struct {
	width, height int
	shift         int      // bits that darkness is reduced by, so that all of it fits
	dark          []uint32 // (width+1) x (height+1): of all pixels above and left
}

// integral takes the darkness below the paper's own: a grey scan is not darker than a white one.
func integral(px *pipeline.Pixels) sums {
	most := uint64(px.Width) * uint64(px.Height) * math.MaxUint8
	s := sums{px.Width, px.Height, max(0, bits.Len64(most)-32), make([]uint32, (px.Width+1)*(px.Height+1))}
	paper := paperOf(px)
	stride := px.Width + 1
	for y := range px.Height {
		var row uint32
		line := px.Data[y*px.Width*px.Channels:]
		for x := range px.Width {
			if grey := int(line[x*px.Channels]); grey < paper {
				row += uint32(paper-grey) >> s.shift
			}
			s.dark[(y+1)*stride+x+1] = s.dark[y*stride+x+1] + row
		}
	}
	return s
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

func (s sums) ink(left, top, right, bottom int) uint64 {
	stride := s.width + 1
	return uint64(s.dark[bottom*stride+right]-s.dark[top*stride+right]-s.dark[bottom*stride+left]+s.dark[top*stride+left]) << s.shift
}

// frame returns the rectangle that holds the print: what a second scan shifts or trims is left
// out of the comparison.
func (s sums) frame() (left, top, right, bottom int) {
	all := s.ink(0, 0, s.width, s.height)
	least := uint64(float64(all) * margin)
	left, right, top, bottom = 0, s.width, 0, s.height
	for left < right && s.ink(0, 0, left+1, s.height) <= least {
		left++
	}
	for right > left && s.ink(right-1, 0, s.width, s.height) <= least {
		right--
	}
	for top < bottom && s.ink(0, 0, s.width, top+1) <= least {
		top++
	}
	for bottom > top && s.ink(0, bottom-1, s.width, s.height) <= least {
		bottom--
	}
	return left, top, right, bottom
}

// grid returns how dark each cell of the frame is, row by row: the root of the mean, so that a
// line of text counts beside a black bar.
func (s sums) grid(wide, high int) []float64 {
	left, top, right, bottom := s.frame()
	cells := make([]float64, 0, wide*high)
	for r := range high {
		y0, y1 := top+r*(bottom-top)/high, top+(r+1)*(bottom-top)/high
		for c := range wide {
			x0, x1 := left+c*(right-left)/wide, left+(c+1)*(right-left)/wide
			cells = append(cells, math.Sqrt(float64(s.ink(x0, y0, x1, y1))/float64(max((y1-y0)*(x1-x0), 1))))
		}
	}
	return cells
}
