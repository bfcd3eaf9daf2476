package main

import (
	"context"
	"errors"
	"slices"

	"docpipe/pipeline"
)

// remade are the artefacts of documents that were inspected long ago. What inspection took out
// of a file is kept in a cache; when the cache has let it go, it is taken out once more.
type remade struct {
	pipeline.Artefacts
	app *app
}

// Load makes the artefact anew where that is needed and can be done.
func (r remade) Load(ctx context.Context, d *pipeline.Document, name string) ([]byte, error) {
	b, err := r.Artefacts.Load(ctx, d, name)
	if !errors.Is(err, pipeline.ErrNotFound) {
		return b, err
	}
	if err := r.app.inspectAgain(ctx, d); err != nil {
		return nil, err
	}
	return r.Artefacts.Load(ctx, d, name)
}

// inspectAgain makes the readable copies and attachments of d's files anew, under the names that
// d knows. The document itself stays as it is.
func (a *app) inspectAgain(ctx context.Context, d *pipeline.Document) error {
	again := &pipeline.Document{ID: d.ID, Tenant: d.Tenant, Settings: d.Settings, Files: slices.Clone(d.Files)}
	defer again.Close()
	return a.raster.Inspect().Do(ctx, again)
}

// prepareAgain makes the prepared image of a page anew. What inspection knows of a scan decides
// how fine the image is, so that comes first.
func (a *app) prepareAgain(ctx context.Context, d *pipeline.Document, p *pipeline.Page) error {
	if err := a.inspectAgain(ctx, d); err != nil {
		return err
	}
	again := &pipeline.Page{Number: p.Number, File: p.File, Index: p.Index, Unit: p.Unit, Width: p.Width, Height: p.Height}
	for _, step := range []pipeline.PageStep{a.raster.Step(), a.prep.Step()} {
		if err := step.Do(ctx, d, again); err != nil {
			return err
		}
	}
	return nil
}
