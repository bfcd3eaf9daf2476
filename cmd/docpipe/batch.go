package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// A batch reads inputs with a few workers and records one result for each. One bad file
// never stops it; only trouble around the documents does: an interrupt, a full disk, a
// missing tool.
type batch struct {
	options *batchOptions
	app     *app
	limits  limitsConfig
	work    *workspace
	route   pipeline.Pipeline
	engine  pipeline.Engine
	reader  *inputReader
	out     resultWriter
	stdout  io.Writer
	tally   *tally
	money   *batchMoney // nil when no model is asked
}

// runBatch is the command extract after its flags are known to be right.
func runBatch(cmd *cobra.Command, g *globals, c Config, o *batchOptions) (err error) {
	ctx := cmd.Context()
	inputs, err := gather(o, cmd.InOrStdin())
	if err != nil {
		return err
	}
	if o.format == "xlsx" && o.out == "" && isTerminal(cmd.OutOrStdout()) {
		return usagef("--format xlsx is no text: name a folder with --out, or send stdout to a file")
	}
	c = o.fill(c)
	if err := o.models.choose(g, c); err != nil {
		return err
	}
	if o.dryRun {
		return o.plan(ctx, g, c, inputs, cmd.OutOrStdout())
	}
	work, err := openWorkspace(ctx, c, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, work.close()) }()
	m := modelsOptions{config: c.Models, targets: o.models.targets, answers: work.answers, http: modelClient(c.dial)}
	a, err := newApp(ctx, appOptions{config: c, sandbox: g.sandbox, pageTime: o.pageTime, artefacts: work.artefacts, archive: work.ledger, models: m})
	if err != nil {
		return err
	}
	defer a.close()
	orders, err := openOrders(o, work, m)
	if err != nil {
		return err
	}
	b, err := newBatch(ctx, a, work, o, inputs, cmd.OutOrStdout(), cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	o.models.announce(cmd.ErrOrStderr(), a.models)
	if err := a.models.preflight(ctx, cmd.ErrOrStderr(), b.money); err != nil {
		return err
	}
	if err := b.inBatches(ctx, orders, inputs, cmd.ErrOrStderr()); err != nil {
		return err
	}
	signal.Ignore(syscall.SIGPIPE) // a reader that goes away ends the batch, and its folder is cleaned up
	if !o.batch {
		return b.run(ctx, inputs, cmd.ErrOrStderr())
	}
	calls, cost := b.money.live.sums()
	defer func() { b.money.tellLive(cmd.ErrOrStderr(), calls, cost) }()
	return b.run(ctx, inputs, cmd.ErrOrStderr())
}

func newBatch(ctx context.Context, a *app, w *workspace, o *batchOptions, inputs []input, stdout, stderr io.Writer) (*batch, error) {
	s, err := schemasOf(a, o, inputs)
	if err != nil {
		return nil, err
	}
	password, err := o.password()
	if err != nil {
		return nil, err
	}
	if err := w.begin(o.settingsText(a.config, s[o.schema]), s, inputs); err != nil {
		return nil, err
	}
	out, err := w.writer(ctx, stdout)
	if err != nil {
		return nil, err
	}
	if o.ordered {
		out = newOrderedWriter(out)
	}
	total := len(inputs)
	money, err := o.money(ctx, a, w, stderr)
	if err != nil {
		return nil, err
	}
	return &batch{
		options: o, app: a, limits: a.config.Limits, work: w, route: a.route(), engine: a.engine(ctx),
		reader: &inputReader{options: o, maxBytes: int64(a.config.Limits.File), password: password},
		out:    out, stdout: stdout, tally: newTally(total, newProgress(o.progress, total, stderr), money), money: money,
	}, nil
}

// schemasOf finds every schema that the batch names, so that a wrong name is known before any
// document is touched, and returns what names their content.
func schemasOf(a *app, o *batchOptions, inputs []input) (map[string]string, error) {
	sums := map[string]string{}
	for _, in := range append([]input{{Schema: o.schema}}, inputs...) {
		if _, known := sums[in.Schema]; known || in.Schema == "" {
			continue
		}
		sum, err := a.schema(in.Schema)
		if err == nil {
			err = a.askable(in.Schema)
		}
		if err != nil {
			return nil, err
		}
		sums[in.Schema] = sum
	}
	return sums, nil
}

// run reads all inputs and says how it went. Its error decides the exit code.
func (b *batch) run(ctx context.Context, inputs []input, stderr io.Writer) error {
	defer collectRarely()()
	stopped := b.readAll(ctx, inputs)
	b.tally.finish()
	err := errors.Join(b.out.Close(), b.work.finish(context.WithoutCancel(ctx), b.stdout, b.tally, inputs))
	fmt.Fprintln(stderr, b.tally.summary(b.options.out))
	switch {
	case isDiskFull(stopped), isDiskFull(err):
		return b.noSpace(firstError(stopped, err))
	case stopped != nil:
		return stopped
	case err != nil:
		return err
	}
	return b.tally.exit(b.options.failOn)
}

