package main

import (
	"bytes"
	"context"
	"fmt"
	"image/jpeg"
	"io"
	"os"
	"slices"

	"docpipe/compliance/pii"
	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// servedRedactor makes copies of the service's documents.
type servedRedactor struct {
	*redactor
	stores *stores
}

// Redacted makes the copy whole before it sends a byte: what fails on the last page is said. It
// wraps ErrNotFound for a document that has not been read: its names and addresses are not known.
func (s servedRedactor) Redacted(ctx context.Context, d *pipeline.Document, classes []string, w io.Writer) error {
	q, err := s.redaction(d, classes)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(s.stores.temp, "redacted-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	s.stores.attach(d)
	if _, err := s.copy(ctx, d, q, f); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := s.book(ctx, d, q, 0); err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// RedactedPage draws one page of the copy.
func (s servedRedactor) RedactedPage(ctx context.Context, d *pipeline.Document, n int, classes []string) ([]byte, error) {
	q, err := s.redaction(d, classes)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(d.Pages, func(p *pipeline.Page) bool { return p.Number == n })
	if at < 0 {
		return nil, fmt.Errorf("page %d of %d: %w", n, len(d.Pages), pipeline.ErrNotFound)
	}
	s.stores.attach(d)
	pixels, _, err := s.page(ctx, d, d.Pages[at], s.places(d.Pages[at], s.fields(d), q.classes))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(pixels), &jpeg.Options{Quality: 85}); err != nil {
		return nil, err
	}
	return b.Bytes(), s.book(ctx, d, q, n)
}

// book records a copy before a byte of it goes out, page 0 for the whole: what cannot be booked is
// not shown. Which classes were left readable tells how much of the document somebody saw.
func (s servedRedactor) book(ctx context.Context, d *pipeline.Document, q redaction, page int) error {
	covered := audit.Redaction{Page: page}
	for _, c := range q.classes {
		covered.Classes = append(covered.Classes, string(c))
	}
	return s.stores.ledger.Audit(ctx, d.Tenant, audit.Redacted, d.ID, covered)
}

func (s servedRedactor) redaction(d *pipeline.Document, names []string) (redaction, error) {
	classes, err := pii.ParseClasses(names)
	switch {
	case err != nil:
		return redaction{}, err
	case d.Extraction == nil:
		return redaction{}, fmt.Errorf("document %s has not been read, ask again when it has a result: %w", d.ID, pipeline.ErrNotFound)
	case d.Extraction.DocType == extractors.Stack:
		return redaction{}, fmt.Errorf("document %s is a stack, ask for its parts: %w", d.ID, pipeline.ErrNotFound)
	}
	return redaction{classes: classes}, nil
}

// Mask hides personal data in the words of d, as a copy of d would; every word of a document of
// which there can be no copy, since its names and addresses are not known.
func (s servedRedactor) Mask(d *pipeline.Document) {
	if _, err := s.redaction(d, nil); err != nil {
		for _, p := range d.Pages {
			pii.MaskWords(p, []pii.Place{{Box: pipeline.Box{0, 0, 1, 1}}})
		}
		return
	}
	fields := s.fields(d)
	for _, p := range d.Pages {
		pii.MaskWords(p, s.places(p, fields, pii.Classes))
	}
}
