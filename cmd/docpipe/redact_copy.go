package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"slices"

	"docpipe/compliance/pii"
	"docpipe/pipeline"
	"docpipe/pipeline/redact"
)

// A redactor makes copies of documents without their personal data. The documents have been
// read.
type redactor struct {
	app    *app
	finder *pii.Finder
	class  func(schema, pointer string) pii.Class
}

// A redaction says what is to go.
type redaction struct {
	classes []pii.Class
	images  bool // leave out the text
}

func newRedactor(a *app) *redactor {
	return &redactor{app: a, finder: pii.New(), class: fieldClasses(a.registry)}
}

// redactDPI is how fine pages of the copy are.
const redactDPI = 200

// copy writes the redacted document to w, page by page, and returns what it covered.
func (r *redactor) copy(ctx context.Context, d *pipeline.Document, q redaction, w io.Writer) ([]pii.Place, error) {
	var covered []pii.Place
	fields := r.fields(d)
	out := redact.NewWriter(w)
	for _, p := range d.Pages {
		places := r.places(p, fields, q.classes)
		pixels, words, err := r.page(ctx, d, p, places)
		if err != nil {
			return nil, err
		}
		if q.images {
			words = nil
		}
		page, err := sheetOf(p, pixels, words)
		if err == nil {
			err = out.Page(page)
		}
		if err != nil {
			return nil, fmt.Errorf("page %d of the copy: %w", p.Number, err)
		}
		covered = append(covered, places...)
	}
	return covered, out.Close()
}

// fields returns the places of personal fields, as the document's schema names them.
func (r *redactor) fields(d *pipeline.Document) []pii.Place {
	return pii.Fields(d, func(pointer string) pii.Class { return r.class(d.Extraction.Schema, pointer) })
}

// places returns what is to be covered on a page.
func (r *redactor) places(p *pipeline.Page, fields []pii.Place, classes []pii.Class) []pii.Place {
	all := slices.Concat(r.finder.Page(p), slices.DeleteFunc(slices.Clone(fields), func(f pii.Place) bool { return f.Page != p.Number }))
	return slices.DeleteFunc(all, func(f pii.Place) bool { return !slices.Contains(classes, f.Class) })
}

// page returns a page's pixels and words without the places. Of a page that nobody could read
// nothing is shown.
func (r *redactor) page(ctx context.Context, d *pipeline.Document, p *pipeline.Page, places []pii.Place) (*pipeline.Pixels, []pipeline.Word, error) {
	if !p.Readable() {
		blank := &pipeline.Pixels{Width: 8, Height: 8, Channels: 1, Data: make([]byte, 64)}
		return blank, nil, nil
	}
	pixels, err := r.render(ctx, d, p)
	if err != nil {
		return nil, nil, err
	}
	words := redact.Keep(p.Words, boxesOf(places))
	redact.Cover(pixels, boxesOf(places))
	return pixels, words, nil
}

// render draws the page, from artefacts that are made anew where the cache has let them go.
func (r *redactor) render(ctx context.Context, d *pipeline.Document, p *pipeline.Page) (*pipeline.Pixels, error) {
	pixels, err := r.app.raster.Render(ctx, d, p, redactDPI)
	if !errors.Is(err, pipeline.ErrNotFound) {
		return pixels, err
	}
	if err := r.app.inspectAgain(ctx, d); err != nil {
		return nil, err
	}
	return r.app.raster.Render(ctx, d, p, redactDPI)
}

func boxesOf(places []pii.Place) []pipeline.Box {
	boxes := make([]pipeline.Box, len(places))
	for i, p := range places {
		boxes[i] = p.Box
	}
	return boxes
}

// usualScan is the resolution of an image that does not say its own, in dots per inch.
const usualScan = 150

// sheetOf makes a page of the copy: as large as the original, or as the pixels of an image are.
func sheetOf(p *pipeline.Page, pixels *pipeline.Pixels, words []pipeline.Word) (redact.Page, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, picture(pixels), &jpeg.Options{Quality: 80})
	s := redact.Page{
		JPEG: b.Bytes(), Columns: pixels.Width, Rows: pixels.Height, Grey: pixels.Channels == 1,
		Width: p.Width, Height: p.Height, Turn: p.Turn, Words: words,
	}
	if p.Unit == "px" {
		scale := 72 / cmp.Or(pixels.DPI, usualScan)
		s.Width, s.Height = p.Width*scale, p.Height*scale
	}
	if s.Width <= 0 || s.Height <= 0 {
		s.Width, s.Height = 595, 842 // A4, of a page that could not be opened
	}
	return s, err
}

// list prints the places, masked.
func (r *redactor) list(d *pipeline.Document, classes []pii.Class, w io.Writer) error {
	fields := r.fields(d)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, p := range d.Pages {
		for _, place := range r.places(p, fields, classes) {
			if err := e.Encode(place); err != nil {
				return err
			}
		}
	}
	return nil
}
