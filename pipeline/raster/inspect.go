package raster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

// inspectVersion is part of the checkpoint's name; it changes when inspection finds more.
const inspectVersion = "2"

// Inspect returns the stage that fills in d.Files (page count, first page, readable copy,
// attachments, form values) and one skipped page in d.Pages for each page there is.
//
// Errors name the file and wrap ErrEncrypted, ErrPasswordWrong, ErrDamaged, ErrNoPages,
// ErrTooManyPages or ErrRenderTimeout. What was found is kept in the store where it cost more than one look, so
// that a second run does not repeat it.
func (r *Raster) Inspect() pipeline.Stage {
	return pipeline.Stage{Name: "inspect", Do: r.inspect}
}

func (r *Raster) inspect(ctx context.Context, d *pipeline.Document) error {
	d.Pages = nil
	for i := range d.Files {
		f := &d.Files[i]
		found, in, err := r.inspected(ctx, d, f)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		r.open.keep(d, i, found, in)
		if found.Survey.Pages > r.cfg.MaxPages-len(d.Pages) {
			return fmt.Errorf("%s: %d pages come with it, the limit of one document is %d: split it or raise limits.pages: %w",
				f.Name, len(d.Pages)+found.Survey.Pages, r.cfg.MaxPages, pipeline.ErrTooManyPages)
		}
		found.fill(d, i)
	}
	return nil
}

// A finding is what inspection knows of one file, as it is kept in the store.
type finding struct {
	Survey      survey
	Encrypted   bool // a password opened it: asked for again each time
	Repaired    bool // content may have been lost
	Work        string
	Scans       []scan
	Attachments []pipeline.Attachment
	Form        []pipeline.FormValue
}

func (x *finding) fill(d *pipeline.Document, file int) {
	f := &d.Files[file]
	f.PageCount, f.FirstPage = x.Survey.Pages, 0
	f.Work, f.Attachments, f.Form = x.Work, x.Attachments, x.Form
	if x.Survey.Pages > 0 {
		f.FirstPage = len(d.Pages) + 1
	}
	unit := "px"
	if f.MediaType == mediaPDF {
		unit = "pt"
	}
	for i := range x.Survey.Pages {
		p := &pipeline.Page{
			Number: len(d.Pages) + 1, File: file, Index: i, Unit: unit,
			State: pipeline.PageSkipped, TextFrom: pipeline.TextFromNone,
		}
		if i < len(x.Survey.Sizes) {
			p.Width, p.Height = x.Survey.Sizes[i][0], x.Survey.Sizes[i][1]
		}
		d.Pages = append(d.Pages, p)
	}
}

// inspected returns what is known of f, from the store or by opening it. Of a file that was
// opened its readable bytes come along.
func (r *Raster) inspected(ctx context.Context, d *pipeline.Document, f *pipeline.File) (*finding, *sandbox.Input, error) {
	name := findingName(f)
	b, err := r.store.Load(ctx, d, name)
	if err == nil {
		var known finding
		if json.Unmarshal(b, &known) == nil && !known.Encrypted && r.stillThere(ctx, d, known) {
			return &known, nil, nil
		}
	} else if !errors.Is(err, pipeline.ErrNotFound) {
		return nil, nil, err
	}
	found, in, err := r.examineInTime(ctx, d, f)
	if err != nil || found.cheap() {
		return found, in, err
	}
	if b, err = json.Marshal(found); err == nil {
		err = r.store.Save(ctx, d, name, b)
	}
	if err != nil {
		return nil, nil, errors.Join(err, in.Close())
	}
	return found, in, nil
}

// examineInTime bounds the examination. When its time ends, what stopped in the middle looks like
// damage and is none.
func (r *Raster) examineInTime(ctx context.Context, d *pipeline.Document, f *pipeline.File) (*finding, *sandbox.Input, error) {
	timed, cancel := context.WithTimeout(ctx, r.cfg.InspectTime)
	defer cancel()
	found, in, err := r.examine(timed, d, f)
	switch {
	case err == nil:
		return found, in, nil
	case ctx.Err() != nil:
		return nil, nil, context.Cause(ctx)
	case timed.Err() != nil:
		return nil, nil, fmt.Errorf("opening it took longer than %v: %w", r.cfg.InspectTime, pipeline.ErrRenderTimeout)
	}
	return nil, nil, err
}

// cheap reports whether one look by a child found all of x: to look again costs less than to
// keep it.
func (x *finding) cheap() bool {
	n := x.Survey.Names
	return !n.drawn() && !n.Attachments && !n.BigImages && !x.Encrypted && !x.Repaired && len(x.Attachments) == 0
}

func findingName(f *pipeline.File) string {
	return "inspect/" + short(inspectVersion, Version(), f.SHA256) + ".json"
}

// stillThere reports whether the artefacts that x names have not been evicted.
func (r *Raster) stillThere(ctx context.Context, d *pipeline.Document, x finding) bool {
	names := []string{x.Work}
	for _, a := range x.Attachments {
		names = append(names, a.Artefact)
	}
	for _, name := range names {
		if name == "" {
			continue
		}
		if _, err := r.store.Load(ctx, d, name); err != nil {
			return false
		}
	}
	return true
}

// examine opens f for the first time, and returns the bytes to read its pages from. The
// caller closes them.
func (r *Raster) examine(ctx context.Context, d *pipeline.Document, f *pipeline.File) (*finding, *sandbox.Input, error) {
	in, err := original(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	var found *finding
	switch f.MediaType {
	case mediaXML:
		found, err = r.examineXML(ctx, d, f)
	case mediaPDF:
		found, in, err = r.examinePDF(ctx, d, f, in)
	default:
		found, err = r.examinePicture(ctx, d, f, in)
	}
	if err != nil {
		return nil, nil, errors.Join(err, in.Close())
	}
	return found, in, nil
}

func (r *Raster) examinePicture(ctx context.Context, d *pipeline.Document, f *pipeline.File, in *sandbox.Input) (*finding, error) {
	s, err := r.survey(ctx, d, f, in)
	if err == nil && s.Pages == 0 {
		err = fmt.Errorf("no image in it can be read: %w", pipeline.ErrNoPages)
	}
	return &finding{Survey: s}, err
}

// survey asks a child for pages and sizes, and checks the answer.
func (r *Raster) survey(ctx context.Context, d *pipeline.Document, f *pipeline.File, in *sandbox.Input) (survey, error) {
	var s survey
	answer, err := r.do(ctx, d, opInspect, in, request{MediaType: f.MediaType})
	if err != nil {
		return s, err
	}
	if err := answer.Bind(&s); err != nil {
		return s, err
	}
	s.Pages = max(s.Pages, 0)
	return s, nil
}

// short hashes parts to a name.
func short(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
