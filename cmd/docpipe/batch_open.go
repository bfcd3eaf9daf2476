package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/intake"
	"docpipe/pipeline/ledger"
)

// localTenant owns what is read from the command line.
const localTenant = "default"

// An inputReader turns inputs into documents whose bytes are hashed and known to be of a
// type that we read.
type inputReader struct {
	options  *batchOptions
	maxBytes int64
	password string
}

// open returns the document even when it cannot be read: then the error says why, and the
// document carries what is known of it.
func (r *inputReader) open(ctx context.Context, in input) (*pipeline.Document, error) {
	o := r.options
	d := &pipeline.Document{
		ID: first(in.ID, ledger.NewID("doc")), Tenant: localTenant, Source: in.Source,
		Batch: in.Batch, Case: in.Case, Reference: in.Reference, Metadata: in.Metadata,
		Settings: pipeline.Settings{
			Schema: first(in.Schema, o.schema), Locale: first(in.Locale, o.locale), Languages: o.languages,
			Strategy: o.models.strategy, Split: o.split, SkipReaders: o.noReaders, Password: r.password,
		},
		Run: pipeline.Run{ID: ledger.NewID("run"), ReceivedAt: time.Now().UTC().Truncate(time.Millisecond)},
	}
	var failed error
	for _, path := range in.Paths {
		f, err := r.file(ctx, path)
		d.Files = append(d.Files, f)
		failed = errors.Join(failed, err)
	}
	return d, failed
}

func (r *inputReader) file(ctx context.Context, path string) (pipeline.File, error) {
	none := pipeline.File{Name: filepath.Base(path)}
	f, err := os.Open(path)
	if err != nil {
		return none, fmt.Errorf("%s cannot be opened: %w: %w", path, pathReason(err), pipeline.ErrInvalid)
	}
	defer f.Close()
	before, err := f.Stat()
	if err == nil && !before.Mode().IsRegular() {
		return none, fmt.Errorf("%s is no regular file: %w", path, pipeline.ErrInvalid)
	}
	if err != nil {
		return none, fmt.Errorf("%s: %w: %w", path, pathReason(err), pipeline.ErrInvalid)
	}
	file, err := intake.Take(ctx, filepath.Base(path), f, io.Discard, intake.Config{MaxBytes: r.maxBytes})
	file.Open = func(context.Context) (io.ReadCloser, error) { return reopen(path, before) }
	return file, err
}

// reopen opens a file again and refuses it when it changed since its hash was taken.
func reopen(path string, before os.FileInfo) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, pathReason(err), pipeline.ErrInvalid)
	}
	now, err := f.Stat()
	if err != nil || now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime()) {
		f.Close()
		return nil, fmt.Errorf("%s changed while it was read: run again when nobody writes it: %w", path, pipeline.ErrInvalid)
	}
	return f, nil
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
