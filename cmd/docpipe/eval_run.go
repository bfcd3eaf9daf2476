package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"docpipe/extractors/eval"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// An evalRunner reads the documents of sets with one set of engines, as extract does.
type evalRunner struct {
	*batch
	prepared *countedArtefacts
	options  *evalOptions
	notes    io.Writer
	traits   *traitBook
	samples  []eval.Sample // with --calibrate
}

// countedArtefacts counts the pages that were prepared and not taken from the cache.
type countedArtefacts struct {
	pipeline.Artefacts
	pages atomic.Int64
}

// Save implements pipeline.Artefacts.
func (c *countedArtefacts) Save(ctx context.Context, d *pipeline.Document, name string, b []byte) error {
	if strings.HasPrefix(name, "page/") && strings.HasSuffix(name, ".json") {
		c.pages.Add(1)
	}
	return c.Artefacts.Save(ctx, d, name, b)
}

// patience is the time that a page may take, and a document four times that: figures must not
// depend on what else the machine does.
const patience = 5 * time.Minute

func openEvalRunner(ctx context.Context, g *globals, c Config, o *evalOptions, notes io.Writer) (*evalRunner, error) {
	o.timeout = max(o.timeout, 4*patience)
	o.out, o.resume = o.cache, true // the folder is used again, and nothing but artefacts is kept in it
	if o.cache != "" {
		if err := os.MkdirAll(o.cache, 0o700); err != nil {
			return nil, usagef("--cache: %w", err)
		}
	}
	work, err := openWorkspace(ctx, c, &o.batchOptions)
	if err != nil {
		return nil, err
	}
	kept := &countedArtefacts{Artefacts: work.artefacts}
	m := modelsOptions{config: c.Models, targets: o.models.targets, answers: work.answers, http: modelClient(c.dial)}
	a, err := newApp(ctx, appOptions{config: c, sandbox: g.sandbox, pageTime: patience, artefacts: kept, models: m})
	if err != nil {
		return nil, errors.Join(err, work.close())
	}
	o.models.announce(notes, a.models)
	traits := newTraitBook()
	if o.calibrate != "" {
		a.notice = traits.notice
	}
	r := &evalRunner{traits: traits, prepared: kept, options: o, notes: notes, batch: &batch{
		options: &o.batchOptions, app: a, limits: c.Limits, work: work, route: a.route(), engine: a.engine(ctx),
		reader: &inputReader{options: &o.batchOptions, maxBytes: int64(c.Limits.File)},
	}}
	if r.money, err = o.money(ctx, a, work, notes); err == nil {
		err = a.models.preflight(ctx, notes, r.money)
	}
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

func (r *evalRunner) close() error {
	r.app.close()
	return r.work.close()
}

// all compares every set and prints each as soon as it is done.
func (r *evalRunner) all(ctx context.Context, sets []*eval.Set, out io.Writer) (*eval.Run, error) {
	run := &eval.Run{Format: eval.Format, Engine: r.engine.Docpipe}
	for _, s := range sets {
		if _, err := r.app.schema(first(r.options.schema, s.Schema)); err != nil {
			return nil, fmt.Errorf("set %s: %w", s.Name, err)
		}
		if err := r.check(s); err != nil {
			return nil, err
		}
	}
	defer collectRarely()()
	for _, s := range sets {
		done, err := r.set(ctx, s)
		if err != nil {
			return nil, err
		}
		run.Sets = append(run.Sets, *done)
		if err := printSet(out, done); err != nil {
			return nil, err
		}
	}
	run.Pool()
	return run, printPooled(out, run)
}

// check finds mistakes of a set beside its schema; another schema than its own may lack fields.
func (r *evalRunner) check(s *eval.Set) error {
	noteUnknownTruth(r.notes, s)
	if r.options.schema != "" {
		return nil
	}
	shape, err := r.app.registry.Resolve(s.Schema)
	if err != nil {
		return fmt.Errorf("set %s: %w", s.Name, err)
	}
	return checkFields(s, shape)
}

// set compares one set.
func (r *evalRunner) set(ctx context.Context, s *eval.Set) (*eval.SetRun, error) {
	start, cpu, prepared := time.Now(), treeCPU(os.Getpid()), r.prepared.pages.Load()
	read := make([]evalDocument, len(s.Records))
	err := share(ctx, r.options.jobs, len(s.Records), func(ctx context.Context, i int) (err error) {
		read[i], err = r.document(ctx, s, &s.Records[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	done := &eval.SetRun{
		Name: s.Name, Schema: first(r.options.schema, s.Schema), Seconds: time.Since(start).Seconds(),
		CPU: (treeCPU(os.Getpid()) - cpu).Seconds(), Reread: int(r.prepared.pages.Load() - prepared),
	}
	for _, d := range read {
		done.Documents = append(done.Documents, d.judgement)
		r.samples = append(r.samples, r.traits.take(s.Name, d.result.Document.ID, &d.judgement)...)
		done.Pages += d.result.Document.PageCount
		done.Cost += d.result.Run.Usage.Cost
		if useless(d.result.Status) {
			done.Failed++
		}
	}
	done.Score = s.Summarise(done.Documents)
	if r.options.html != "" {
		err = r.page(ctx, s, done, read)
	}
	return done, err
}

// An evalDocument is one document that was read and compared.
type evalDocument struct {
	document  *pipeline.Document
	result    *pipeline.Result
	judgement eval.Judgement
}

// document reads one record's files and compares the result. A document that cannot be read
// is compared too; an error stops the run.
func (r *evalRunner) document(ctx context.Context, s *eval.Set, record *eval.Record) (evalDocument, error) {
	in := input{ID: ledger.NewID("doc"), Source: filepath.Join(s.Name, record.Files[0]), Paths: paths(s, record), Schema: first(r.options.schema, s.Schema)}
	d, failure := r.reader.open(ctx, in)
	d.Settings.SkipReaders = slices.Concat(r.options.noReaders, s.ReadersOff)
	d.Engine = r.engine
	var stop error
	if failure == nil {
		failure, stop = r.paid(ctx, d)
	}
	if stop == nil && stopsBatch(ctx, failure) {
		stop = cmpCause(ctx, failure)
	}
	if stop != nil {
		return evalDocument{}, stop
	}
	if failure != nil {
		fmt.Fprintf(r.notes, "%s cannot be read: %s\n", in.Source, plain(failure.Error()))
	}
	result := pipeline.NewResult(d, 1, failure)
	return evalDocument{document: d, result: result, judgement: s.Judge(record, result)}, nil
}
