package raster

import (
	"fmt"
	"math"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// maxSized bounds how many page sizes are asked for; there is a limit on pages anyway.
const maxSized = 20000

// survey is what the child says of a whole file.
type survey struct {
	Pages int          // number of pages
	Sizes [][2]float64 // of each, in points or pixels
	Names names        // which parts a PDF has
}

func (c *child) inspect(call *sandbox.Call, r request) (any, []byte, error) {
	if !hasPages(r.MediaType) {
		h, err := readHeader(call.Input, r.MediaType)
		if err != nil {
			return nil, nil, err
		}
		w, ht := h.shown()
		return survey{Pages: 1, Sizes: [][2]float64{{float64(w), float64(ht)}}}, nil, nil
	}
	if err := c.open(call.Input, r.MediaType); err != nil {
		return nil, nil, err
	}
	s := survey{Pages: c.doc.NumPage()}
	for i := range min(s.Pages, maxSized) {
		size, err := c.size(call.Input, i, r.MediaType)
		if err != nil {
			size = [2]float64{} // the page itself will say so when it is read
		}
		s.Sizes = append(s.Sizes, size)
	}
	if r.MediaType == mediaPDF {
		s.Names = scanNames(call.Input)
	}
	return s, nil, nil
}

// size returns a page's width and height: points of a PDF, pixels of a TIFF.
func (c *child) size(input []byte, index int, mediaType string) ([2]float64, error) {
	b, err := c.doc.Bound(index)
	if err != nil {
		return [2]float64{}, fmt.Errorf("the page does not load: %w", pipeline.ErrDamaged)
	}
	w, h := float64(b.Dx()), float64(b.Dy())
	if mediaType == mediaTIFF {
		about := c.directory(input, index)
		scale := about.resolution(w) / 72
		w, h = math.Round(w*scale), math.Round(h*scale)
		if about.orientation >= 5 {
			w, h = h, w
		}
	}
	return [2]float64{w, h}, nil
}
