package main

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func submitCommand(g *globals) *cobra.Command {
	o := &batchOptions{}
	var wait bool
	var server string
	cmd := &cobra.Command{
		Use:   "submit PATH…|-",
		Short: "Send documents to a running service",
		Long: `Takes the same inputs and flags as extract and sends them to a service. Without --wait it
prints the header of each accepted document; with --wait it writes the same results as extract.
The same file with the same settings is sent once: after an interrupt run it again.

The API key is taken from ` + keyVariable + `; a service on loopback needs none.

` + exitHelp,
		Example: "  docpipe submit scans/ --wait --out results/\n  docpipe submit --server https://docpipe.example invoice.pdf",
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			c, err := g.config()
			if err != nil {
				return err
			}
			if err := errors.Join(o.validate(), o.remote()); err != nil {
				return usageError{err}
			}
			if err := errors.Join(checkServer(server), g.mayReach("--server", server)); err != nil {
				return err
			}
			return runSubmit(cmd, newClient(first(server, "http://"+c.Listen), os.Getenv(keyVariable), c.dial), c, o, wait)
		},
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&wait, "wait", false, "wait for the results and write them")
	cmd.Flags().StringVar(&server, "server", "", "`URL` of the service (default: the configured listen address)")
	return cmd
}

// checkServer refuses what is no address of a service.
func checkServer(address string) error {
	u, err := url.Parse(address)
	if address == "" || err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		return nil
	}
	return usagef("--server: %q is no URL, write http://host:port or https://host", address)
}

// remote refuses what a server decides by its own configuration.
func (o *batchOptions) remote() error {
	switch {
	case o.pageTime != 0 || o.timeout != 0:
		return usagef("--timeout and --page-timeout are settings of the server: limits.page_time and limits.document_time")
	case len(o.retry) > 0:
		return usagef("--retry works on results in a folder: use 'docpipe dead retry' with a server")
	case len(o.models.named) > 0 || o.models.maxCost != "":
		return usagef("--model and --max-cost are settings of the server: models.targets and models.budget")
	case o.format != "jsonl":
		return usagef("--format %s is written by extract only: submit writes jsonl", o.format)
	}
	return nil
}

// A submission sends the inputs of a batch and gathers what comes back.
type submission struct {
	client *client
	reader *inputReader
	mark   string // of the password
	wait   bool
	out    resultWriter
	tally  *tally
	failOn []string
}

func runSubmit(cmd *cobra.Command, to *client, c Config, o *batchOptions, wait bool) error {
	inputs, err := gather(o, cmd.InOrStdin())
	if err != nil {
		return err
	}
	if o.dryRun {
		return printPlan(cmd.OutOrStdout(), inputs)
	}
	password, err := o.password()
	if err != nil {
		return err
	}
	mark, err := passwordMark(password)
	if err != nil {
		return err
	}
	out, err := o.remoteWriter(cmd.OutOrStdout())
	if err != nil {
		return err
	}
	s := &submission{
		client: to, mark: mark, wait: wait, out: out, failOn: o.failOn,
		reader: &inputReader{options: o, maxBytes: int64(c.Limits.File), password: password},
		tally:  newTally(len(inputs), newProgress(o.progress, len(inputs), cmd.ErrOrStderr()), nil),
	}
	return s.run(cmd.Context(), o, inputs, cmd.ErrOrStderr())
}

func (o *batchOptions) remoteWriter(stdout io.Writer) (resultWriter, error) {
	if o.out == "" {
		return newOrderedWriter(&lineWriter{w: stdout, close: func() error { return nil }}), nil
	}
	path := filepath.Join(o.out, "results.jsonl")
	if _, err := os.Stat(path); err == nil && !o.resume {
		return nil, usagef("--out %s holds results already: go on with --resume, or name another folder", o.out)
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return nil, usagef("--out %s: %w", o.out, pathReason(err))
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, usagef("--out %s: %w", o.out, pathReason(err))
	}
	return newOrderedWriter(&lineWriter{w: f, close: f.Close}), nil
}

