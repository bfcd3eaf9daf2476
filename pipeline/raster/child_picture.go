package raster

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"

	"docpipe/pipeline"
)

// pictureBitmap decodes an image file at its own resolution and turns it as EXIF says.
func (c *child) pictureBitmap(input []byte, r request) (bitmap, error) {
	if err := c.decode(input, r); err != nil {
		return bitmap{}, err
	}
	b := orient(c.picture, c.about.orientation, r.Colour)
	b.DPI = c.about.dpi
	return b, nil
}

// decode fills in c.picture once per document.
func (c *child) decode(input []byte, r request) error {
	if c.picture != nil {
		return nil
	}
	h, err := readHeader(input, r.MediaType)
	if err != nil {
		return err
	}
	if h.width > r.MaxPixels/h.height {
		return fmt.Errorf("the image has %d x %d pixels, the limit is %d megapixels: scale it down or raise limits.page_pixels: %w",
			h.width, h.height, r.MaxPixels/1e6, pipeline.ErrTooLarge)
	}
	img, _, err := image.Decode(bytes.NewReader(input))
	if err != nil {
		return fmt.Errorf("the image data does not decode: %w", pipeline.ErrDamaged)
	}
	c.about, c.picture = h, onWhite(img)
	return nil
}

// onWhite copies any image over white paper. It also makes palettes harmless whose
// indices point outside of them.
func onWhite(img image.Image) *image.RGBA {
	size := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, size.Dx(), size.Dy()))
	if p, ok := img.(*image.Paletted); ok {
		mend(p)
	}
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, size.Min, draw.Over)
	return out
}

// mend points indices beyond the palette at its first colour.
func mend(p *image.Paletted) {
	for i, v := range p.Pix {
		if int(v) >= len(p.Palette) {
			p.Pix[i] = 0
		}
	}
}

// orient turns img, which is opaque, as EXIF says and packs it to grey or RGB.
func orient(img *image.RGBA, orientation int, colour bool) bitmap {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	b := bitmap{Width: w, Height: h, Channels: 1}
	if orientation >= 5 {
		b.Width, b.Height = h, w
	}
	if colour {
		b.Channels = 3
	}
	b.data = make([]byte, w*h*b.Channels)
	origin, stepX, stepY := placement(orientation, w, h)
	for y := range h {
		row := img.Pix[y*img.Stride:]
		at := origin + y*stepY
		for x := range w {
			px := row[4*x : 4*x+3]
			if colour {
				copy(b.data[3*at:], px)
			} else {
				b.data[at] = luminance(px[0], px[1], px[2])
			}
			at += stepX
		}
	}
	return b
}

// placement says where the stored pixel (0, 0) goes and how far apart its neighbours to the
// right and below land, in pixels of the shown image (EXIF 2.3, 4.6.4, tag 274).
func placement(orientation, w, h int) (origin, stepX, stepY int) {
	switch orientation {
	case 2: // mirrored
		return w - 1, -1, w
	case 3: // half a turn
		return w*h - 1, -1, -w
	case 4: // upside down, mirrored
		return w * (h - 1), 1, -w
	case 5: // transposed
		return 0, h, 1
	case 6: // shown a quarter turn clockwise
		return h - 1, h, -1
	case 7: // transposed across the other diagonal
		return w*h - 1, -h, -1
	case 8: // shown a quarter turn counter-clockwise
		return h * (w - 1), -h, 1
	}
	return 0, 1, w
}
