package raster

import (
	"docpipe/pipeline"
)

// What makes text invisible without a look at the pixels.
const (
	smallest   = 4.0  // points: smaller text is not meant to be read
	faint      = 0.10 // opacity
	light      = 0.85 // luminance: may vanish on paper
	dark       = 0.60 // luminance: light text stands out on it
	suspectDPI = 96.0
	contrast   = 24 // levels of grey between the darkest and the lightest pixel of a word
)

// sight is what is known of a word without its pixels.
type sight int

const (
	visible sight = iota
	hidden
	suspect // look at the pixels
)

// markHidden sets Hidden at the words that a reader of the page cannot see: tiny, outside of
// the page or of their clip, transparent, under something opaque, or in the colour of what is
// behind them. The page is rendered only when a word is suspect.
func (c *child) markHidden(words []pipeline.Word, origin []*run, d drawing, r request) error {
	var suspects []int
	for i, o := range origin {
		switch o.sight(d) {
		case hidden:
			words[i].Hidden = true
		case suspect:
			suspects = append(suspects, i)
		}
	}
	if len(suspects) == 0 {
		return nil
	}
	r.DPI, r.Colour = suspectDPI, false
	b, err := c.draw(r, 1)
	if err != nil {
		return err
	}
	for _, i := range suspects {
		words[i].Hidden = !b.inked(words[i].Box)
	}
	return nil
}

func (r *run) sight(d drawing) sight {
	x, y := r.ink.center()
	g := r.glyphs[0]
	switch {
	case r.size < smallest && r.ink.height() < smallest && r.ink.width() < smallest*float64(len(r.glyphs)):
		return hidden
	case !(rect{0, 0, d.width, d.height}).holds(x, y), g.clipped, g.fill.opacity < faint:
		return hidden
	}
	switch over(d, g.order, x, y) {
	case hidden:
		return hidden
	case suspect:
		return suspect
	}
	if g.fill.luminance > light && !onDark(d, g.order, r.ink) {
		return suspect
	}
	return visible
}

// over says what later paint does to the point: opaque rectangles hide it, other shapes may.
func over(d drawing, order int, x, y float64) sight {
	is := visible
	for _, i := range d.images {
		if i.order > order && i.box.holds(x, y) {
			if i.plain && !i.masked && i.fill.opacity > 0.99 {
				return hidden
			}
			is = suspect
		}
	}
	for _, p := range d.paths {
		if p.order > order && !p.isStroke && p.box.holds(x, y) && p.fill.opacity > 0.5 {
			if p.plain && !p.masked && p.fill.opacity > 0.99 {
				return hidden
			}
			is = suspect
		}
	}
	return is
}

// onDark reports whether the last thing painted under the box is a dark rectangle.
func onDark(d drawing, order int, box rect) bool {
	var last *painted
	x, y := box.center()
	for i := range d.paths {
		p := &d.paths[i]
		if p.order < order && !p.isStroke && p.box.holds(x, y) {
			last = p
		}
	}
	for i := range d.images {
		if p := &d.images[i]; p.order < order && p.box.holds(x, y) && (last == nil || p.order > last.order) {
			return false
		}
	}
	return last != nil && last.plain && last.fill.luminance < dark && last.fill.opacity > 0.9 &&
		last.box.holds(box[0], box[1]) && last.box.holds(box[2], box[3])
}

// inked reports whether the pixels in the box differ enough for something to be read there.
func (b bitmap) inked(box pipeline.Box) bool {
	left, right := int(box[0]*float64(b.Width)), int(box[2]*float64(b.Width))+1
	top, bottom := int(box[1]*float64(b.Height)), int(box[3]*float64(b.Height))+1
	low, high := byte(255), byte(0)
	for y := max(top, 0); y < min(bottom, b.Height); y++ {
		for x := max(left, 0); x < min(right, b.Width); x++ {
			v := b.data[(y*b.Width+x)*b.Channels]
			low, high = min(low, v), max(high, v)
		}
	}
	return high > low && high-low >= contrast
}
