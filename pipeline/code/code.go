// Package code reads the barcodes and two-dimensional codes of pages.
//
// Most pages have none, so a page is first looked at for places as dense as codes ([find]); that
// costs about a hundredth of reading its text. What is there is read in a child of the sandbox:
// QR, Data Matrix and Aztec, PDF417 by its rows ([lens]), and linear codes by their profile. What
// looks like a code and could not be read goes to zbarimg, where it is installed; that reads no
// PDF417. Patch codes are too coarse for all this and are looked for apart ([patches]).
//
// Pages whose words come from a text layer have no pixels. They are drawn only when the page
// shows more than text ([pipeline.Page.Figures]).
//
// A code on a sheet that only parts documents makes the page a separator.
package code

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// version changes when the same page may come out otherwise.
const version = 2

// Config says how codes are read.
type Config struct {
	DPI   float64 // at which pages without pixels are drawn; 200
	Zbar  bool    // ask zbarimg for what could not be read; true
	Words int     // a page with more words than this is no separator; 40
}

// DefaultConfig returns what the field comments say.
func DefaultConfig() Config { return Config{DPI: 200, Zbar: true, Words: 40} }

// Validate reports every setting that cannot be, together.
func (c Config) Validate() error {
	var errs []error
	if c.DPI < 100 || c.DPI > 600 {
		errs = append(errs, fmt.Errorf("code.dpi is %v: use 100 to 600: %w", c.DPI, pipeline.ErrInvalid))
	}
	if c.Words < 0 {
		errs = append(errs, fmt.Errorf("code.words is %d: use 0 or more: %w", c.Words, pipeline.ErrInvalid))
	}
	return errors.Join(errs...)
}

// A Painter draws a page exactly as it is shown, in grey, at most at the size of dpi.
type Painter interface {
	Grey(ctx context.Context, d *pipeline.Document, p *pipeline.Page, dpi float64) (*pipeline.Pixels, error)
}

// A Reader reads codes. It is safe for concurrent use.
type Reader struct {
	cfg   Config
	pages *sandbox.Pool
	sb    *sandbox.Sandbox
	paint Painter
}

// New returns a Reader that works in the children of pages, which must serve [Ops], runs zbarimg
// in sb and has pages without pixels drawn by paint.
func New(cfg Config, pages *sandbox.Pool, sb *sandbox.Sandbox, paint Painter) *Reader {
	return &Reader{cfg: cfg, pages: pages, sb: sb, paint: paint}
}

// Step fills in p.Codes and p.Separator, and p.Shown when it had to draw the page. A page that
// cannot be drawn has no codes: its words are worth more than an error.
func (r *Reader) Step() pipeline.PageStep {
	return pipeline.PageStep{Name: "code", Do: r.page, Key: r.key}
}

func (r *Reader) key(*pipeline.Document) string {
	settings, _ := json.Marshal(r.cfg) // numbers and booleans only
	return fmt.Sprintf("%d %s", version, settings)
}

func (r *Reader) page(ctx context.Context, d *pipeline.Document, p *pipeline.Page) error {
	px, toPage, boxes, err := r.look(ctx, d, p)
	if err != nil || px == nil {
		return err
	}
	img := grey(px)
	places, hits := findIn(img, px.DPI, boxes), patches(img, px.DPI)
	places = slices.DeleteFunc(places, func(place rect) bool {
		return slices.ContainsFunc(hits, func(h hit) bool { return h.At.overlap(place) > 0.5 })
	})
	if len(places)+len(hits) == 0 {
		return nil
	}
	more, err := r.read(ctx, d, img, places)
	if err != nil {
		return err
	}
	p.Codes = inFrame(append(hits, more...), toPage)
	p.Cheap = false
	p.Separator = len(p.VisibleWords()) <= r.cfg.Words && slices.ContainsFunc(p.Codes, parts)
	return nil
}

// read reads the codes at places.
func (r *Reader) read(ctx context.Context, d *pipeline.Document, img *plane, places []rect) ([]hit, error) {
	if len(places) == 0 {
		return nil, nil
	}
	hits, rest, err := r.ask(ctx, d, img, places)
	if err != nil || len(rest) == 0 || !r.cfg.Zbar {
		return hits, err
	}
	more, err := r.zbar(ctx, img, rest)
	return append(hits, more...), err
}

// look returns the pixels of the page, the map from them to its frame, and where on them codes may
// be; nil when there is nothing but text.
func (r *Reader) look(ctx context.Context, d *pipeline.Document, p *pipeline.Page) (*pipeline.Pixels, pipeline.Transform, []pipeline.Box, error) {
	if p.Pixels != nil {
		return p.Pixels, p.ToPage, []pipeline.Box{{0, 0, 1, 1}}, nil
	}
	if len(p.Figures) == 0 {
		return nil, pipeline.Transform{}, nil, nil
	}
	if p.Shown == nil {
		shown, err := r.paint.Grey(ctx, d, p, r.cfg.DPI)
		if err != nil {
			return nil, pipeline.Transform{}, nil, unlessPage(ctx, err)
		}
		p.Shown = shown
	}
	return p.Shown, pipeline.Scale(1/float64(p.Shown.Width), 1/float64(p.Shown.Height)), p.Figures, nil
}

// unlessPage keeps errors that have nothing to do with the page.
func unlessPage(ctx context.Context, err error) error {
	switch pipeline.KindOf(err) {
	case pipeline.ErrDamaged, pipeline.ErrRenderCrash, pipeline.ErrRenderTimeout, pipeline.ErrTooLarge:
		if ctx.Err() == nil {
			return nil
		}
	}
	return err
}

// inFrame maps what was read into the frame of the page, from top to bottom.
func inFrame(hits []hit, toPage pipeline.Transform) []pipeline.Code {
	var codes []pipeline.Code
	for _, h := range hits {
		box := toPage.Box(float64(h.At.Left), float64(h.At.Top), float64(h.At.Right), float64(h.At.Bottom)).Clamp()
		c := pipeline.Code{Kind: h.Kind, Text: h.Text, GS1: h.GS1, Box: box}
		if !slices.ContainsFunc(codes, func(o pipeline.Code) bool { return o.Kind == c.Kind && o.Text == c.Text && o.Box.IoU(c.Box) > 0.1 }) {
			codes = append(codes, c)
		}
	}
	slices.SortStableFunc(codes, func(a, b pipeline.Code) int { return int(1e4*a.Box[1]) - int(1e4*b.Box[1]) })
	return codes
}
