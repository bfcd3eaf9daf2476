package prep

import (
	"image"

	"github.com/disintegration/imaging"

	"docpipe/pipeline"
)

// Shadow evens out strongly uneven light, such as a hand's shadow on a photo, by dividing
// through the level of the paper around each place. An evenly lit page is left alone:
// division there costs accuracy (measured). The number is how much darker the paper is at
// its darkest places than at its brightest, 0..1.
func Shadow(s *Sheet, cfg Config) (*Sheet, pipeline.Transform, float64) {
	g := paperGrid(s.look())
	uneven := g.unevenness()
	if uneven < cfg.MinUneven {
		return s, pipeline.Identity, uneven
	}
	width, height := s.Size()
	out := blank(width, height, s.DPI)
	gains := make([]uint32, width)
	for y := range height {
		if y%gainRows == 0 {
			g.gains(gains, float64(y)/float64(height))
		}
		dst, src := out.row(y), s.row(y)
		for x, gain := range gains {
			dst[x] = byte(min(255, uint32(src[x])*gain>>8))
		}
	}
	return out, pipeline.Identity, uneven
}

// gainRows rows share their gains: light does not change within a few pixels.
const gainRows = 8

// A grid holds the level of the paper at regular places of a page.
type grid struct {
	width, height int
	level         []byte
}

// gridTile is the side of a tile in pixels of a thumb: about three lines of text.
const gridTile = 24

// paperGrid takes the bright end of each tile, lets bright tiles grow over dark ones that
// hold a picture or a bar, and blurs the rest into a light field.
func paperGrid(t *thumb) grid {
	g := grid{width: (t.width + gridTile - 1) / gridTile, height: (t.height + gridTile - 1) / gridTile}
	level := imaging.New(g.width, g.height, image.Black)
	var tile []byte
	for gy := range g.height {
		for gx := range g.width {
			tile = tile[:0]
			for y := gy * gridTile; y < min((gy+1)*gridTile, t.height); y++ {
				tile = append(tile, t.grey[y*t.width+gx*gridTile:y*t.width+min((gx+1)*gridTile, t.width)]...)
			}
			copy(level.Pix[4*(gy*g.width+gx):], grey4(percentile(tile, 0.9)))
		}
	}
	soft := imaging.Blur(brightest(level), 1.5)
	g.level = make([]byte, g.width*g.height)
	for i := range g.level {
		g.level[i] = max(1, soft.Pix[4*i])
	}
	return g
}

func grey4(v byte) []byte { return []byte{v, v, v, 255} }

// brightest gives each tile the level of the brightest of the nine around it.
func brightest(level *image.NRGBA) *image.NRGBA {
	out := imaging.Clone(level)
	width, height := level.Rect.Dx(), level.Rect.Dy()
	for y := range height {
		for x := range width {
			var top byte
			for ny := max(0, y-1); ny <= min(height-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(width-1, x+1); nx++ {
					top = max(top, level.Pix[ny*level.Stride+4*nx])
				}
			}
			copy(out.Pix[y*out.Stride+4*x:], grey4(top))
		}
	}
	return out
}

func (g grid) unevenness() float64 {
	dark, bright := percentile(g.level, 0.03), percentile(g.level, 0.97)
	return 1 - float64(dark)/float64(max(1, bright))
}

// gains fills row, one line of pixels at height y (0..1), with the factors in 1/256 that
// make paper white.
func (g grid) gains(row []uint32, y float64) {
	y0, y1, fy := between(y, g.height)
	for x := range row {
		x0, x1, fx := between((float64(x)+0.5)/float64(len(row)), g.width)
		top := float64(g.level[y0*g.width+x0])*(1-fx) + float64(g.level[y0*g.width+x1])*fx
		bottom := float64(g.level[y1*g.width+x0])*(1-fx) + float64(g.level[y1*g.width+x1])*fx
		row[x] = uint32(245 * 256 / (top*(1-fy) + bottom*fy))
	}
}

// between finds the two of n cells whose centres are next to at (0..1), and the share of the
// second.
func between(at float64, n int) (int, int, float64) {
	p := max(0, at*float64(n)-0.5)
	i := min(int(p), n-1)
	return i, min(i+1, n-1), min(1, p-float64(i))
}
