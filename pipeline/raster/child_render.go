package raster

import (
	"fmt"
	"math"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// bitmap describes the pixels that go along with a reply.
type bitmap struct {
	Width, Height int
	Channels      int
	DPI           float64
	data          []byte
}

// render draws a page exactly as it is shown.
func (c *child) render(call *sandbox.Call, r request) (any, []byte, error) {
	b, err := c.bitmap(call.Input, r)
	if err != nil {
		return nil, nil, err
	}
	return b, b.data, nil
}

func (c *child) bitmap(input []byte, r request) (bitmap, error) {
	if !hasPages(r.MediaType) {
		return c.pictureBitmap(input, r)
	}
	if err := c.open(input, r.MediaType); err != nil {
		return bitmap{}, err
	}
	if r.MediaType != mediaTIFF {
		return c.draw(r, 1)
	}
	b, err := c.doc.Bound(r.Index)
	if err != nil {
		return bitmap{}, fmt.Errorf("the page does not load: %w", pipeline.ErrDamaged)
	}
	about := c.directory(input, r.Index)
	r.DPI = about.resolution(float64(b.Dx()))
	return c.draw(r, about.orientation)
}

// draw renders a page in MuPDF, with fewer dots per inch when the page would be too large, and
// turns it by an orientation that MuPDF leaves alone.
func (c *child) draw(r request, orientation int) (bitmap, error) {
	bound, err := c.doc.Bound(r.Index)
	if err != nil {
		return bitmap{}, fmt.Errorf("the page does not load: %w", pipeline.ErrDamaged)
	}
	dpi := fit(r.DPI, float64(bound.Dx()), float64(bound.Dy()), r.MaxPixels)
	if dpi <= 0 {
		return bitmap{}, fmt.Errorf("the page is %d x %d points: %w", bound.Dx(), bound.Dy(), pipeline.ErrDamaged)
	}
	img, err := c.doc.ImageDPI(r.Index, dpi)
	if err != nil {
		return bitmap{}, fmt.Errorf("the page cannot be drawn: %w", pipeline.ErrDamaged)
	}
	b := orient(img, orientation, r.Colour)
	b.DPI = dpi
	return b, nil
}

// fit returns the largest resolution up to dpi at which a page of width x height points has at
// most maxPixels pixels; 0 for a page without area. Each side is rounded up to whole pixels,
// hence the quadratic: (w s + 1)(h s + 1) = maxPixels with s pixels to the point.
func fit(dpi, width, height float64, maxPixels int) float64 {
	if width <= 0 || height <= 0 {
		return 0
	}
	width, height = width+1, height+1 // Bound cuts fractions off
	area, sum := width*height, width+height
	scale := (math.Sqrt(sum*sum+4*area*float64(maxPixels-1)) - sum) / (2 * area)
	if math.IsNaN(scale) || math.IsInf(scale, 0) {
		return 0
	}
	return min(dpi, 72*scale)
}

// luminance weighs the colours as Rec. 601 does.
func luminance(r, g, b byte) byte {
	return byte((77*uint(r) + 150*uint(g) + 29*uint(b)) >> 8)
}
