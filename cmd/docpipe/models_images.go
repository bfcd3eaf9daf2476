package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/disintegration/imaging"

	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/pipeline/raster"
)

// modelImages makes pictures of pages for models: the image that was prepared for OCR where
// there is one, a fresh rendering otherwise. Upright, grey, at the size that the model looks at.
type modelImages struct {
	raster *raster.Raster
	store  pipeline.Artefacts

	// again makes what the cache has let go of a document anew.
	again func(ctx context.Context, d *pipeline.Document) error
}

var _ task.Images = (*modelImages)(nil)

// Page implements task.Images.
func (m *modelImages) Page(ctx context.Context, d *pipeline.Document, p *pipeline.Page, longEdge int) ([]byte, string, int, int, error) {
	whole, turn, err := m.picture(ctx, d, p, longEdge)
	if err != nil {
		return nil, "", 0, 0, err
	}
	grey := upright(shrink(whole, longEdge), turn)
	b, mediaType, err := encodeGrey(grey)
	return b, mediaType, grey.Rect.Dx(), grey.Rect.Dy(), err
}

// picture returns the page and by how many degrees clockwise its text must be turned.
func (m *modelImages) picture(ctx context.Context, d *pipeline.Document, p *pipeline.Page, longEdge int) (image.Image, int, error) {
	if p.Image != "" {
		b, err := m.store.Load(ctx, d, p.Image)
		if err == nil {
			prepared, err := jpeg.Decode(bytes.NewReader(b))
			return prepared, p.ImageTurn(), err
		}
		if !errors.Is(err, pipeline.ErrNotFound) {
			return nil, 0, err
		}
	}
	dpi := 0.0
	if long := max(p.Width, p.Height); p.Unit == "pt" && long > 0 {
		dpi = float64(longEdge) / (long / 72)
	}
	pixels, err := m.raster.Render(ctx, d, p, dpi)
	if errors.Is(err, pipeline.ErrNotFound) {
		if err = m.again(ctx, d); err == nil {
			pixels, err = m.raster.Render(ctx, d, p, dpi)
		}
	}
	if err != nil {
		return nil, 0, fmt.Errorf("image for the model: %w", err)
	}
	return picture(pixels), p.Turn, nil
}

// shrink fits the longer side into longEdge pixels. It never enlarges.
func shrink(img image.Image, longEdge int) image.Image {
	if size := img.Bounds().Size(); max(size.X, size.Y) <= longEdge {
		return img
	}
	return imaging.Fit(imaging.Clone(img), longEdge, longEdge, imaging.Box)
}

// upright turns the picture clockwise by 0, 90, 180 or 270 degrees and makes it grey.
func upright(img image.Image, turn int) *image.Gray {
	switch turn {
	case 90:
		img = imaging.Rotate270(img) // the library turns the other way
	case 180:
		img = imaging.Rotate180(img)
	case 270:
		img = imaging.Rotate90(img)
	}
	if grey, ok := img.(*image.Gray); ok {
		return grey
	}
	b := img.Bounds()
	grey := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			grey.Set(x, y, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return grey
}

// fewLevels is up to how many grey levels a page is drawn, not photographed, and PNG is smaller.
const fewLevels = 16

func encodeGrey(g *image.Gray) (b []byte, mediaType string, err error) {
	var out bytes.Buffer
	if levels(g) <= fewLevels {
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		err = encoder.Encode(&out, g)
		return out.Bytes(), "image/png", err
	}
	err = jpeg.Encode(&out, g, &jpeg.Options{Quality: 80})
	return out.Bytes(), "image/jpeg", err
}

func levels(g *image.Gray) (n int) {
	var seen [256]bool
	for _, v := range g.Pix {
		if !seen[v] {
			seen[v], n = true, n+1
		}
	}
	return n
}
