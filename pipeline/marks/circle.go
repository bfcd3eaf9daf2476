package marks

import (
	"math"
	"slices"

	"docpipe/pipeline"
)

// Circles to choose one of, in millimetres and shares of their radius.
const (
	leastCircle  = 2.3 // across; hollow bullets of lists are smaller
	mostCircle   = 7.5
	roundness    = 0.12 // difference of height and width
	rays         = 48
	rayShare     = 0.94 // of the rays that end on the circle
	rayOff       = 0.16
	dotRadius    = 0.55
	hollowFrom   = 0.62 // between here and hollowTo most circles are hollow, chosen or not
	hollowTo     = 0.78
	mostHollow   = 0.5
	chosenInk    = 0.12 // of the dot's place
	unchosenInk  = 0.03
	beside       = 9.0 // millimetres to the words of a circle
	apart        = 1.8 // to those on its other side
	circlesAlike = 2
)

// A circle is a ring, or a disc.
type circle struct {
	rect
	dot    float64 // share of its middle that is ink
	hollow bool
}

// mark says what the circle is.
func (c circle) mark(toPage pipeline.Transform) pipeline.Mark {
	m := pipeline.Mark{Kind: pipeline.MarkRadio, Box: c.box(toPage), Set: c.dot >= chosenInk, Confidence: 0.92}
	if c.dot > unchosenInk && c.dot < 1.5*chosenInk {
		m.Confidence = 0.6
	}
	return m
}

// circles finds the circles to choose one of. They come in numbers, of one size, and each has
// words at its side; a letter O stands alone, or in a word. A disc is one only among rings: else it
// is a bullet.
func circles(pieces []piece, img *ink, p *pipeline.Page, toPage pipeline.Transform) []pipeline.Mark {
	var all []circle
	words := p.VisibleWords()
	for _, c := range pieces {
		if found, ok := img.circle(c.rect); ok && !inWord(found.box(toPage), words) && img.wordsAt(found.rect, words, toPage) {
			all = append(all, found)
		}
	}
	var marks []pipeline.Mark
	for _, c := range all {
		alike, rings := 0, 0
		for _, o := range all {
			if sameRound(c.rect, o.rect) {
				alike++
				if o.hollow {
					rings++
				}
			}
		}
		if alike >= circlesAlike && rings > 0 && !contained(all, c) {
			marks = append(marks, c.mark(toPage))
		}
	}
	return marks
}

// sameRound reports whether two circles are of one size, as those of one form are.
func sameRound(a, b rect) bool {
	x, y := a.right-a.left+a.bottom-a.top, b.right-b.left+b.bottom-b.top
	return 10*max(x, y) <= 11*min(x, y)+20
}

// contained reports whether a circle is the dot of another.
func contained(all []circle, c circle) bool {
	return slices.ContainsFunc(all, func(o circle) bool {
		return o != c && o.left <= c.left && o.top <= c.top && o.right >= c.right && o.bottom >= c.bottom
	})
}

// circle measures a piece of ink: from outside, ink begins at the same distance in all directions.
func (img *ink) circle(r rect) (circle, bool) {
	w, h := float64(r.right-r.left), float64(r.bottom-r.top)
	if w < leastCircle*img.mm || w > mostCircle*img.mm || math.Abs(w-h) > roundness*max(w, h)+1 {
		return circle{}, false
	}
	x, y, radius := float64(r.left+r.right)/2, float64(r.top+r.bottom)/2, (w+h)/4
	on, dark, hollow := 0, 0, 0
	for i := range rays {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / rays)
		at := func(share float64) bool {
			return img.at(int(x+cos*radius*share), int(y+sin*radius*share))
		}
		outer := 1.45
		for outer > 0.5 && !at(outer) {
			outer -= 0.03
		}
		if math.Abs(outer-0.97) <= rayOff {
			on++
		}
		for share := hollowFrom; share <= hollowTo; share += 0.04 {
			hollow++
			if at(share) {
				dark++
			}
		}
	}
	inside := grown(rect{int(x), int(y), int(x) + 1, int(y) + 1}, int(dotRadius*radius*0.8))
	c := circle{r, img.share(inside), float64(dark) <= mostHollow*float64(hollow)}
	return c, float64(on) >= rayShare*rays && img.clear(r)
}

// wordsAt reports whether words stand beside a circle as beside a choice: near on one side, but
// not on both as those beside a sign within a line, and no sign of a text layer in its place.
func (img *ink) wordsAt(r rect, words []pipeline.Word, toPage pipeline.Transform) bool {
	back, ok := toPage.Inverse()
	if !ok {
		return false
	}
	before, behind := math.Inf(1), math.Inf(1)
	for _, w := range words {
		b := inPixels(back, w.Box)
		switch middle := (b.left + b.right) / 2; {
		case b.bottom <= r.top || b.top >= r.bottom:
		case middle > r.left && middle < r.right:
			if w.Source != pipeline.SourceOCR {
				return false
			}
		case middle < r.left:
			before = min(before, float64(r.left-b.right)/img.mm)
		default:
			behind = min(behind, float64(b.left-r.right)/img.mm)
		}
	}
	return min(before, behind) <= beside && max(before, behind) >= apart
}
