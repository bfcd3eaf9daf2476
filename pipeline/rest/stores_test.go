package rest_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// originals keeps files. It takes what begins with %PDF.
type originals struct{ m *memory }

func (o originals) Put(_ context.Context, tenant, name string, r io.Reader) (pipeline.File, error) {
	if o.m.breakPut {
		panic("secret words of a document")
	}
	f := pipeline.File{Name: name, MediaType: "application/pdf"}
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head); err == io.EOF {
		return f, pipeline.ErrEmpty
	} else if err != nil && err != io.ErrUnexpectedEOF {
		return f, fmt.Errorf("%s: %w", name, err)
	}
	if string(head) != "%PDF" {
		return f, pipeline.ErrUnsupportedType
	}
	o.m.mu.Lock()
	o.m.putting++
	o.m.wake()
	o.m.mu.Unlock()
	h := sha256.New()
	kept := &counted{limit: 1 << 16}
	n, err := io.Copy(io.MultiWriter(h, kept), io.LimitReader(io.MultiReader(bytes.NewReader(head), r), o.m.maxBytes+1))
	if err != nil {
		return f, fmt.Errorf("%s: %w", name, err)
	}
	if n > o.m.maxBytes {
		return f, fmt.Errorf("%s: %w", name, pipeline.ErrTooLarge)
	}
	f.SHA256, f.Bytes = hex.EncodeToString(h.Sum(nil)), n
	o.m.mu.Lock()
	defer o.m.mu.Unlock()
	o.m.files[tenant+"/"+f.SHA256] = kept.Bytes()
	o.m.largest = max(o.m.largest, kept.largest)
	return f, nil
}

func (o originals) Open(_ context.Context, tenant, sum string) (io.ReadCloser, error) {
	o.m.mu.Lock()
	defer o.m.mu.Unlock()
	b, ok := o.m.files[tenant+"/"+sum]
	if !ok {
		return nil, pipeline.ErrNotFound
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// counted keeps the first bytes and the size of the largest write.
type counted struct {
	bytes.Buffer
	limit   int
	largest int
}

func (c *counted) Write(b []byte) (int, error) {
	c.largest = max(c.largest, len(b))
	if room := c.limit - c.Len(); room > 0 {
		c.Buffer.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}

// shapes keeps schemas by tenant.
type shapes struct{ m *memory }

func (s shapes) List(_ context.Context, tenant string) ([]*schemas.Schema, error) {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	var all []*schemas.Schema
	for name, shape := range s.m.shapes {
		if name == tenant+"/"+shape.ID {
			all = append(all, shape)
		}
	}
	return all, nil
}

func (s shapes) Get(_ context.Context, tenant, id string) (*schemas.Schema, error) {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	shape, ok := s.m.shapes[tenant+"/"+id]
	if !ok {
		return nil, fmt.Errorf("schema %q: %w", id, pipeline.ErrSchemaUnknown)
	}
	return shape, nil
}

func (s shapes) Put(_ context.Context, tenant, id string, raw []byte) (*schemas.Schema, error) {
	shape, err := schemas.Parse(id, raw)
	if err != nil {
		return nil, err
	}
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	if old, ok := s.m.shapes[tenant+"/"+id]; ok && old.SHA256 != shape.SHA256 {
		return nil, pipeline.ErrSchemaExists
	}
	s.m.shapes[tenant+"/"+id] = shape
	return shape, nil
}

func filled(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
