package code

import (
	"math"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"

	"docpipe/pipeline"
)

// Bars are read from profiles: the piece is cut into bands across the bars, and each band is the
// mean of its lines, so that noise goes and steps between pixels get places of their own. What
// two bands say alike was read.
const (
	bands     = 9
	bandLines = 8
	finer     = 4 // samples for each pixel across the bars
)

// readBars reads a linear code in a place of img whose bars are crossed in the direction of
// across, in radians.
func readBars(img *plane, place rect, across float64) (read, bool) {
	votes := map[read]int{}
	for _, row := range profiles(img, place, across) {
		for r := range readRow(row) {
			if votes[r]++; votes[r] >= needed(r) {
				return r, true
			}
		}
	}
	return read{}, false
}

// needed is how many bands must agree on a code. Kinds without a check digit are read into any
// pattern now and then, and more so when they are short.
func needed(r read) int {
	switch r.Kind {
	case pipeline.CodeITF, pipeline.Code39, pipeline.CodeCodabar:
		if len(r.Text) < 4 {
			return bands
		}
		return 4
	case pipeline.CodeEAN8, pipeline.CodeUPCE:
		return 3
	}
	return 2
}

// beyond is how much longer profiles are than the place: its rim may be cut.
const beyond = 1.3

// profiles returns one row of pixels for each band.
func profiles(img *plane, place rect, across float64) []*plane {
	sin, cos := math.Sincos(across)
	midX, midY := float64(place.Left+place.Right)/2, float64(place.Top+place.Bottom)/2
	long, high := sides(float64(place.width()), float64(place.height()), math.Abs(sin), math.Abs(cos))
	long *= beyond
	rows := make([]*plane, 0, bands)
	for b := range bands {
		row := newPlane(int(long*finer), 1)
		// From the middle outwards: that is where the bars are longest.
		step := float64((b+1)/2) * (1 - 2*float64(b%2)) / bands
		for x := range row.w {
			along, sum := (float64(x)+0.5)/finer-long/2, 0.0
			for l := range bandLines {
				down := high * (step + (float64(l)+0.5-bandLines/2)/(bands*bandLines))
				sum += img.at(midX+along*cos-down*sin, midY+along*sin+down*cos)
			}
			row.data[x] = byte(sum / bandLines)
		}
		rows = append(rows, row)
	}
	return rows
}

// sides returns the sides of a leaning rectangle from those of the upright one around it: the first
// in the direction whose sine and cosine are given.
func sides(width, height, sin, cos float64) (along, across float64) {
	d := cos*cos - sin*sin
	if math.Abs(d) < 0.2 { // it stands on a corner
		return math.Hypot(width, height), min(width, height) / 2
	}
	along, across = (width*cos-height*sin)/d, (height*cos-width*sin)/d
	return max(along, (width*cos+height*sin)/2), max(across, min(width, height)/6)
}

// readRow has every reader of linear codes look at a row whose bars were told from its spaces.
func readRow(row *plane) map[read]bool {
	found := map[read]bool{}
	for _, row := range []*plane{row.sharpened(0.1), row.deblurred().sharpened(0.15), row.coarser(2)} {
		bits, err := gozxing.NewBinaryBitmap(gozxing.NewGlobalHistgramBinarizer(newSource(row)))
		if err != nil {
			continue
		}
		for _, reader := range linear() {
			if r, ok := attempt(reader, bits); ok {
				found[r] = true
			}
		}
	}
	return found
}

// deblurred takes off the row some of its second derivative, which is what a Gaussian blur of
// about a pixel has added.
func (p *plane) deblurred() *plane {
	out := newPlane(p.w, p.h)
	for x := range p.w {
		left, right := int(p.data[max(0, x-finer)]), int(p.data[min(p.w-1, x+finer)])
		out.data[x] = byte(min(255, max(0, int(p.data[x])-(left+right-2*int(p.data[x]))/2)))
	}
	return out
}

// coarser returns the row with the mean of n samples in the place of each n.
func (p *plane) coarser(n int) *plane {
	out := newPlane(p.w/n, 1)
	for x := range out.w {
		sum := 0
		for _, v := range p.data[x*n : (x+1)*n] {
			sum += int(v)
		}
		out.data[x] = byte(sum / n)
	}
	return out
}

func linear() []gozxing.Reader {
	return []gozxing.Reader{
		oned.NewCode128Reader(), oned.NewMultiFormatUPCEANReader(nil), oned.NewCode39Reader(), oned.NewITFReader(),
		oned.NewCode93Reader(), oned.NewCodaBarReader(),
	}
}

// sharpened returns the row in black and white. A bar ends half way between its own darkness and
// the lightness of the space beside it: where blur leaves narrow bars grey, one threshold for all
// would lose them. depth is the share of the row's contrast that makes a bar.
func (p *plane) sharpened(depth float64) *plane {
	low, high := byte(255), byte(0)
	for _, v := range p.data {
		low, high = min(low, v), max(high, v)
	}
	out := newPlane(p.w, p.h)
	extremes := p.extremes(depth * (float64(high) - float64(low)))
	edge, dark := 0, false
	for i, to := range extremes {
		if i > 0 {
			from := extremes[i-1]
			middle := (int(p.data[from]) + int(p.data[to])) / 2
			dark = p.data[from] < p.data[to]
			next := from
			for next < to && (int(p.data[next]) < middle) == dark {
				next++
			}
			out.fill(edge, next, dark)
			edge = next
		}
	}
	out.fill(edge, out.w, !dark && len(extremes) > 1)
	return out
}

// fill paints a run of a row.
func (p *plane) fill(from, to int, dark bool) {
	for x := from; x < to; x++ {
		if p.data[x] = 255; dark {
			p.data[x] = 0
		}
	}
}

// extremes returns the places of the row's light and dark extremes in turn, each more than step
// away from those beside it.
func (p *plane) extremes(step float64) []int {
	var found []int
	lowest, highest := 0, 0
	up := true // the next extreme is a light one
	for x, v := range p.data {
		if v < p.data[lowest] {
			lowest = x
		}
		if v > p.data[highest] {
			highest = x
		}
		switch {
		case up && float64(p.data[highest])-float64(v) > step:
			found, up, lowest = append(found, highest), false, x
		case !up && float64(v)-float64(p.data[lowest]) > step:
			found, up, highest = append(found, lowest), true, x
		}
	}
	if up {
		return append(found, highest)
	}
	return append(found, lowest)
}
