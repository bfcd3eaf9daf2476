package main

import (
	"bytes"
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

	"docpipe/compliance/archive"
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
	answers   pipeline.Answers  // what models answered: bought, so on the disk before it is used
	settings  string            // hash of what decides results besides the bytes
	schemas   map[string]string // the content of each schema that inputs name, by that name
	order     map[string]int    // place of each input by its source, nil unless --ordered
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
	if err != nil {
		return usagef("--out %s: %w", w.options.out, err)
	}
	return nil
}

func (w *workspace) open(ctx context.Context, c Config) error {
	key, _, err := ledger.LoadOrCreateMasterKey(filepath.Join(w.dir, "key"))
	if err != nil {
		return err
	}
	config := ledger.DefaultConfig()
	config.Path, config.MasterKey, config.Fsync, config.Quiet = filepath.Join(w.dir, "ledger.db"), key, false, true
	config.Footprint, config.OneSource = archive.Footprint, true
	if w.ledger, err = ledger.Open(ctx, config); err != nil {
		return fmt.Errorf("open the ledger: %w", err)
	}
	bucket, err := blob.OpenFolder(filepath.Join(w.dir, "blobs"), false)
	if err != nil {
		return err
	}
	w.artefacts = blob.NewArtefacts(blob.NewSealed(bucket, w.ledger))
	bought, err := blob.OpenFolder(filepath.Join(w.dir, "answers"), true)
	if err != nil {
		return err
	}
	w.answers = blob.NewAnswers(blob.NewSealed(bought, w.ledger))
	return nil
}

// begin compares the settings with those of the run that is resumed, and refuses others.
func (w *workspace) begin(settings, schemas map[string]string, inputs []input) error {
	text, err := json.Marshal(settings) // keys come out sorted
	if err != nil {
		return err
	}
	w.settings, w.schemas = hexSum(string(text)), schemas
	if w.options.ordered {
		w.order = map[string]int{}
		for i, in := range inputs {
			w.order[in.Source] = i
		}
	}
	if w.temporary {
		return nil
	}
	path := filepath.Join(w.dir, "settings.json")
	before, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return replaceFile(path, func(f io.Writer) error { _, err := f.Write(text); return err })
	}
	if err != nil {
		return err
	}
	return sameSettings(before, settings)
}

func hexSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// key is the settings of one document: those of the batch, and its own of the manifest.
func (w *workspace) key(d *pipeline.Document) string {
	o := w.options
	if d.Settings.Schema == o.schema && d.Settings.Locale == o.locale {
		return w.settings
	}
	return hexSum(w.settings + "\n" + w.schemas[d.Settings.Schema] + "\n" + d.Settings.Locale)
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

// done returns the result of the same source, bytes and settings, nil if there is none.
func (w *workspace) done(ctx context.Context, d *pipeline.Document) (*pipeline.Result, error) {
	h, found, err := w.ledger.Done(ctx, d.Tenant, d.Source, d.Content(), w.key(d))
	if err != nil || !found {
		return nil, err
	}
	return w.result(ctx, d.Tenant, h.ID)
}

func (w *workspace) result(ctx context.Context, tenant, id string) (*pipeline.Result, error) {
	raw, _, err := w.ledger.Result(ctx, tenant, id, 0)
	if err != nil {
		return nil, err
	}
	r := &pipeline.Result{}
	return r, json.Unmarshal(raw, r)
}

// parts returns the newest results of a stack's parts, none for other documents.
func (w *workspace) parts(ctx context.Context, stack *pipeline.Result) ([]*pipeline.Result, error) {
	var all []*pipeline.Result
	for _, p := range stack.Parts {
		r, err := w.result(ctx, stack.Document.Tenant, p.ID)
		if err != nil {
			return nil, fmt.Errorf("part %s: %w", p.ID, err)
		}
		all = append(all, r)
	}
	return all, nil
}

// record makes the results of a document and of its parts durable and returns them as lines of
// JSON, the parts first, with the ids the ledger gave.
func (w *workspace) record(ctx context.Context, d *pipeline.Document, r *pipeline.Result, parts ...pipeline.Outcome) ([]byte, error) {
	if err := w.ledger.Record(ctx, d, r, w.key(d), parts...); err != nil {
		return nil, err
	}
	return jsonLines(r, partResults(parts))
}

// partResults are the results of a stack's parts.
func partResults(parts []pipeline.Outcome) []*pipeline.Result {
	var all []*pipeline.Result
	for _, p := range parts {
		all = append(all, p.Result)
	}
	return all
}

// jsonLines writes the results of a stack's parts, then its own, the last without a line end.
func jsonLines(r *pipeline.Result, parts []*pipeline.Result) ([]byte, error) {
	var lines [][]byte
	for _, one := range append(slices.Clone(parts), r) {
		raw, err := json.Marshal(one)
		if err != nil {
			return nil, err
		}
		lines = append(lines, raw)
	}
	return bytes.Join(lines, []byte("\n")), nil
}

// writer returns where results go while the batch runs.
func (w *workspace) writer(ctx context.Context, stdout io.Writer) (resultWriter, error) {
	switch {
	case w.options.format != "jsonl":
		return nothing{}, nil
	case w.temporary:
		return &lineWriter{w: stdout, close: func() error { return nil }}, nil
	}
	if err := w.rewrite(ctx); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(w.resultsPath(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return &lineWriter{w: f, close: f.Close}, nil
}

func (w *workspace) resultsPath() string { return filepath.Join(w.options.out, "results.jsonl") }

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