func (s *submission) run(ctx context.Context, o *batchOptions, inputs []input, stderr io.Writer) error {
	stopped := s.sendAll(ctx, o.atOnce(), inputs)
	s.tally.finish()
	err := errors.Join(s.out.Close(), s.beside(o, inputs))
	fmt.Fprintln(stderr, s.summary(o.out))
	if stopped != nil || err != nil {
		return errors.Join(stopped, err)
	}
	return s.tally.exit(s.failOn)
}

// summary counts what was accepted, or what came of it.
func (s *submission) summary(out string) string {
	if s.wait {
		return s.tally.summary(out)
	}
	text := fmt.Sprintf("%d of %s accepted", s.tally.skipped, counted(s.tally.total, "document"))
	for _, f := range s.tally.failures {
		text += fmt.Sprintf("\n  failed: %s: %s", f.Source, f.Detail)
	}
	return text
}

// beside writes report.json and failed.txt, as extract does.
func (s *submission) beside(o *batchOptions, inputs []input) error {
	if o.out == "" {
		return nil
	}
	w := &workspace{options: o}
	return w.writeReport(s.tally, inputs)
}

func (s *submission) sendAll(ctx context.Context, jobs int, inputs []input) error {
	return share(ctx, jobs, len(inputs), func(ctx context.Context, i int) error { return s.one(ctx, i, inputs[i]) })
}

// one sends an input. What the service refuses is a failed result like one of extract; only
// a service that is not there stops everything.
func (s *submission) one(ctx context.Context, index int, in input) error {
	d, failure := s.reader.open(ctx, in)
	if failure == nil {
		var h pipeline.Header
		h, failure = s.client.upload(ctx, d, in.Paths, idempotencyKey(d, s.mark))
		d.ID = first(h.ID, d.ID)
	}
	var down unreachable
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.As(failure, &down), failure != nil && pipeline.KindOf(failure) == pipeline.ErrUnauthorized:
		return failure
	case failure != nil:
		return s.keep(index, in, pipeline.NewResult(d, 1, failure))
	case !s.wait:
		return s.accepted(ctx, index, d.ID)
	}
	r, err := s.client.result(ctx, d.ID)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case pipeline.KindOf(err) == pipeline.ErrUnauthorized:
		return err
	case err != nil: // erased meanwhile, say: of this document alone
		r = pipeline.NewResult(d, 1, err)
	}
	parts, err := s.parts(ctx, r)
	if err != nil {
		return err
	}
	return s.keep(index, in, r, parts...)
}

// parts fetches the results of a stack's parts. The stack is committed with them, so they are there.
func (s *submission) parts(ctx context.Context, stack *pipeline.Result) ([]*pipeline.Result, error) {
	var all []*pipeline.Result
	for _, p := range stack.Parts {
		r, err := s.client.result(ctx, p.ID)
		if err != nil {
			return nil, fmt.Errorf("part %s of %s: %w", p.ID, stack.Document.ID, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func (s *submission) keep(index int, in input, r *pipeline.Result, parts ...*pipeline.Result) error {
	raw, err := jsonLines(r, parts)
	if err != nil {
		return err
	}
	s.tally.add(in, r, anyHolds(s.failOn, append(parts, r)...), parts...)
	return s.out.Write(index, raw)
}

func (s *submission) accepted(ctx context.Context, index int, id string) error {
	raw, err := s.client.header(ctx, id)
	if err != nil {
		return err
	}
	s.tally.skip()
	return s.out.Write(index, raw)
}

// idempotencyKey makes the same file, sent with the same words, the same document. It covers all
// that the service compares: other words under the same key would be refused. mark stands for
// the password.
func idempotencyKey(d *pipeline.Document, mark string) string {
	said, _ := json.Marshal([]any{d.Settings, d.Batch, d.Case, d.Reference, d.Metadata}) // strings always marshal
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s%s", d.Source, d.Content(), said, mark))
	return "submit-" + hex.EncodeToString(sum[:16])
}

// markRounds makes a guess at a password as dear as its mark: keys are headers, which proxies
// log. It is what OWASP recommends for PBKDF2 with SHA-256.
const markRounds = 600_000

// passwordMark tells passwords apart without telling them; "" of none.
func passwordMark(password string) (string, error) {
	if password == "" {
		return "", nil
	}
	mark, err := pbkdf2.Key(sha256.New, password, []byte("docpipe submit"), markRounds, 16)
	return hex.EncodeToString(mark), err
}
