package raster

// What counts as ink when a page is asked whether it is blank.
const (
	tileInch  = 1.0 / 25 // side of a tile: about a millimetre
	tileStep  = 12       // levels of grey that a tile's mean differs from the paper by
	fewTiles  = 8        // fewer inked tiles than this are dust on a page
	perDust   = 5_000    // tiles for each that may be dust
	leastTile = 64       // tiles that are enough to judge by
	margin    = 0.03     // of each side, where scanners leave their edges
	paper     = 160      // an empty page at least as light as this is paper
)

// looksBlank reports whether nothing is on a page, and whether what it shows is too dark for
// paper. Means of tiles forgive the noise of a scanner; a few tiles forgive dust.
func looksBlank(b bitmap) (blank, isDark bool) {
	side := 8
	if b.DPI > 0 {
		side = max(int(b.DPI*tileInch), 2)
	}
	means := b.tiles(side)
	if len(means) < leastTile {
		means = b.tiles(1) // too small a picture for means
	}
	if len(means) == 0 {
		return false, false
	}
	level := median(means)
	inked := 0
	for _, m := range means {
		if m > level+tileStep || m < level-tileStep {
			inked++
		}
	}
	dust := min(fewTiles, max(len(means)/perDust, 1))
	return inked < dust, level < paper
}

// tiles returns the mean grey of each tile inside the margins.
func (b bitmap) tiles(side int) []int {
	marginX, marginY := int(margin*float64(b.Width)), int(margin*float64(b.Height))
	var means []int
	for y := marginY; y+side <= b.Height-marginY; y += side {
		for x := marginX; x+side <= b.Width-marginX; x += side {
			sum := 0
			for dy := range side {
				for _, v := range b.data[(y+dy)*b.Width+x:][:side] {
					sum += int(v)
				}
			}
			means = append(means, sum/(side*side))
		}
	}
	return means
}

func median(levels []int) int {
	var histogram [256]int
	for _, v := range levels {
		histogram[v]++
	}
	for v, seen := 0, 0; v < 256; v++ {
		if seen += histogram[v]; 2*seen >= len(levels) {
			return v
		}
	}
	return 255
}
