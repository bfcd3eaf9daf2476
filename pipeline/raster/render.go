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
	ctx, cancel := context.WithTimeout(ctx, r.cfg.PageTime)
	defer cancel()
	f := &d.Files[p.File]
	o, err := r.get(ctx, d, p.File)
	if err != nil {
		return nil, err
	}
	q := request{MediaType: f.MediaType, Index: p.Index, DPI: dpi, Colour: true}
	switch {
	case f.MediaType == mediaTIFF:
		q.DPI = 0
	case dpi <= 0:
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
	most := r.cfg.PagePixels
	if b.Width < 1 || b.Height < 1 || b.Width > most || b.Height > most || b.Channels != 3 || b.Width*b.Height*3 != len(answer.Data) {
		return nil, fmt.Errorf("page %d of %s: the worker's answer does not add up: %w", p.Index+1, f.Name, pipeline.ErrRenderCrash)
	}
	return &pipeline.Pixels{Width: b.Width, Height: b.Height, Channels: 3, DPI: b.DPI, Data: answer.Data}, nil
}
