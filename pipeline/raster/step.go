package raster

import (
	"context"
	"errors"
	"fmt"
	"math"

	"docpipe/pipeline"
)

// stepVersion is part of each page's checkpoint; it changes when the same page would come out
// differently.
const stepVersion = "2"

// Step returns the step that reads one page. It fills in the size, Words, Turn, TextFrom, State,
// Reasons, Layer, Figures, and where OCR is needed Unread and Pixels. Errors wrap ErrRenderCrash,
// ErrRenderTimeout or ErrDamaged and concern the page only.
func (r *Raster) Step() pipeline.PageStep {
	key := fmt.Sprintf("%s %s dpi=%g px=%d", stepVersion, Version(), r.cfg.DPI, r.cfg.PagePixels)
	return pipeline.PageStep{Name: "raster", Do: r.step, Key: func(*pipeline.Document) string { return key }}
}

func (r *Raster) step(ctx context.Context, d *pipeline.Document, p *pipeline.Page) error {
	page, cancel := context.WithTimeout(ctx, r.cfg.PageTime)
	defer cancel()
	err := r.readPage(page, d, p)
	if err != nil && ctx.Err() == nil && errors.Is(page.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("page %d of %s took longer than %v: %w", p.Index+1, d.Files[p.File].Name, r.cfg.PageTime, pipeline.ErrRenderTimeout)
	}
	return err
}

func (r *Raster) readPage(ctx context.Context, d *pipeline.Document, p *pipeline.Page) error {
	f := &d.Files[p.File]
	o, err := r.get(ctx, d, p.File)
	if err != nil {
		return err
	}
	q := request{MediaType: f.MediaType, Index: p.Index, DPI: r.cfg.DPI}
	o.tune(&q)
	answer, err := r.do(ctx, d, opRead, o.in, q)
	if err != nil {
		return fmt.Errorf("page %d of %s: %w", p.Index+1, f.Name, err)
	}
	var reply pageReply
	if err := answer.Bind(&reply); err != nil {
		return err
	}
	if err := reply.check(answer.Data, r.cfg.PagePixels); err != nil {
		return fmt.Errorf("page %d of %s: %w", p.Index+1, f.Name, err)
	}
	reply.fill(p)
	if reply.Missing > 0 {
		if err := r.claimed(ctx, o.in, p, reply); err != nil {
			return err
		}
	}
	if err := r.settle(ctx, o, p, reply); err != nil {
		return err
	}
	reportHidden(p)
	p.Cheap = plain(p)
	return nil
}

// plain reports whether the text layer alone gave the page, without a tool and without a
// question that OCR has to answer.
func plain(p *pipeline.Page) bool {
	return p.TextFrom == pipeline.TextFromLayer && p.State == pipeline.PageRead && p.Pixels == nil && len(p.Unread) == 0
}

// Scans are rendered at their own resolution when it lies between these.
const (
	leastNative = 150
	mostNative  = 300
)

// tune uses what inspection knows of a scanned page: its own resolution, and that its text is
// not worth a look at how it is painted when that would mean to pack the image anew.
func (o *opening) tune(q *request) {
	for _, s := range o.known.Scans {
		if s.Index != q.Index {
			continue
		}
		q.Scan = !s.JPEG
		if s.DPI >= leastNative && s.DPI <= mostNative {
			q.DPI = s.DPI
		}
	}
}

// check refuses what no honest child answers. Boxes and sizes are numbers that JSON can hold,
// so they are finite.
func (x *pageReply) check(data []byte, maxPixels int) error {
	b := &x.Bitmap
	ok := b.Width >= 0 && b.Height >= 0 && b.Width <= maxPixels && b.Height <= maxPixels &&
		(b.Channels == 0 || b.Channels == 1) && b.Width*b.Height*b.Channels == len(data) &&
		len(x.Words) <= maxWords && len(x.Figures) <= maxWords && x.Width > 0 && x.Height > 0 && b.DPI >= 0
	if !ok {
		return fmt.Errorf("the worker's answer does not add up: %w", pipeline.ErrRenderCrash)
	}
	b.data = data
	for i := range x.Words {
		x.Words[i].Box = x.Words[i].Box.Clamp()
	}
	for i := range x.Unread {
		x.Unread[i] = x.Unread[i].Clamp()
	}
	for i := range x.Figures {
		x.Figures[i] = x.Figures[i].Clamp()
	}
	x.Turn = ((x.Turn/90*90)%360 + 360) % 360
	return nil
}

// fill copies the reply into the page.
func (x *pageReply) fill(p *pipeline.Page) {
	p.State, p.TextFrom, p.Turn = pipeline.PageRead, x.TextFrom, x.Turn
	p.Words, p.Unread, p.Figures, p.Layer, p.Reasons = x.Words, x.Unread, x.Figures, nil, nil
	p.Width, p.Height = tenth(x.Width), tenth(x.Height)
	p.Pixels, p.ToPage = nil, pipeline.Transform{}
	if b := x.Bitmap; len(b.data) > 0 {
		p.Pixels = &pipeline.Pixels{Width: b.Width, Height: b.Height, Channels: b.Channels, DPI: b.DPI, Data: b.data}
		p.ToPage = pipeline.Scale(1/float64(b.Width), 1/float64(b.Height))
	}
}

func tenth(v float64) float64 { return math.Round(v*10) / 10 }

// settle decides the state of a page whose pixels show nothing.
func (r *Raster) settle(ctx context.Context, o *opening, p *pipeline.Page, x pageReply) error {
	if !x.Blank || len(p.VisibleWords()) > 0 {
		return nil
	}
	suspicious := x.Dark || o.known.Repaired
	if !x.Drawn && p.Unit == "pt" && len(p.Words) == 0 { // invisible words explain an empty page
		paints, err := r.paints(ctx, o.in, p.Index)
		if err != nil {
			return err
		}
		suspicious = suspicious || paints
	}
	p.Pixels, p.Unread, p.Layer, p.TextFrom = nil, nil, nil, pipeline.TextFromNone
	if len(p.Words) > 0 {
		p.TextFrom = pipeline.TextFromLayer
	}
	if !suspicious {
		p.State = pipeline.PageBlank
		return nil
	}
	p.State = pipeline.PageSuspectBlank
	p.Reasons = append(p.Reasons, pipeline.Reason{
		Code: pipeline.ReasonSuspectBlank, Page: p.Number,
		Detail: fmt.Sprintf("page %d came out blank although the file has content for it: look at the original", p.Number),
	})
	return nil
}

// reportHidden says how many words the page has that nobody can see, without quoting them.
func reportHidden(p *pipeline.Page) {
	n := len(p.Words) - len(p.VisibleWords())
	if n == 0 {
		return
	}
	p.Reasons = append(p.Reasons, pipeline.Reason{
		Code: pipeline.ReasonHiddenText, Page: p.Number,
		Detail: fmt.Sprintf("page %d holds %d words that a reader of the page cannot see; they are not used as evidence", p.Number, n),
	})
}
