package raster

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// Render returns a page in RGB exactly as it is shown, in the frame of its boxes. dpi counts
// for PDF pages, 0 means that of OCR; images come at their own resolution. The errors are those
// of [Raster.Step].
func (r *Raster) Render(ctx context.Context, d *pipeline.Document, p *pipeline.Page, dpi float64) (*pipeline.Pixels, error) {
	return r.render(ctx, d, p, request{DPI: dpi, Colour: true})
}

// Grey is Render for whoever needs no colours: a third of the bytes.
func (r *Raster) Grey(ctx context.Context, d *pipeline.Document, p *pipeline.Page, dpi float64) (*pipeline.Pixels, error) {
	return r.render(ctx, d, p, request{DPI: dpi})
}

func (r *Raster) render(ctx context.Context, d *pipeline.Document, p *pipeline.Page, q request) (*pipeline.Pixels, error) {
	ctx, cancel := context.WithTimeout(ctx, r.cfg.PageTime)
	defer cancel()
	f := &d.Files[p.File]
	o, err := r.get(ctx, d, p.File)
	if err != nil {
		return nil, err
	}
	q.MediaType, q.Index = f.MediaType, p.Index
	switch {
	case f.MediaType == mediaTIFF:
		q.DPI = 0
	case q.DPI <= 0:
		q.DPI = r.cfg.DPI
	}
	answer, err := r.do(ctx, d, opRender, o.in, q)
	if err != nil {
		return nil, fmt.Errorf("page %d of %s: %w", p.Index+1, f.Name, err)
	}
	var b bitmap
	if err := answer.Bind(&b); err != nil {
		return nil, err
	}
	channels := 1
	if q.Colour {
		channels = 3
	}
	most := r.cfg.PagePixels
	if b.Width < 1 || b.Height < 1 || b.Width > most || b.Height > most || b.Channels != channels || b.Width*b.Height*channels != len(answer.Data) {
		return nil, fmt.Errorf("page %d of %s: the worker's answer does not add up: %w", p.Index+1, f.Name, pipeline.ErrRenderCrash)
	}
	return &pipeline.Pixels{Width: b.Width, Height: b.Height, Channels: channels, DPI: b.DPI, Data: answer.Data}, nil
}
