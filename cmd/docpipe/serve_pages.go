package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"slices"

	"docpipe/pipeline"
)

// showDPI is how fine pages are shown to people.
const showDPI = 110

// pageImages makes pictures of pages: shown ones are rendered when asked for, prepared ones
// were kept by prep as long as the cache has them.
type pageImages struct {
	app    *app
	stores *stores
}

// openPages makes pageImages for a command, where no service runs.
func openPages(ctx context.Context, c Config, s *stores) (pagePictures, func(), error) {
	a, err := newApp(ctx, appOptions{config: c, sandbox: c.sandbox, artefacts: s.artefacts, ledger: s.ledger})
	if err != nil {
		return nil, nil, err
	}
	return &pageImages{app: a, stores: s}, a.close, nil
}

// Page returns page n as a JPEG. It wraps ErrNotFound where there is no such image. What the
// cache has let go is made anew from the original.
func (p *pageImages) Page(ctx context.Context, d *pipeline.Document, n int, view string) ([]byte, string, error) {
	at := slices.IndexFunc(d.Pages, func(p *pipeline.Page) bool { return p.Number == n }) // a part begins anywhere
	if at < 0 {
		return nil, "", fmt.Errorf("page %d of %d: %w", n, len(d.Pages), pipeline.ErrNotFound)
	}
	page, picture := d.Pages[at], p.shown
	if view == "prepared" {
		picture = p.prepared
	}
	if view == "prepared" && page.Image == "" {
		return nil, "", fmt.Errorf("page %d was read without an image: %w", n, pipeline.ErrNotFound)
	}
	p.stores.attach(d)
	defer d.Close()
	b, err := picture(ctx, d, page)
	if errors.Is(err, pipeline.ErrNotFound) {
		if err = p.app.inspectAgain(ctx, d); err == nil {
			b, err = picture(ctx, d, page)
		}
	}
	return b, "image/jpeg", err
}

// shown renders the page in the frame of its boxes.
func (p *pageImages) shown(ctx context.Context, d *pipeline.Document, page *pipeline.Page) ([]byte, error) {
	pixels, err := p.app.raster.Render(ctx, d, page, showDPI)
	if err != nil {
		return nil, err
	}
	return encodeJPEG(pixels)
}

func (p *pageImages) prepared(ctx context.Context, d *pipeline.Document, page *pipeline.Page) ([]byte, error) {
	b, err := p.app.store.Load(ctx, d, page.Image)
	if !errors.Is(err, pipeline.ErrNotFound) {
		return b, err
	}
	if err := p.app.prepareAgain(ctx, d, page); err != nil {
		return nil, err
	}
	return p.app.store.Load(ctx, d, page.Image)
}

func encodeJPEG(p *pipeline.Pixels) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, picture(p), &jpeg.Options{Quality: 85})
	return out.Bytes(), err
}

// picture gives raw pixels the form that the standard library encodes.
func picture(p *pipeline.Pixels) image.Image {
	bounds := image.Rect(0, 0, p.Width, p.Height)
	if p.Channels == 1 {
		return &image.Gray{Pix: p.Data, Stride: p.Width, Rect: bounds}
	}
	rgb := image.NewNRGBA(bounds)
	for i, j := 0, 0; i+2 < len(p.Data); i, j = i+3, j+4 {
		rgb.Pix[j], rgb.Pix[j+1], rgb.Pix[j+2], rgb.Pix[j+3] = p.Data[i], p.Data[i+1], p.Data[i+2], 255
	}
	return rgb
}
