package prep

import "docpipe/pipeline"

// Crop cuts off the dark borders that a scanner leaves around a sheet smaller than its
// glass. White margins stay: cutting them gains nothing (measured). The number is the share
// of the page that went.
func Crop(s *Sheet, _ Config) (*Sheet, pipeline.Transform, float64) {
	t := s.look()
	b := darkBorders(t)
	width, height := s.Size()
	left, top := b.left*t.factor, b.top*t.factor
	right, bottom := width-b.right*t.factor, height-b.bottom*t.factor
	if left == 0 && top == 0 && right == width && bottom == height {
		return s, pipeline.Identity, 0
	}
	out := blank(right-left, bottom-top, s.DPI)
	for y := top; y < bottom; y++ {
		copy(out.row(y-top), s.row(y)[left:right])
	}
	gone := 1 - float64(len(out.Grey.Pix))/float64(width*height)
	return out, pipeline.Translate(float64(left), float64(top)), gone
}

// borders are widths in pixels of a thumb, 0 where there is nothing to cut.
type borders struct{ left, top, right, bottom int }

func darkBorders(t *thumb) borders {
	column := func(x int) bool { return t.dark(x, t.width, t.height) }
	row := func(y int) bool { return t.dark(y*t.width, 1, t.width) }
	return borders{
		left: border(t.width, column), right: border(t.width, func(x int) bool { return column(t.width - 1 - x) }),
		top: border(t.height, row), bottom: border(t.height, func(y int) bool { return row(t.height - 1 - y) }),
	}
}

// dark reports whether nearly all of n pixels are far below the level of paper.
func (t *thumb) dark(from, step, n int) bool {
	limit, count := t.paper/2, 0
	for i := range n {
		if t.grey[from+i*step] < limit {
			count++
		}
	}
	return count*100 >= n*85
}

// border counts dark lines from one side. A thin edge is not worth a copy, and half a page of
// dark is a picture.
func border(n int, dark func(int) bool) int {
	count := 0
	for count < n && dark(count) {
		count++
	}
	if count*50 < n || count*2 > n {
		return 0
	}
	return count + 1
}
