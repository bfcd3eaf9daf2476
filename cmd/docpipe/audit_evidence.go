package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"maps"
	"math"
	"slices"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// pagePictures makes pictures of pages in the frame of their boxes.
type pagePictures interface {
	Page(ctx context.Context, d *pipeline.Document, n int, view string) (image []byte, mediaType string, err error)
}

// evidence cuts out what the findings of each document point at, and lists it.
func (x *auditExporter) evidence(ctx context.Context, b *audit.Bundle) error {
	var list bytes.Buffer
	lines := json.NewEncoder(&list)
	for _, id := range slices.Sorted(maps.Keys(x.versions)) {
		records, err := x.cut(ctx, b, id)
		if err != nil {
			return fmt.Errorf("evidence of %s: %w", id, err)
		}
		for _, r := range records {
			if err := lines.Encode(r); err != nil {
				return err
			}
		}
	}
	return b.Add(audit.EvidenceName, func(w io.Writer) error {
		_, err := list.WriteTo(w)
		return err
	})
}

// cut returns the records of one document, after it has added their pictures. A page of which
// there is no picture is no error: the record says why.
func (x *auditExporter) cut(ctx context.Context, b *audit.Bundle, id string) ([]audit.EvidenceRecord, error) {
	records, err := x.places(ctx, id)
	if err != nil {
		return nil, ignoreGone(err)
	}
	if len(records) == 0 {
		return nil, nil
	}
	d, err := x.ledger.Document(ctx, x.Tenant, id)
	if err != nil {
		return nil, ignoreGone(err)
	}
	s := &scissors{pages: x.pages, document: d, made: map[string]string{}}
	for i := range records {
		if err := s.cut(ctx, b, &records[i]); err != nil {
			return nil, err
		}
	}
	return records, nil
}

func ignoreGone(err error) error {
	if isGone(err) {
		return nil
	}
	return err
}

// places lists what the document's findings point at, each as the newest version that has it says.
func (x *auditExporter) places(ctx context.Context, id string) (records []audit.EvidenceRecord, err error) {
	seen := map[string]bool{}
	for _, version := range slices.Backward(x.versions[id]) {
		verdict, err := x.ledger.VerdictRecord(ctx, x.Tenant, id, version)
		if err != nil {
			return nil, err
		}
		var findings []pipeline.Finding
		if err := json.Unmarshal(verdict.Findings, &findings); err != nil {
			return nil, err
		}
		for _, f := range findings {
			if !seen[f.ID] {
				records = append(records, placesOf(id, version, f)...)
			}
			seen[f.ID] = true
		}
	}
	slices.SortStableFunc(records, func(a, b audit.EvidenceRecord) int { return a.Page - b.Page })
	return records, nil
}

func placesOf(id string, version int, f pipeline.Finding) (records []audit.EvidenceRecord) {
	for _, e := range f.Evidence {
		if e.Page > 0 && e.Box != nil {
			records = append(records, audit.EvidenceRecord{Document: id, Version: version, Finding: f.ID, Path: e.Path, Page: e.Page, Box: e.Box})
		}
	}
	return records
}

// scissors cut pieces out of the pages of one document. They keep one page at a time.
type scissors struct {
	pages    pagePictures
	document *pipeline.Document
	page     int
	picture  image.Image
	why      string            // there is no picture of the page
	made     map[string]string // files by place
}

func (s *scissors) cut(ctx context.Context, b *audit.Bundle, r *audit.EvidenceRecord) error {
	if r.Page != s.page {
		s.turnTo(ctx, r.Page)
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
	}
	if r.Why = s.why; s.picture == nil {
		return nil
	}
	place := fmt.Sprint(r.Page, *r.Box)
	if r.File = s.made[place]; r.File != "" {
		return nil
	}
	r.File = fmt.Sprintf("evidence/%s/page%d-%d.jpg", r.Document, r.Page, len(s.made)+1)
	s.made[place] = r.File
	return b.Add(r.File, func(w io.Writer) error { return jpeg.Encode(w, piece(s.picture, *r.Box), &jpeg.Options{Quality: 85}) })
}

// turnTo makes the picture of a page.
func (s *scissors) turnTo(ctx context.Context, page int) {
	s.page, s.picture, s.why = page, nil, ""
	raw, _, err := s.pages.Page(ctx, s.document, page, "shown")
	if err == nil {
		s.picture, err = jpeg.Decode(bytes.NewReader(raw))
	}
	if err != nil {
		s.picture, s.why = nil, "there is no picture of the page: "+pipeline.KindOf(err).Title
	}
}

// around is how much of the page is shown beside a box, as a fraction of the page.
const around = 0.015

// piece cuts a box, and a little around it, out of the picture of its page.
func piece(page image.Image, box pipeline.Box) image.Image {
	b := pipeline.Box{box[0] - around, box[1] - around, box[2] + around, box[3] + around}.Clamp()
	size := page.Bounds().Size()
	w, h := float64(size.X), float64(size.Y)
	part := image.Rect(int(b[0]*w), int(b[1]*h), int(math.Ceil(b[2]*w)), int(math.Ceil(b[3]*h))).Intersect(page.Bounds())
	if part.Empty() {
		part = page.Bounds()
	}
	out := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	draw.Draw(out, out.Bounds(), page, part.Min, draw.Src)
	return out
}
