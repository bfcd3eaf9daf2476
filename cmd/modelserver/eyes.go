package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"docpipe/pipeline"
	"docpipe/pipeline/ocr"
	"docpipe/pipeline/prep"
	"docpipe/pipeline/raster"
	"docpipe/pipeline/sandbox"
)

// eyes read images as docpipe does: sandboxed decoding, preparation, OCR.
type eyes struct {
	pages, heic *sandbox.Pool
	raster      *raster.Raster
	route       pipeline.Pipeline
}

func openEyes(level string) (*eyes, error) {
	c := sandbox.DefaultConfig()
	c.Mode = level
	sb, err := sandbox.New(c)
	if err != nil {
		return nil, err
	}
	e := &eyes{pages: sb.Pool("page", runtime.NumCPU()), heic: sb.Pool("heic", 1)}
	store := &memory{kept: map[string][]byte{}}
	e.raster = raster.New(raster.DefaultConfig(), sb, e.pages, e.heic, store)
	p := prep.New(prep.DefaultConfig(), e.pages, store)
	o := ocr.New(ocr.DefaultConfig(), sb)
	e.route = pipeline.Pipeline{e.raster.Inspect(), pipeline.Pages("pages", 1, store, e.raster.Step(), p.Step(), o.Step())}
	return e, nil
}

// see returns the page that an image shows, with its words.
func (e *eyes) see(ctx context.Context, img []byte, number int) (*pipeline.Page, error) {
	sum := sha256.Sum256(img)
	media := "image/jpeg"
	if bytes.HasPrefix(img, []byte("\x89PNG")) {
		media = "image/png"
	}
	d := &pipeline.Document{Tenant: "default", Files: []pipeline.File{{
		Name: "page", SHA256: hex.EncodeToString(sum[:]), MediaType: media, Bytes: int64(len(img)), PageCount: 1,
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(img)), nil },
	}}}
	if err := e.route.Run(ctx, d); err != nil {
		return nil, err
	}
	if len(d.Pages) != 1 || d.Pages[0].State == pipeline.PageFailed {
		return nil, errors.New("the image cannot be read")
	}
	d.Pages[0].Number = number
	return d.Pages[0], nil
}

func (e *eyes) close() {
	e.pages.Close()
	e.heic.Close()
}

// memory keeps artefacts of this process: the same page is read once.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// Load implements pipeline.Artefacts.
func (m *memory) Load(_ context.Context, d *pipeline.Document, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.kept[d.Content()+name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, pipeline.ErrNotFound)
	}
	return b, nil
}

// Save implements pipeline.Artefacts.
func (m *memory) Save(_ context.Context, d *pipeline.Document, name string, b []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[d.Content()+name] = b
	return nil
}
