package raster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// inputs keeps the sealed memory files of the documents under way: all pages of a file are
// read from one copy. The zero value is ready.
type inputs struct {
	mu  sync.Mutex
	all map[place]*opening
}

// A place is one file of one document in this process.
type place struct {
	d    *pipeline.Document
	file int
}

// An opening is a file under way: what inspection found, and the bytes that pages are read of.
type opening struct {
	once  sync.Once
	known *finding       // nil until it is known
	in    *sandbox.Input // nil until a page is read
	err   error
}

// get returns the bytes that page steps read of file i: its work artefact, or the original.
// They are closed with the document.
func (r *Raster) get(ctx context.Context, d *pipeline.Document, i int) (*opening, error) {
	o := r.open.opening(d, i)
	o.once.Do(func() {
		if o.known == nil {
			o.known = r.recall(ctx, d, &d.Files[i])
		}
		if o.in == nil {
			o.in, o.err = r.load(ctx, d, &d.Files[i])
		}
	})
	if o.err != nil {
		r.open.drop(place{d, i}) // the next call tries again
		return nil, o.err
	}
	return o, nil
}

// recall returns what inspection found. Without its checkpoint, which a plain file has not,
// pages are read as any page.
func (r *Raster) recall(ctx context.Context, d *pipeline.Document, f *pipeline.File) *finding {
	known := &finding{}
	b, err := r.store.Load(ctx, d, findingName(f))
	if err != nil || json.Unmarshal(b, known) != nil {
		return &finding{}
	}
	return known
}

// keep hands what inspection has of file i over to the page steps: what it found and, unless
// that came from the store, the open bytes.
func (s *inputs) keep(d *pipeline.Document, i int, known *finding, in *sandbox.Input) {
	s.drop(place{d, i})
	o := s.opening(d, i)
	o.known, o.in = known, in
}

func (s *inputs) opening(d *pipeline.Document, i int) *opening {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := place{d, i}
	if o, ok := s.all[at]; ok {
		return o
	}
	if s.all == nil {
		s.all = map[place]*opening{}
	}
	o := &opening{}
	s.all[at] = o
	d.OnClose(func() { s.drop(at) })
	return o
}

func (s *inputs) drop(at place) {
	s.mu.Lock()
	o := s.all[at]
	delete(s.all, at)
	s.mu.Unlock()
	if o != nil && o.in != nil {
		o.in.Close()
	}
}

func (r *Raster) load(ctx context.Context, d *pipeline.Document, f *pipeline.File) (*sandbox.Input, error) {
	if f.Work == "" {
		return original(ctx, f)
	}
	b, err := r.store.Load(ctx, d, f.Work)
	if err != nil {
		return nil, fmt.Errorf("%s: its readable copy: %w", f.Name, err)
	}
	return sandbox.NewInput(f.SHA256+"/"+f.Work, bytes.NewReader(b))
}

// original returns the bytes as they came.
func original(ctx context.Context, f *pipeline.File) (*sandbox.Input, error) {
	from, err := f.Open(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	defer from.Close()
	in, err := sandbox.NewInput(f.SHA256, io.LimitReader(from, f.Bytes))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return in, nil
}
