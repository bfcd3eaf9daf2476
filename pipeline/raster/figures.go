package raster

import (
	"slices"

	"docpipe/pipeline"
)

// Sizes of things that are drawn among the text of a page, in points.
const (
	leastFigure  = 17.0 // sides of a picture that can be a code: 6 mm
	mostFigure   = 0.60 // share of the page: more is a background
	manyShapes   = 40   // pieces of a code that is one path
	leastTick    = 5.5  // sides of a box to tick
	mostTick     = 20.0
	mostRim      = 3.0  // of a box to tick, drawn as a light square on a dark one
	nearBefore   = 64   // paths: as far back the dark one is looked for
	leastStroke  = 40.0 // width of a drawn signature
	strokeHeight = 10.0
)

// figures returns the places that show something else than text and may mean something: pictures
// of the size of codes, stamps and signatures, patterns of small shapes, boxes to tick, drawn
// strokes. Rules and frames are none.
func figures(d drawing) []pipeline.Box {
	var found []rect
	signed := asksForSignature(d.glyphs)
	for _, i := range d.images {
		if r := i.box; r.width() >= leastFigure && r.height() >= leastFigure && r.area() <= mostFigure*d.width*d.height && i.telling(signed) {
			found = append(found, r)
		}
	}
	for i := range d.paths {
		if p := &d.paths[i]; p.figure(d.width) || p.square() && (p.isStroke || rimmed(d.paths[:i], p)) {
			found = append(found, p.box)
		}
	}
	found = append(found, patterns(d.paths)...)
	boxes := make([]pipeline.Box, len(found))
	for i, r := range found {
		boxes[i] = r.of(d.width, d.height)
	}
	return boxes
}

// figure reports whether one path alone may mean something: a code drawn in one go, a signature.
func (p *painted) figure(pageWidth float64) bool {
	w, h := p.box.width(), p.box.height()
	if p.pieces >= manyShapes {
		return w >= leastFigure && h >= leastFigure/2
	}
	return p.isStroke && !p.plain && w >= leastStroke && h >= strokeHeight && w < pageWidth/2
}

// square reports whether p has the shape and the size of a box to tick.
func (p *painted) square() bool {
	w, h := p.box.width(), p.box.height()
	return p.plain && w >= leastTick && w <= mostTick && h >= 0.85*w && h <= 1.18*w
}

// rimmed reports whether p is a light square that a darker one, painted before, leaves a thin rim
// around: a box to tick that is drawn without strokes. Other filled squares are bullets, keys of
// charts and parts of logos.
func rimmed(before []painted, p *painted) bool {
	if p.fill.luminance < light {
		return false
	}
	near := before[max(0, len(before)-nearBefore):]
	return slices.ContainsFunc(near, func(o painted) bool {
		return o.plain && !o.isStroke && o.fill.luminance < dark && o.box.width() <= p.box.width()+2*mostRim &&
			o.box.height() <= p.box.height()+2*mostRim && o.box.union(p.box) == o.box
	})
}
