package raster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// Bounds of what is taken out of one file.
const (
	maxAttachments    = 64
	maxAttachment     = 20 << 20 // bytes of one
	maxAllAttachments = 100 << 20
)

// attachments saves the files embedded in the PDF as artefacts attachments/<n>, in the order
// of their names. One that cannot be taken out, or is too large, or is XML that no strict
// reader accepts, is left where it is.
func (x *examination) attachments(ctx context.Context, s *structure) error {
	total := int64(0)
	for i, key := range slices.Sorted(maps.Keys(s.Attachments)) {
		if i == maxAttachments || total > maxAllAttachments {
			return nil
		}
		b, err := x.attachment(ctx, key)
		if isDamage(err) || errors.Is(err, pipeline.ErrTooLarge) {
			continue
		}
		if err != nil {
			return fmt.Errorf("attachment %d: %w", i+1, err)
		}
		total += int64(len(b))
		about := s.Attachments[key]
		a := pipeline.Attachment{Name: about.PreferredName, Bytes: int64(len(b))}
		if a.Name == "" {
			a.Name = key
		}
		for _, stream := range about.Streams {
			a.MediaType = stream.MimeType
		}
		if err := x.keepAttachment(ctx, a, i, b); err != nil {
			return err
		}
	}
	return nil
}

func (x *examination) attachment(ctx context.Context, key string) ([]byte, error) {
	out, err := x.sb.Run(ctx, sandbox.Tool{
		Name: "qpdf", Args: []string{"--show-attachment=" + key, "{in}"}, Input: x.in, MaxOutput: maxAttachment,
	})
	if err == nil && out.Code != 0 && out.Code != 3 {
		err = fmt.Errorf("qpdf does not find it (exit code %d): %w", out.Code, pipeline.ErrDamaged)
	}
	return out.Stdout, err
}

func (x *examination) keepAttachment(ctx context.Context, a pipeline.Attachment, i int, b []byte) error {
	if isXML(a) && checkXML(b) != nil {
		return nil
	}
	a.Artefact = fmt.Sprintf("attachments/%s-%d", short(x.f.SHA256), i+1)
	if err := x.store.Save(ctx, x.d, a.Artefact, b); err != nil {
		return err
	}
	x.found.Attachments = append(x.found.Attachments, a)
	return nil
}

func isXML(a pipeline.Attachment) bool {
	return strings.HasSuffix(a.MediaType, "/xml") || strings.HasSuffix(strings.ToLower(a.Name), ".xml")
}

// examineXML keeps an e-invoice, which has no pages, as an attachment of itself.
func (r *Raster) examineXML(ctx context.Context, d *pipeline.Document, f *pipeline.File) (*finding, error) {
	if f.Bytes > maxAttachment {
		return nil, fmt.Errorf("XML of %d bytes, the limit is %d: %w", f.Bytes, maxAttachment, pipeline.ErrTooLarge)
	}
	from, err := f.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	b, err := io.ReadAll(io.LimitReader(from, maxAttachment))
	if err != nil {
		return nil, err
	}
	if b, err = plainXML(b); err == nil {
		err = checkXML(b)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, pipeline.ErrDamaged)
	}
	a := pipeline.Attachment{Name: f.Name, MediaType: f.MediaType, Bytes: int64(len(b)), Artefact: "attachments/" + short(f.SHA256) + "-0"}
	return &finding{Attachments: []pipeline.Attachment{a}}, r.store.Save(ctx, d, a.Artefact, b)
}
