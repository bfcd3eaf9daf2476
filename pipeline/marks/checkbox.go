package marks

import (
	"math"

	"docpipe/pipeline"
)

// Boxes to tick, in millimetres and shares.
const (
	leastSide  = 2.1
	mostSide   = 7.5
	straight   = 0.85 // of a side that is ink
	notSquare  = 0.2  // difference of the sides
	emptyInk   = 0.02 // of the inside: dust
	tickedInk  = 0.05
	filledInk  = 0.85 // no box but a bullet
	combGap    = 0.6  // of a side: boxes closer than that take letters
	combLength = 4
)

// A checkBox is a box to tick.
type checkBox struct {
	rect
	inside float64 // share of its inside that is ink
}

// mark says what the box is. What is neither empty nor clearly ticked is no better than a guess.
func (b checkBox) mark(toPage pipeline.Transform) pipeline.Mark {
	m := pipeline.Mark{Kind: pipeline.MarkCheckBox, Box: b.box(toPage), Set: b.inside >= (emptyInk+tickedInk)/2, Confidence: 0.95}
	if b.inside > emptyInk && b.inside < tickedInk {
		m.Confidence = 0.55
	}
	return m
}

// checkBoxes finds boxes by their upper sides: runs of ink with paper above.
func (img *ink) checkBoxes() []checkBox {
	var found []checkBox
	least, most := int(leastSide*img.mm), int(mostSide*img.mm)
	ink := func(x, y int) bool { return img.at(x, y) || img.at(x, y+1) } // sides lean a little
	for y := 1; y < img.h-least; y++ {
		for x := 0; x < img.w; x++ {
			if !img.dark[y*img.w+x] {
				continue
			}
			from := x
			for x < img.w && (ink(x, y) || ink(x+1, y)) {
				x++
			}
			for from > 0 && ink(from-1, y) {
				from--
			}
			if n := x - from; n < least || n > most+2 {
				continue
			}
			if b, ok := img.under(from, x, y); ok && !known(found, b) {
				found = append(found, b)
			}
		}
	}
	return withoutCombs(found)
}

// crossing is the share of a run that a tick may add where it crosses a corner.
const crossing = 0.25

// under reads the box below a run of ink from left to right on row y, which may be longer than
// the upper side where a tick crosses it.
func (img *ink) under(left, right, y int) (checkBox, bool) {
	above := 0
	for x := left; x < right; x++ {
		if img.at(x, y-1) {
			above++
		}
	}
	if 2*above > right-left { // inside of a line or a letter
		return checkBox{}, false
	}
	for cut := range int(crossing*float64(right-left)) + 1 {
		if b, ok := img.square(left, right-cut, y); ok {
			return b, true
		}
		if b, ok := img.square(left+cut, right, y); ok {
			return b, true
		}
	}
	return checkBox{}, false
}

// square reads the box whose upper side lies from left to right on row y.
func (img *ink) square(left, right, y int) (checkBox, bool) {
	side := right - left
	bottom, best := 0, 0.0
	for at := y + int((1-notSquare)*float64(side)); at <= y+int((1+notSquare)*float64(side)); at++ {
		if share := img.row(left, right, at); share >= best {
			bottom, best = at, share
		}
	}
	r := rect{left, y, right, bottom + 1}
	if best < straight || img.column(y, bottom, left+1) < straight || img.column(y, bottom, right-2) < straight || img.goesOn(r) {
		return checkBox{}, false
	}
	rim := max(int(math.Ceil(0.2*float64(side))), 3)
	inside := img.share(rect{left + rim, y + rim, right - rim, bottom + 1 - rim})
	return checkBox{r, inside}, inside < filledInk && img.clear(r)
}

// mostAround is the share of ink around a box: a tick that leaves it, and dust.
const mostAround = 0.3

// clear reports whether paper is all around the box: letters and pictures have neighbours.
func (img *ink) clear(r rect) bool {
	o := grown(r, max(int(0.45*img.mm), 3))
	across := img.share(rect{o.left, o.top, o.right, o.top + 1}) + img.share(rect{o.left, o.bottom - 1, o.right, o.bottom})
	down := img.share(rect{o.left, o.top, o.left + 1, o.bottom}) + img.share(rect{o.right - 1, o.top, o.right, o.bottom})
	return (across+down)/4 <= mostAround
}

// goesOn reports whether sides lead on beyond the corners, as those of tables do.
func (img *ink) goesOn(r rect) bool {
	beyond, n := max(int(0.7*img.mm), 4), 0
	for _, y := range []int{r.top + 1, r.bottom - 2} {
		for _, x := range []int{r.left - beyond, r.right + beyond} {
			if img.at(x, y) {
				n++
			}
		}
	}
	for _, x := range []int{r.left + 1, r.right - 2} {
		for _, y := range []int{r.top - beyond, r.bottom + beyond} {
			if img.at(x, y) {
				n++
			}
		}
	}
	return n >= 3
}

// known reports whether a box was found by another row of the same side.
func known(found []checkBox, b checkBox) bool {
	for i := len(found) - 1; i >= 0; i-- {
		o := found[i]
		if b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom {
			return true
		}
	}
	return false
}

// withoutCombs takes away rows of boxes side by side: each takes one letter, none is ticked.
func withoutCombs(all []checkBox) []checkBox {
	var kept []checkBox
	for _, b := range all {
		n := 1
		for _, o := range all {
			side := float64(b.right - b.left)
			steps := math.Abs(float64(o.left-b.left)) / (side * (1 + combGap))
			if o != b && math.Abs(float64(o.top-b.top)) < side/3 && steps <= combLength {
				n++
			}
		}
		if n < combLength {
			kept = append(kept, b)
		}
	}
	return kept
}