// noSpace says which disk is full. What was recorded before is kept.
func (b *batch) noSpace(err error) error {
	if b.options.out == "" {
		return fmt.Errorf("no space left in %s, where the batch keeps its work: free some, or name a folder with --out: %w", os.TempDir(), err)
	}
	return fmt.Errorf("no space left on the disk of %s: free some, then run the same command with --resume: %w", b.options.out, err)
}

// readAll reads the inputs and returns why it stopped early, if it did.
func (b *batch) readAll(ctx context.Context, inputs []input) error {
	for i := range inputs {
		inputs[i].ID = ledger.NewID("doc")
	}
	return share(ctx, b.options.atOnce(), len(inputs), func(ctx context.Context, i int) error { return b.one(ctx, i, inputs[i]) })
}

// one reads a single input. It returns an error only when the whole batch must stop.
func (b *batch) one(ctx context.Context, index int, in input) error {
	d, failure := b.reader.open(ctx, in)
	before, err := b.earlier(ctx, d)
	if err != nil {
		return err
	}
	if before != nil && !b.again(before) {
		parts, err := b.work.parts(ctx, before)
		if err != nil {
			return err
		}
		b.tally.before(in, before, anyHolds(b.options.failOn, append(parts, before)...), parts...)
		return b.out.Skip(index)
	}
	version, err := b.name(ctx, d, before)
	if err != nil {
		return err
	}
	d.Engine = b.engine
	d.Engine.Strategy = d.Settings.Strategy
	if failure == nil {
		failure, err = b.paid(ctx, d)
	}
	if err != nil {
		return err
	}
	if stopsBatch(ctx, failure) {
		return cmpCause(ctx, failure)
	}
	return b.keep(ctx, index, in, d, pipeline.NewResult(d, version, failure))
}

// keep records a result and those of the parts of a stack, which stand before it.
func (b *batch) keep(ctx context.Context, index int, in input, d *pipeline.Document, r *pipeline.Result) error {
	var outcomes []pipeline.Outcome
	if r.Error == nil {
		outcomes = d.PartOutcomes()
	}
	raw, err := b.work.record(ctx, d, r, outcomes...)
	if err != nil {
		return fmt.Errorf("%s: record the result: %w", in.Source, err)
	}
	parts := partResults(outcomes)
	b.tally.add(in, r, anyHolds(b.options.failOn, append(parts, r)...), parts...)
	return b.out.Write(index, raw)
}

// name gives d the name that it has from an earlier run, also one that did not end, and returns
// the version of its next result. Without models no run leaves anything behind but results.
func (b *batch) name(ctx context.Context, d *pipeline.Document, before *pipeline.Result) (version int, err error) {
	switch {
	case before != nil:
		d.ID = before.Document.ID
		return before.Version + 1, nil
	case b.money != nil:
		d.ID, err = b.work.ledger.Begin(ctx, d, b.work.key(d))
	}
	return 1, err
}

// again reports whether a document with a result is to be read again: for its own sake, or for
// that of a part.
func (b *batch) again(before *pipeline.Result) bool {
	return slices.Contains(b.options.retry, string(before.Status)) ||
		slices.ContainsFunc(before.Parts, func(p pipeline.Part) bool { return slices.Contains(b.options.retry, string(p.Status)) })
}

// paid reads d with money for models. Its second error stops the batch: then d has no result
// yet, and a run that goes on reads it.
func (b *batch) paid(ctx context.Context, d *pipeline.Document) (failure, stop error) {
	if b.money == nil {
		return b.process(ctx, d), nil
	}
	purse, err := b.money.purse(ctx, d)
	if err != nil {
		return nil, err
	}
	d.Purse = purse
	failure = b.process(ctx, d)
	d.Run.Usage = purse.total()
	return failure, purse.end()
}

func (b *batch) process(ctx context.Context, d *pipeline.Document) error {
	timed, cancel := context.WithTimeout(ctx, b.options.timeout)
	defer cancel()
	err := b.route.Run(timed, d)
	if err != nil && ctx.Err() == nil && timed.Err() != nil {
		return overdue(err, b.options.timeout, "raise --timeout or limits.document_time")
	}
	return err
}

// earlier finds the result that a run before this one made of the same source, bytes and
// settings, nil if there is none.
func (b *batch) earlier(ctx context.Context, d *pipeline.Document) (*pipeline.Result, error) {
	if !b.options.resume {
		return nil, nil
	}
	return b.work.done(ctx, d)
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
