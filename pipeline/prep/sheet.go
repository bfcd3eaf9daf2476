package prep

import (
	"image"

	"docpipe/pipeline"
)

// A Sheet is a page image on its way through the steps: grey, 0 black to 255 white.
// Steps never change a Sheet; they return another.
type Sheet struct {
	Grey *image.Gray
	DPI  float64 // 0 when nobody knows

	thumb *thumb // made when the first step looks
}

// NewSheet wraps width x height grey bytes without copying them.
func NewSheet(width, height int, dpi float64, grey []byte) *Sheet {
	return &Sheet{Grey: &image.Gray{Pix: grey, Stride: width, Rect: image.Rect(0, 0, width, height)}, DPI: dpi}
}

func blank(width, height int, dpi float64) *Sheet {
	return NewSheet(width, height, dpi, make([]byte, width*height))
}

// Size returns width and height in pixels.
func (s *Sheet) Size() (width, height int) { return s.Grey.Rect.Dx(), s.Grey.Rect.Dy() }

// row returns the pixels of line y.
func (s *Sheet) row(y int) []byte {
	width, _ := s.Size()
	return s.Grey.Pix[y*s.Grey.Stride:][:width]
}

// look returns the small view that steps measure on, making it once per Sheet.
func (s *Sheet) look() *thumb {
	if s.thumb == nil {
		s.thumb = newThumb(s)
	}
	return s.thumb
}

// A step returns the sheet with one trouble less, the map from its pixels back to those of
// the sheet it was given, and the number that made it act. A sheet that has not this trouble
// comes back as it is.
type step func(*Sheet, Config) (*Sheet, pipeline.Transform, float64)

// Grey returns p as one byte a pixel: p's own bytes when it is grey already, else the luma of
// ITU-R BT.601 in 1/256.
func Grey(p *pipeline.Pixels) []byte {
	if p.Channels == 1 {
		return p.Data
	}
	grey := make([]byte, p.Width*p.Height)
	rgb := p.Data
	for i := range grey {
		c := rgb[3*i : 3*i+3 : 3*i+3]
		grey[i] = byte((77*uint32(c[0]) + 150*uint32(c[1]) + 29*uint32(c[2]) + 128) >> 8)
	}
	return grey
}
