package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"docpipe/pipeline"
)

const benchSample = "invoice-en"

// documents reads files end to end: prepared here, asked about, checked, recorded. The answers
// are what the local reader finds in the sample, so that the work with them is real too.
func (m *benchModels) documents(ctx context.Context) ([]benchRow, error) {
	raw, err := sampleFile(benchSample)
	if err != nil {
		return nil, err
	}
	said, err := m.saidLocally(ctx, raw)
	if err != nil {
		return nil, err
	}
	p, err := startProvider(func(string, string, int) benchReply {
		return benchReply{fate: fateAnswered, text: said, delay: m.latency}
	})
	if err != nil {
		return nil, err
	}
	defer p.close()
	prepared, _, err := m.readAll(ctx, p.url, raw, runtime.NumCPU(), true)
	if err != nil {
		return nil, err
	}
	ours, complete, err := m.readAll(ctx, p.url, raw, 2*m.slots, false)
	if err != nil {
		return nil, err
	}
	requests := len(p.requests(1)) // the first one warmed the engines
	ideal := m.ideal(requests)
	return []benchRow{{
		work: fmt.Sprintf("end to end, %d documents (%d completed), %d at once, %d requests", m.count, complete, 2*m.slots, requests),
		ours: round(ours), reference: fmt.Sprintf("%s the later of %s ideal and %s preparing alone", round(max(ideal, prepared)), round(ideal), round(prepared)),
		ratio: fmt.Sprintf("%.3f", ours.Seconds()/max(ideal, prepared).Seconds()), budget: "≤ 1.1",
	}}, nil
}

// A benchReader reads copies of one file with the engines and the models of extract.
type benchReader struct {
	app   *app
	work  *workspace
	files *inputReader
	dir   string
	raw   []byte
}

func (m *benchModels) reader(ctx context.Context, raw []byte, strategy string, targets []targetConfig) (r *benchReader, err error) {
	r = &benchReader{raw: raw}
	if r.dir, err = os.MkdirTemp(m.dir, "documents-"); err != nil {
		return nil, err
	}
	c := defaultConfig()
	c.Models.Targets, c.Models.Budget = targets, budgetConfig{Document: 1_000_000, TenantDay: 1_000_000_000, TotalDay: 1_000_000_000}
	o := &batchOptions{schema: "invoice", models: modelFlags{strategy: strategy}, split: "never", format: "jsonl", out: filepath.Join(r.dir, "out")}
	c = o.fill(c)
	if r.work, err = openWorkspace(ctx, c, o); err != nil {
		return nil, err
	}
	r.files = &inputReader{options: o, maxBytes: int64(c.Limits.File)}
	r.app, err = newApp(ctx, appOptions{
		config: c, sandbox: m.sandbox, artefacts: r.work.artefacts,
		models: modelsOptions{config: c.Models, targets: targets, answers: r.work.answers, http: modelClient(nil)},
	})
	if err != nil {
		err = errors.Join(err, r.work.close())
	}
	return r, err
}

func (r *benchReader) close() error {
	r.app.close()
	return r.work.close()
}

// copy is the file once more, with other bytes.
func (r *benchReader) copy(ctx context.Context, n int, purse pipeline.Purse) (*pipeline.Document, error) {
	path := filepath.Join(r.dir, fmt.Sprint(n, ".pdf"))
	if err := os.WriteFile(path, fmt.Appendf(slices.Clone(r.raw), "\n%% copy %d\n", n), 0o600); err != nil {
		return nil, err
	}
	d, err := r.files.open(ctx, input{Source: path, Paths: []string{path}})
	if err == nil {
		d.Purse = purse
	}
	return d, err
}

// readAll reads the documents, or only prepares them, and returns how long it took and how many
// are complete.
func (m *benchModels) readAll(ctx context.Context, url string, raw []byte, jobs int, prepareOnly bool) (took time.Duration, complete int, err error) {
	target := targetConfig{
		Name: "bench", Wire: "openai", BaseURL: url, Model: "scripted", APIKey: "bench", Provider: "bench", Input: "image",
		Context: 128_000, MaxOutput: 8_000, Price: priceConfig{Input: "0.15", Output: "0.60"}, Concurrency: m.slots,
	}
	r, err := m.reader(ctx, raw, "model", []targetConfig{target})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	route := r.app.route()
	if prepareOnly {
		route = route[:1]
	}
	wallets := (&storm{pages: 100 * m.count}).wallets()
	var mu sync.Mutex
	read := func(n int) error {
		d, err := r.copy(ctx, n, wallets.For(localTenant))
		if err != nil {
			return err
		}
		defer d.Close()
		failure := route.Run(ctx, d)
		if failure != nil || prepareOnly {
			return failure
		}
		result := pipeline.NewResult(d, 1, nil)
		mu.Lock()
		if result.Status != pipeline.Failed {
			complete++
		}
		mu.Unlock()
		_, err = r.work.record(ctx, d, result, d.PartOutcomes()...)
		return err
	}
	if err := read(m.count); err != nil { // the engines are warm
		return 0, 0, err
	}
	complete = 0
	began := time.Now()
	_, err = each(upTo(m.count), jobs, read)
	return time.Since(began), complete, err
}

// saidLocally is an answer with the fields that the local reader finds, each with its quote.
func (m *benchModels) saidLocally(ctx context.Context, raw []byte) (said string, err error) {
	r, err := m.reader(ctx, raw, "local", nil)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	d, err := r.copy(ctx, 0, nil)
	if err != nil {
		return "", err
	}
	defer d.Close()
	if err := r.app.route().Run(ctx, d); err != nil {
		return "", err
	}
	return answerOf(d)
}
