// Package raster turns files into pages: the words of a text layer that can be trusted, and
// pixels where there is none.
//
// [Raster.Inspect] opens each file once. It counts pages, opens what is encrypted, mends what
// is damaged, flattens form fields into the page, and takes out form values and attachments.
// [Raster.Step] then reads one page: words with their boxes, or grey pixels and the regions
// for OCR in Page.Unread, and it marks text that nobody can see.
//
// A stranger's bytes are only ever parsed in a child process: PDF and TIFF by MuPDF, other
// images by the standard library (the operations of [Ops]), HEIC in a child of its own kind
// ([HEIC]), and qpdf and pdftotext as locked tools. What a child answers is checked before it
// is believed.
package raster

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gen2brain/go-fitz"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// Config says how pages are made. All limits are there so that no file can take the machine.
type Config struct {
	MaxPages    int           // pages of one document; 2000
	PagePixels  int           // pixels of one page: pages are rendered smaller, images refused; 50 million
	PageTime    time.Duration // for one page; 20s
	InspectTime time.Duration // for one file; 2m
	DPI         float64       // dots per inch of pages for OCR; 250

	// GivePassword tells the sender of an encrypted file what to do; "give its password with
	// --password-file".
	GivePassword string
}

// DefaultConfig returns the settings that the comments of [Config] name.
func DefaultConfig() Config {
	return Config{
		MaxPages: 2000, PagePixels: 50e6, PageTime: 20 * time.Second, InspectTime: 2 * time.Minute, DPI: 250,
		GivePassword: "give its password with --password-file",
	}
}

// Validate returns an error that wraps pipeline.ErrInvalid and names the settings at fault.
func (c Config) Validate() error {
	var all []error
	if c.MaxPages < 1 {
		all = append(all, fmt.Errorf("limits.pages is %d: give at least 1: %w", c.MaxPages, pipeline.ErrInvalid))
	}
	if c.PagePixels < 1e6 {
		all = append(all, fmt.Errorf("limits.page_pixels is %d: give at least 1 million: %w", c.PagePixels, pipeline.ErrInvalid))
	}
	if c.PageTime <= 0 || c.InspectTime <= 0 {
		all = append(all, fmt.Errorf("limits.page_time is %v: give a time above zero: %w", c.PageTime, pipeline.ErrInvalid))
	}
	if c.DPI < 72 || c.DPI > 600 {
		all = append(all, fmt.Errorf("raster dpi is %v: give 72 to 600: %w", c.DPI, pipeline.ErrInvalid))
	}
	return errors.Join(all...)
}

// A Raster makes pages. It is safe for concurrent use.
type Raster struct {
	cfg   Config
	sb    *sandbox.Sandbox
	pages *sandbox.Pool
	heic  *sandbox.Pool
	store pipeline.Artefacts
	open  inputs
}

// New returns a Raster that works in children of pages, a pool of a kind that has [Ops], and
// for HEIC files of heic, a pool of the kind [HEIC]. External tools run in sb, and what
// inspection finds is kept in store.
func New(cfg Config, sb *sandbox.Sandbox, pages, heic *sandbox.Pool, store pipeline.Artefacts) *Raster {
	return &Raster{cfg: cfg, sb: sb, pages: pages, heic: heic, store: store}
}

// Version names the engines whose output a page is.
func Version() string { return "go-fitz 1.28.1/mupdf " + fitz.FzVersion }

// do runs one operation in a child of the kind that reads f's type.
func (r *Raster) do(ctx context.Context, d *pipeline.Document, op string, in *sandbox.Input, q request) (sandbox.Response, error) {
	q.MaxPixels = r.cfg.PagePixels
	pool := r.pages
	if q.MediaType == mediaHEIC {
		pool = r.heic
	}
	// Three channels, and a margin for the rounding of both sides.
	most := 3*int64(r.cfg.PagePixels) + 1<<20
	return pool.Do(ctx, sandbox.Request{Tenant: d.Tenant, Op: op, Args: q, Input: in, MaxReply: most, Look: op == opInspect})
}
