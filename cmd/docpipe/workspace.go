package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/ledger"
)

// A workspace is where a batch keeps its ledger and artefacts: the folder .docpipe in --out,
// or a folder that goes with the process.
type workspace struct {
	options   *batchOptions
	dir       string
	temporary bool
	lock      *os.File
	ledger    *ledger.Ledger
	artefacts pipeline.Artefacts
	settings  string // hash of what decides results besides the bytes
}

func openWorkspace(ctx context.Context, c Config, o *batchOptions) (*workspace, error) {
	w := &workspace{options: o}
	if err := w.folder(); err != nil {
		return nil, err
	}
	if err := w.open(ctx, c); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *workspace) folder() error {
	if w.options.out == "" {
		dir, err := os.MkdirTemp("", "docpipe-")
		w.dir, w.temporary = dir, true
		return err
	}
	w.dir = filepath.Join(w.options.out, ".docpipe")
	if _, err := os.Stat(filepath.Join(w.options.out, "results.jsonl")); err == nil && !w.options.resume {
		return usagef("--out %s holds results already: go on with --resume, or name another folder", w.options.out)
	}
	lock, err := lockFolder(w.dir)
	w.lock = lock
	return err
}

func (w *workspace) open(ctx context.Context, c Config) error {
	key, _, err := ledger.LoadOrCreateMasterKey(filepath.Join(w.dir, "key"))
	if err != nil {
		return err
	}
	config := ledger.DefaultConfig()
	config.Path, config.MasterKey, config.Fsync, config.Quiet = filepath.Join(w.dir, "ledger.db"), key, false, true
	if w.ledger, err = ledger.Open(ctx, config); err != nil {
		return fmt.Errorf("open the ledger: %w", err)
	}
	bucket, err := blob.OpenFolder(filepath.Join(w.dir, "blobs"), false)
	if err != nil {
		return err
	}
	w.artefacts = blob.NewArtefacts(blob.NewSealed(bucket, w.ledger))
	return nil
}

// begin compares the settings with those of the run that is resumed, and refuses others.
func (w *workspace) begin(settings map[string]string) error {
	text, err := json.Marshal(settings) // keys come out sorted
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	w.settings = hex.EncodeToString(sum[:])
	if w.temporary {
		return nil
	}
	path := filepath.Join(w.dir, "settings.json")
	before, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		return err
	}
	return sameSettings(before, settings)
}

func sameSettings(before []byte, now map[string]string) error {
	var then map[string]string
	if err := json.Unmarshal(before, &then); err != nil {
		return fmt.Errorf("read the settings of the run before: %w", err)
	}
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if then[name] != now[name] {
			changed = append(changed, fmt.Sprintf("%s was %q and is %q", name, then[name], now[name]))
		}
	}
	if len(changed) > 0 {
		return usagef("--resume: the settings differ from those of the results that are there: %s.\nUse the same settings, or another --out", strings.Join(changed, "; "))
	}
	return nil
}

// done finds the result of the same source, bytes and settings.
func (w *workspace) done(ctx context.Context, d *pipeline.Document) (pipeline.Header, bool, error) {
	return w.ledger.Done(ctx, d.Tenant, d.Source, d.Content(), w.settings)
}

// record makes the result durable and returns its JSON, with the ids the ledger gave.
func (w *workspace) record(ctx context.Context, d *pipeline.Document, r *pipeline.Result) ([]byte, error) {
	if err := w.ledger.Record(ctx, d, r, w.settings); err != nil {
		return nil, err
	}
	return json.Marshal(r)
}

// writer returns where results go while the batch runs.
func (w *workspace) writer(ctx context.Context, stdout io.Writer) (resultWriter, error) {
	switch {
	case w.options.format != "jsonl":
		return nothing{}, nil
	case w.temporary:
		return &lineWriter{w: stdout, close: func() error { return nil }}, nil
	}
	path := filepath.Join(w.options.out, "results.jsonl")
	if err := replaceFile(path, func(f io.Writer) error { return w.ledgerLines(ctx, f) }); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return &lineWriter{w: f, close: f.Close}, nil
}

// ledgerLines writes the newest result of each document: what a resumed run begins with, so
// that a line torn by a crash is gone and no result is missing.
func (w *workspace) ledgerLines(ctx context.Context, to io.Writer) error {
	return w.eachResult(ctx, func(raw []byte) error {
		_, err := to.Write(append(raw, '\n'))
		return err
	})
}

// eachResult calls do with the newest result of each source, in the order of their coming.
func (w *workspace) eachResult(ctx context.Context, do func(raw []byte) error) error {
	return w.ledger.EachResult(ctx, localTenant, do)
}

func (w *workspace) close() error {
	var errs []error
	if w.ledger != nil {
		errs = append(errs, w.ledger.Close())
	}
	if w.temporary {
		errs = append(errs, os.RemoveAll(w.dir))
	}
	if w.lock != nil {
		errs = append(errs, w.lock.Close())
	}
	return errors.Join(errs...)
}
