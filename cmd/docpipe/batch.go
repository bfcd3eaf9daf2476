package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

// A batch reads inputs with a few workers and records one result for each. One bad file
// never stops it; only trouble around the documents does: an interrupt, a full disk, a
// missing tool.
type batch struct {
	options *batchOptions
	limits  limitsConfig
	work    *workspace
	route   pipeline.Pipeline
	engine  pipeline.Engine
	reader  *inputReader
	out     resultWriter
	tally   *tally
}

// runBatch is the command extract after its flags are known to be right.
func runBatch(cmd *cobra.Command, g *globals, c Config, o *batchOptions) (err error) {
	ctx := cmd.Context()
	inputs, err := gather(o, cmd.InOrStdin())
	if err != nil {
		return err
	}
	if o.dryRun {
		return printPlan(cmd.OutOrStdout(), inputs)
	}
	o.fill(c)
	work, err := openWorkspace(ctx, c, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, work.close()) }()
	a, err := newApp(ctx, appOptions{config: c, sandbox: g.sandbox, jobs: o.jobs, pageTime: o.pageTime, artefacts: work.artefacts})
	if err != nil {
		return err
	}
	defer a.close()
	b, err := newBatch(ctx, a, work, o, len(inputs), cmd.OutOrStdout(), cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	return b.run(ctx, inputs, cmd.ErrOrStderr())
}

func newBatch(ctx context.Context, a *app, w *workspace, o *batchOptions, total int, stdout, stderr io.Writer) (*batch, error) {
	s, err := a.schema(o.schema)
	if err != nil {
		return nil, err
	}
	if err := w.begin(o.settingsText(a.config, s)); err != nil {
		return nil, err
	}
	out, err := w.writer(ctx, stdout)
	if err != nil {
		return nil, err
	}
	if o.ordered {
		out = newOrderedWriter(out)
	}
	password, err := o.password()
	if err != nil {
		return nil, err
	}
	return &batch{
		options: o, limits: a.config.Limits, work: w, route: a.route(), engine: a.engine(ctx),
		reader: &inputReader{options: o, maxBytes: int64(a.config.Limits.File), password: password},
		out:    out, tally: newTally(total, newProgress(o.progress, total, stderr)),
	}, nil
}

// run reads all inputs and says how it went. Its error decides the exit code.
func (b *batch) run(ctx context.Context, inputs []input, stderr io.Writer) error {
	stopped := b.readAll(ctx, inputs)
	b.tally.finish()
	err := errors.Join(b.out.Close(), b.work.finish(context.WithoutCancel(ctx), b.tally, inputs))
	fmt.Fprintln(stderr, b.tally.summary(b.options.out))
	if stopped != nil || err != nil {
		return errors.Join(stopped, err)
	}
	return b.tally.exit(b.options.failOn)
}

// readAll hands the inputs to the workers and returns why it stopped early, if it did.
func (b *batch) readAll(ctx context.Context, inputs []input) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan int)
	var workers sync.WaitGroup
	for range min(b.options.jobs, len(inputs)) {
		workers.Go(func() {
			for i := range queue {
				if err := b.one(ctx, i, inputs[i]); err != nil {
					cancel(err)
				}
			}
		})
	}
	feed(ctx, queue, len(inputs))
	workers.Wait()
	return context.Cause(ctx)
}

func feed(ctx context.Context, queue chan<- int, n int) {
	defer close(queue)
	for i := range n {
		select {
		case queue <- i:
		case <-ctx.Done():
			return
		}
	}
}

// one reads a single input. It returns an error only when the whole batch must stop.
func (b *batch) one(ctx context.Context, index int, in input) error {
	d, failure := b.reader.open(ctx, in)
	defer d.Close()
	version, done, err := b.earlier(ctx, d)
	if err != nil {
		return err
	}
	if done {
		b.tally.skip()
		return b.out.Skip(index)
	}
	d.Engine = b.engine
	if failure == nil {
		failure = b.process(ctx, d)
	}
	if stopsBatch(ctx, failure) {
		return cmpCause(ctx, failure)
	}
	result := pipeline.NewResult(d, version+1, failure)
	raw, err := b.work.record(ctx, d, result)
	if err != nil {
		return fmt.Errorf("%s: record the result: %w", in.Source, err)
	}
	b.tally.add(in, result, anyHolds(b.options.failOn, result))
	return b.out.Write(index, raw)
}

func (b *batch) process(ctx context.Context, d *pipeline.Document) error {
	ctx, cancel := context.WithTimeout(ctx, b.options.timeout)
	defer cancel()
	return b.route.Run(ctx, d)
}

// earlier finds what a run before this one made of the same source, bytes and settings.
func (b *batch) earlier(ctx context.Context, d *pipeline.Document) (version int, done bool, err error) {
	if !b.options.resume {
		return 0, false, nil
	}
	h, found, err := b.work.done(ctx, d)
	if err != nil || !found {
		return 0, false, err
	}
	d.ID = h.ID
	return h.Version, !slices.Contains(b.options.retry, string(h.Status)), nil
}

// stopsBatch tells trouble around the documents from trouble with one of them.
func stopsBatch(ctx context.Context, err error) bool {
	if err == nil {
		return false
	}
	return ctx.Err() != nil || errors.Is(err, pipeline.ErrEnvironment) || errors.Is(err, pipeline.ErrDiskFull)
}

func cmpCause(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func printPlan(w io.Writer, inputs []input) error {
	for _, in := range inputs {
		if _, err := fmt.Fprintf(w, "%s\t%d file(s)\n", in.Source, len(in.Paths)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d documents would be read on this machine; no money would be spent\n", len(inputs))
	return err
}
