package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// A desk holds documents whose pages were read and that a model is asked about.
type desk struct {
	app       *app
	work      *workspace
	documents []*pipeline.Document
	money     *batchMoney
}

// deskOptions are the flags that all commands with a question share.
type deskOptions struct {
	batch  batchOptions
	asJSON bool
}

func newDeskOptions() *deskOptions {
	return &deskOptions{batch: batchOptions{schema: "auto", split: "never", jobs: 1, format: "json"}}
}

func (o *deskOptions) flags(cmd *cobra.Command) {
	o.batch.models.add(cmd)
	cmd.Flags().StringSliceVar(&o.batch.languages, "languages", nil, "`list` of languages of the text, such as de,en")
	cmd.Flags().StringVar(&o.batch.passwords, "password-file", "", "`file` with the password of an encrypted input")
}

// answerFlags are flags for commands whose answer people read.
func (o *deskOptions) answerFlags(cmd *cobra.Command) {
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print JSON")
}

// deskExits stands at the end of the help of commands with a question.
const deskExits = `Exit codes:
  0  answered
  1  the document cannot be read, or the provider gives no answer
  2  usage or configuration: no model may be asked
  4  the budget does not reach
  5  environment: names the missing tool and the command that installs it
  6  the document does not say it, or not all pages could be read
  130, 143  interrupted`

// withDesk reads the documents, has ask work on them, and says on stderr what it cost. A target
// that cannot be asked is told of before the pages are read: that may take minutes.
func withDesk(cmd *cobra.Command, g *globals, o *deskOptions, paths []string, ask func(context.Context, *desk) error) (err error) {
	ctx := cmd.Context()
	signal.Ignore(syscall.SIGPIPE) // a reader that goes away ends the command, and its folder is cleaned up
	d, err := openDesk(ctx, g, o, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if err := d.open(ctx, o, paths); err != nil {
		return err
	}
	if err := d.reach(ctx, o, cmd.ErrOrStderr()); err != nil {
		return err
	}
	if err := d.read(ctx, o); err != nil {
		return err
	}
	err = d.answer(ctx, cmd, o.batch.timeout, ask)
	fmt.Fprintf(cmd.ErrOrStderr(), "%s USD\n", dollars(int64(d.money.spent())))
	var incomplete exitError
	if err == nil || errors.As(err, &incomplete) {
		return cmp.Or(d.unread(cmd.ErrOrStderr()), err)
	}
	return err
}

// unread warns of pages that no model was told of: what an answer misses may stand there.
func (d *desk) unread(w io.Writer) error {
	var err error
	for _, doc := range d.documents {
		err = cmp.Or(unreadPages(w, doc), err)
	}
	return err
}

// answer has ask work within the time of one document, and writes what it prints: all of it or
// an error, and nothing that a terminal would obey.
func (d *desk) answer(ctx context.Context, cmd *cobra.Command, most time.Duration, ask func(context.Context, *desk) error) error {
	var printed bytes.Buffer
	out := cmd.OutOrStdout()
	cmd.SetOut(&printed)
	timed, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	err := ask(timed, d)
	if _, failed := io.WriteString(out, printable(printed.String())); failed != nil {
		return fmt.Errorf("write the answer: %w", failed)
	}
	if err != nil && ctx.Err() == nil && timed.Err() != nil {
		return overdue(err, most, "try again later, or raise limits.document_time")
	}
	return unanswered(err)
}

// overdue is what became of a document whose time is over: the advice is the provider's, where
// it was waited for.
func overdue(err error, most time.Duration, advice string) error {
	var waited *model.Deferred
	if errors.As(err, &waited) {
		advice = waited.Told
	}
	return fmt.Errorf("not done after %s: %s: %w", most, advice, pipeline.ErrTimeout)
}

// unanswered takes the kind off an error that would look like a mistake in flags: the command
// was right, but the document holds no words, or the model gives no answer that can be used.
func unanswered(err error) error {
	var usage usageError
	if err == nil || errors.As(err, &usage) || codeOf(err) != exitUsage {
		return err
	}
	return errors.New(plain(err.Error()))
}

func openDesk(ctx context.Context, g *globals, o *deskOptions, notes io.Writer) (*desk, error) {
	c, err := g.config()
	if err != nil {
		return nil, err
	}
	f := &o.batch.models
	if err := errors.Join(f.check(), f.choose(g, c)); err != nil {
		return nil, usageError{err}
	}
	if len(f.targets) == 0 {
		return nil, usagef("this takes a model, and none may be asked: name one with --model, or configure models.targets. 'docpipe models list' shows what there is")
	}
	c = o.batch.fill(c)
	d := &desk{}
	if d.work, err = openWorkspace(ctx, c, &o.batch); err != nil {
		return nil, err
	}
	d.app, err = newApp(ctx, appOptions{
		config: c, sandbox: g.sandbox, artefacts: d.work.artefacts,
		models: modelsOptions{config: c.Models, targets: f.targets, answers: d.work.answers, http: modelClient(c.dial)},
	})
	if err != nil {
		return nil, errors.Join(err, d.work.close())
	}
	if d.money, err = o.batch.money(ctx, d.app, d.work, notes); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// reach says where the documents go, once they are known to have pages, and looks whether
// somebody answers there.
func (d *desk) reach(ctx context.Context, o *deskOptions, notes io.Writer) error {
	o.batch.models.announce(notes, d.app.models)
	return d.app.models.preflight(ctx, notes, d.money)
}

// open finds the documents and looks whether they have pages; those are not read yet.
func (d *desk) open(ctx context.Context, o *deskOptions, paths []string) error {
	password, err := o.batch.password()
	if err != nil {
		return err
	}
	reader := inputReader{options: &o.batch, maxBytes: int64(d.app.config.Limits.File), password: password}
	inspect := pipeline.Pipeline{d.app.raster.Inspect()}
	for _, path := range paths {
		doc, err := reader.open(ctx, input{Source: path, Paths: []string{path}})
		if err == nil {
			d.documents = append(d.documents, doc)
			err = inspect.Run(ctx, doc)
		}
		if err != nil {
			return naming(path, err)
		}
	}
	return nil
}

// read prepares the documents: their pages and words, nothing more.
func (d *desk) read(ctx context.Context, o *deskOptions) (err error) {
	for _, doc := range d.documents {
		if err := d.prepare(ctx, o, doc); err != nil {
			return naming(doc.Source, err)
		}
		if doc.Purse, err = d.money.purse(ctx, doc); err != nil {
			return err
		}
	}
	return nil
}

// naming makes err name the path, unless it does so already.
func naming(path string, err error) error {
	if strings.HasPrefix(err.Error(), path) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

func (d *desk) prepare(ctx context.Context, o *deskOptions, doc *pipeline.Document) error {
	ctx, cancel := context.WithTimeout(ctx, o.batch.timeout)
	defer cancel()
	return d.app.route()[:1].Run(ctx, doc)
}

func (d *desk) close() error {
	for _, doc := range d.documents {
		doc.Close()
	}
	d.app.close()
	return d.work.close()
}
