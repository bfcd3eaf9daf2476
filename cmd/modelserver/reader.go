package main

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// A reader answers with what the local reader finds on the pages that it was shown.
type reader struct {
	eyes   *eyes // nil reads text alone
	local  *local.Reader
	faults *faults // nil is honest
}

func newReader(e *eyes, f *faults) (*reader, error) {
	registry, err := schemas.NewRegistry()
	if err != nil {
		return nil, err
	}
	return &reader{eyes: e, faults: f, local: local.New(local.Config{Types: registry.List()})}, nil
}

// Answer implements answerer.
func (r *reader) Answer(ctx context.Context, t task) (string, error) {
	sent := pagesIn(t.text)
	d, err := r.look(ctx, t, sent)
	if err != nil {
		return "", err
	}
	if t.schema == nil {
		return strings.TrimSpace(t.text), nil
	}
	shape, err := shapeOf(t.schema)
	if err != nil {
		return "", err
	}
	if other, known := r.other(ctx, t, d, sent, shape); known {
		return other, nil
	}
	return r.fields(ctx, d, sent, shape)
}

// look makes the document that was sent: pages of images where there are any, else of text.
func (r *reader) look(ctx context.Context, t task, sent []sentPage) (*pipeline.Document, error) {
	d := &pipeline.Document{Tenant: "default"}
	for i, img := range t.images {
		number := i + 1
		if i < len(sent) {
			number = sent[i].page.Number
		}
		p, err := r.eyes.see(ctx, img, number)
		if err != nil {
			return nil, err
		}
		d.Pages = append(d.Pages, p)
	}
	if len(t.images) > 0 {
		return d, nil
	}
	for _, s := range sent {
		d.Pages = append(d.Pages, s.page)
	}
	return d, nil
}

// fields fills the shape with what the local reader claims.
func (r *reader) fields(ctx context.Context, d *pipeline.Document, sent []sentPage, shape *shape) (string, error) {
	s, err := schemas.Parse("asked", shape.plain())
	if err != nil {
		return "", err
	}
	claims, err := r.local.Extract(ctx, d, s)
	if err != nil {
		return "", err
	}
	found := map[string]*extractors.Claim{}
	rows := map[string]int{}
	for i := range claims {
		c := &claims[i]
		if c.Value == nil || c.State != "" && c.State != pipeline.FieldFound {
			continue
		}
		if best := found[c.Pointer]; best == nil || c.Confidence > best.Confidence {
			found[c.Pointer] = c
		}
		countRows(rows, c.Pointer)
	}
	f := filler{found: found, rows: rows, sent: sent, faults: r.faults}
	b, err := json.Marshal(f.fill(shape, ""))
	return string(b), err
}

// countRows notes how many rows a list has, by the pointers of its cells.
func countRows(rows map[string]int, pointer string) {
	parts := strings.Split(pointer, "/")
	for i, part := range parts {
		if n, err := strconv.Atoi(part); err == nil {
			list := strings.Join(parts[:i], "/")
			rows[list] = max(rows[list], n+1)
		}
	}
}
