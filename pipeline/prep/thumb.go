package prep

import "slices"

// thumbSide is the most that the shorter side of the view that steps measure on may have, in
// pixels: text lines of an A4 page are still apart, and every measure costs a few milliseconds.
const thumbSide = 750

// A thumb is a page made small by an integer factor, with its ink.
type thumb struct {
	width, height int
	factor        int // pixels of the page per pixel here
	grey          []byte
	ink           []bool  // clearly darker than its surroundings
	points        []point // the pixels of ink, at most maxPoints of them, evenly picked
	paper         byte    // level of the bright parts: the 90th percentile

	letters  float64 // see letterHeight
	measured bool
}

type point struct{ x, y float32 }

const maxPoints = 30000

func newThumb(s *Sheet) *thumb {
	width, height := s.Size()
	f := max(1, (min(width, height)+thumbSide-1)/thumbSide)
	t := &thumb{width: max(1, width/f), height: max(1, height/f), factor: f}
	t.shrink(s)
	t.paper = percentile(t.grey, 0.9)
	t.findInk()
	t.pickPoints()
	return t
}

// shrink averages blocks of factor x factor pixels.
func (t *thumb) shrink(s *Sheet) {
	t.grey = make([]byte, t.width*t.height)
	sums := make([]uint32, t.width)
	f := t.factor
	for y := range t.height {
		clear(sums)
		for dy := range f {
			row := s.row(min(y*f+dy, s.Grey.Rect.Dy()-1))
			for x := range sums {
				var sum uint32
				for _, v := range row[min(x*f, len(row)-1):min((x+1)*f, len(row))] {
					sum += uint32(v)
				}
				sums[x] += sum
			}
		}
		for x, sum := range sums {
			t.grey[y*t.width+x] = byte(sum / uint32(f*f))
		}
	}
}

// inkStep is how much darker than the mean of its surroundings ink is.
const inkStep = 14

// findInk compares each pixel with the mean of a window around it, so that shadows and
// tinted paper count as paper. Wide dark areas are ink at their edges only.
func (t *thumb) findInk() {
	t.ink = make([]bool, t.width*t.height)
	sums := t.integral()
	r := max(8, min(t.width, t.height)/30)
	stride := t.width + 1
	for y := range t.height {
		top, bottom := max(0, y-r)*stride, min(t.height, y+r+1)*stride
		rows := min(t.height, y+r+1) - max(0, y-r)
		for x := range t.width {
			left, right := max(0, x-r), min(t.width, x+r+1)
			sum := sums[bottom+right] - sums[bottom+left] - sums[top+right] + sums[top+left]
			area := uint32(rows * (right - left))
			t.ink[y*t.width+x] = (uint32(t.grey[y*t.width+x])+inkStep)*area < sum
		}
	}
}

// integral returns sums of all pixels above and left, with a row and column of zeros first.
func (t *thumb) integral() []uint32 {
	stride := t.width + 1
	sums := make([]uint32, stride*(t.height+1))
	for y := range t.height {
		var row uint32
		for x := range t.width {
			row += uint32(t.grey[y*t.width+x])
			sums[(y+1)*stride+x+1] = sums[y*stride+x+1] + row
		}
	}
	return sums
}

func (t *thumb) pickPoints() {
	count := 0
	for _, is := range t.ink {
		if is {
			count++
		}
	}
	every, seen := count/maxPoints+1, 0
	t.points = make([]point, 0, count/every+1)
	for i, is := range t.ink {
		if !is {
			continue
		}
		if seen++; seen%every == 0 {
			t.points = append(t.points, point{float32(i % t.width), float32(i / t.width)})
		}
	}
}

// percentile returns the level below which share of the values lie.
func percentile(values []byte, share float64) byte {
	var counts [256]int
	for _, v := range values {
		counts[v]++
	}
	left := int(share * float64(len(values)))
	for level, n := range counts {
		if left -= n; left < 0 {
			return byte(level)
		}
	}
	return 255
}

// median returns the middle of values, which it sorts; 0 of none.
func median[T int | float64 | byte](values []T) T {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}
