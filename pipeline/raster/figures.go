package raster

import (
	"math"

	"docpipe/pipeline"
)

// Sizes of things that are drawn among the text of a page, in points.
const (
	leastFigure  = 17.0 // sides of a picture that can be a code: 6 mm
	mostFigure   = 0.60 // share of the page: more is a background
	module       = 8.0  // sides of one square of a code
	leastBar     = 10.0 // height of a bar
	manyShapes   = 40   // squares or pieces that make a code
	manyBars     = 15   // of the same height side by side
	leastTick    = 5.5  // sides of a box to tick
	mostTick     = 20.0
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
		if d.paths[i].figure(d.width) {
			found = append(found, d.paths[i].box)
		}
	}
	found = append(found, patterns(d.paths)...)
	boxes := make([]pipeline.Box, len(found))
	for i, r := range found {
		boxes[i] = r.of(d.width, d.height)
	}
	return boxes
}

// figure reports whether one path alone may mean something: a code drawn in one go, a box to
// tick, a signature.
func (p *painted) figure(pageWidth float64) bool {
	w, h := p.box.width(), p.box.height()
	switch {
	case p.pieces >= manyShapes:
		return w >= leastFigure && h >= leastFigure/2
	case p.plain:
		return w >= leastTick && w <= mostTick && h >= 0.85*w && h <= 1.18*w
	}
	return p.isStroke && w >= leastStroke && h >= strokeHeight && w < pageWidth/2
}

// patterns returns the places where many filled squares lie together, or many bars side by side.
func patterns(paths []painted) []rect {
	type edges struct {
		across   bool
		from, to float64
	}
	var squares rect
	n, rows, order := 0, map[edges][]rect{}, []edges{}
	for _, p := range paths {
		w, h := p.box.width(), p.box.height()
		switch {
		case p.isStroke || !p.plain:
		case w <= module && h <= module:
			n++
			squares = squares.union(p.box)
		case min(w, h) <= module && max(w, h) >= leastBar:
			row := edges{false, math.Round(p.box[1]), math.Round(p.box[3])}
			if h < w {
				row = edges{true, math.Round(p.box[0]), math.Round(p.box[2])}
			}
			if rows[row] == nil {
				order = append(order, row)
			}
			rows[row] = append(rows[row], p.box)
		}
	}
	var found []rect
	if n >= manyShapes {
		found = append(found, squares)
	}
	for _, row := range order {
		if bars := rows[row]; len(bars) >= manyBars {
			all := bars[0]
			for _, b := range bars[1:] {
				all = all.union(b)
			}
			found = append(found, all)
		}
	}
	return found
}
