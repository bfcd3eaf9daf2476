// Package prep makes pixels readable: it lays photographed sheets flat, cuts dark borders,
// evens out shadows, stretches faint print, turns pages that lie on their side, straightens
// leaning text and enlarges small letters.
//
// Each step is a pure function in a file of its own. It measures its trouble first and leaves
// a page that has not got it alone: of what clean-up offers, only this much helps Tesseract.
// Each returns the map from its pixels back to the old ones, and [Prep.Step] composes the
// maps into [pipeline.Page.ToPage], so that words found on the prepared page can be shown on
// the page as it came.
//
// The steps run in the sandbox ([Ops]); the parent checks the size of what comes back and
// stores it as a grey JPEG that later readers open instead of the stranger's file.
package prep

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/jpeg"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// version changes when the same page and settings may come out otherwise.
const version = 1

// Prep prepares pages. It is safe for concurrent use.
type Prep struct {
	cfg   Config
	pages *sandbox.Pool
	store pipeline.Artefacts
}

// New returns a Prep whose steps run in the children of pages, which must serve [Ops].
// Prepared images go to store; nil keeps none, for where nobody will ask for them.
func New(cfg Config, pages *sandbox.Pool, store pipeline.Artefacts) *Prep {
	return &Prep{cfg: cfg, pages: pages, store: store}
}

// Step replaces p.Pixels by the prepared grey page, sets p.ToPage and p.Turn, and stores the
// page's image under p.Image, a name that it has as well where none is kept. A page without
// pixels stays as it is.
func (p *Prep) Step() pipeline.PageStep {
	return pipeline.PageStep{Name: "prep", Do: p.prepare, Key: p.key}
}

func (p *Prep) key(*pipeline.Document) string {
	settings, _ := json.Marshal(p.cfg) // numbers and booleans only
	return fmt.Sprintf("%d %s", version, settings)
}

func (p *Prep) prepare(ctx context.Context, d *pipeline.Document, page *pipeline.Page) error {
	if page.Pixels == nil {
		return nil
	}
	raw := *page.Pixels
	if err := check(&raw); err != nil {
		return err
	}
	raw.Data, raw.Channels = Grey(&raw), 1
	r, ready, err := p.ask(ctx, d, raw)
	if err != nil {
		return err
	}
	page.Pixels = ready
	page.Turn = 90 * r.Quarters
	page.ToPage = r.Back.Then(pipeline.Scale(1/float64(raw.Width), 1/float64(raw.Height)))
	page.Image = fmt.Sprintf("image/%d-%d.jpg", page.File, page.Index)
	if p.store == nil {
		return nil
	}
	return p.keep(ctx, d, page)
}

// ask has a child do the steps. A page that needed none is not sent back.
func (p *Prep) ask(ctx context.Context, d *pipeline.Document, raw pipeline.Pixels) (reply, *pipeline.Pixels, error) {
	answer, err := p.pages.Do(ctx, sandbox.Request{
		Tenant: d.Tenant, Op: opName, Data: raw.Data,
		Args:     args{Width: raw.Width, Height: raw.Height, DPI: raw.DPI, Config: p.cfg},
		MaxReply: int64(max(4*len(raw.Data), p.cfg.MaxPixels)),
	})
	if err != nil {
		return reply{}, nil, fmt.Errorf("preparing the page image: %w", err)
	}
	var r reply
	if err := json.Unmarshal(answer.Body, &r); err != nil {
		return r, nil, fmt.Errorf("preparing the page image: the child's answer is no JSON: %w", pipeline.ErrRenderCrash)
	}
	if len(r.Done) == 0 {
		return r, &raw, nil
	}
	ready := &pipeline.Pixels{Width: r.Width, Height: r.Height, Channels: 1, DPI: r.DPI, Data: answer.Data}
	return r, ready, check(ready)
}

// check guards what indexes into the bytes later, here and in other steps.
func check(p *pipeline.Pixels) error {
	fits := p.Width > 0 && p.Height > 0 && (p.Channels == 1 || p.Channels == 3) &&
		len(p.Data)/p.Width/p.Channels == p.Height && len(p.Data) == p.Width*p.Height*p.Channels
	if !fits {
		return fmt.Errorf("page image: %d bytes are not %d x %d pixels of %d channels: %w",
			len(p.Data), p.Width, p.Height, p.Channels, pipeline.ErrRenderCrash)
	}
	return nil
}

func (p *Prep) keep(ctx context.Context, d *pipeline.Document, page *pipeline.Page) error {
	var file bytes.Buffer
	px := page.Pixels
	grey := NewSheet(px.Width, px.Height, px.DPI, px.Data).Grey
	if err := jpeg.Encode(&file, grey, &jpeg.Options{Quality: p.cfg.Quality}); err != nil {
		return fmt.Errorf("encoding the page image of %d x %d pixels: %w: %w", px.Width, px.Height, err, pipeline.ErrTooLarge)
	}
	if err := p.store.Save(ctx, d, page.Image, file.Bytes()); err != nil {
		return fmt.Errorf("storing the page image: %w", err)
	}
	return nil
}
