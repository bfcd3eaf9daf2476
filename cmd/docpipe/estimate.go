package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"text/tabwriter"

	"docpipe/extractors/model"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
)

// An estimate is what a run would cost, from the number of its pages alone: nothing is rendered,
// read or sent.
type estimate struct {
	documents  int
	pages      int
	unreadable int
	windows    map[int]int // questions by how many pages they show
	types      map[int]int // documents whose type may be asked for first, by how many pages that shows
	offers     []offerOfTarget
}

// An offerOfTarget is the whole run at one target.
type offerOfTarget struct {
	target          model.Target
	input, output   int // tokens
	expected, worst pipeline.Micros
	err             error // no question fits
}

// estimateRun is extract --dry-run where models may be asked.
func estimateRun(ctx context.Context, g *globals, c Config, o *batchOptions, inputs []input, stdout io.Writer) (err error) {
	dry := *o
	dry.out, dry.resume = "", false // nothing is kept
	work, err := openWorkspace(ctx, c, &dry)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, work.close()) }()
	a, err := newApp(ctx, appOptions{
		config: c, sandbox: g.sandbox, artefacts: work.artefacts,
		models: modelsOptions{config: c.Models, targets: o.models.targets, answers: work.answers, http: modelClient(c.dial)},
	})
	if err != nil {
		return err
	}
	defer a.close()
	password, err := o.password()
	if err != nil {
		return err
	}
	e, err := countPages(ctx, a, &inputReader{options: &dry, maxBytes: int64(c.Limits.File), password: password}, o.atOnce(), inputs)
	if err != nil {
		return err
	}
	if err := e.ask(ctx, a.models.router, o.batch); err != nil {
		return err
	}
	return e.print(stdout, o)
}

// countPages looks into every document as far as its number of pages.
func countPages(ctx context.Context, a *app, reader *inputReader, jobs int, inputs []input) (*estimate, error) {
	e := &estimate{windows: map[int]int{}, types: map[int]int{}}
	inspect := pipeline.Pipeline{a.raster.Inspect()}
	var mu sync.Mutex
	err := share(ctx, jobs, len(inputs), func(ctx context.Context, i int) error {
		d, err := reader.open(ctx, inputs[i])
		if err == nil {
			err = inspect.Run(ctx, d)
		}
		mu.Lock()
		defer mu.Unlock()
		e.add(d, err)
		return nil // one that cannot be counted is told of, and the others are counted
	})
	return e, err
}

// add counts a document, cut into the windows in which it is asked about. Whether its type is asked
// for shows only when it is read, so that question counts.
func (e *estimate) add(d *pipeline.Document, err error) {
	e.documents++
	if err != nil {
		e.unreadable++
		return
	}
	pages := len(d.Pages)
	e.pages += pages
	if d.Settings.Schema == "auto" && pages > 0 {
		e.types[min(pages, task.FirstPages)]++
	}
	most := task.DefaultConfig().Pages
	e.windows[most] += pages / most
	if rest := pages % most; rest > 0 {
		e.windows[rest]++
	}
}

// ask has the router reckon for each target in the order in which they are asked.
func (e *estimate) ask(ctx context.Context, r *model.Router, batch bool) error {
	for _, t := range r.Ordered(typical(1, typicalAnswer)) {
		o := offerOfTarget{target: t}
		if err := errors.Join(o.add(ctx, r, e.windows, typicalAnswer), o.add(ctx, r, e.types, 0)); err != nil {
			return err
		}
		if batch { // at worst no answer of the batch is any good, and all is asked live
			o.expected, o.worst = t.Price.InBatch(o.expected), t.Price.InBatch(o.worst)+o.worst
		}
		e.offers = append(e.offers, o)
	}
	return nil
}

// add has the router reckon for questions by how many pages they show. An answer has so many
// tokens for a page, and at least those of a type.
func (o *offerOfTarget) add(ctx context.Context, r *model.Router, questions map[int]int, answer int) error {
	for pages, times := range questions {
		if times == 0 {
			continue
		}
		c := typical(pages, max(2*pages*answer, typeAnswer))
		c.Targets = []string{o.target.Name}
		q, err := r.Quote(ctx, c)
		if errors.Is(err, model.ErrTooLarge) {
			o.err = err
			continue
		}
		if err != nil {
			return err
		}
		n := pipeline.Micros(times)
		o.input, o.output = o.input+times*q.Tokens.Input, o.output+times*q.Tokens.Output
		o.expected, o.worst = o.expected+n*q.Expected, o.worst+n*q.Worst
	}
	return nil
}

// What a page usually has: an A4 image at 150 dpi, a full page of words, an instruction with
// a schema for each question.
const (
	typicalWidth, typicalHeight = 1240, 1754
	typicalWords                = 3_200 // bytes
	typicalSystem               = 6_000 // bytes
	typicalAnswer               = 500   // tokens for a page
	typeAnswer                  = 256   // tokens at most of which type a document is
)

// typical is a question about so many usual pages, with an answer of so many tokens at most.
func typical(pages, answer int) model.Call {
	return model.Call{
		Document: &pipeline.Document{}, Images: true,
		Compose: func(_ context.Context, m model.Mode) (model.Request, error) {
			var parts []model.Part
			for range pages {
				if m.Images {
					parts = append(parts, model.Part{Image: []byte{}, Width: typicalWidth, Height: typicalHeight})
				}
				parts = append(parts, model.Part{Text: strings.Repeat("w", typicalWords)})
			}
			return model.Request{
				System: strings.Repeat("w", typicalSystem), Turns: []model.Turn{{Role: model.RoleUser, Parts: parts}},
				MaxOutput: min(answer, m.Target.MaxOutput),
			}, nil
		},
	}
}

// print tells a person.
func (e *estimate) print(w io.Writer, o *batchOptions) error {
	fmt.Fprintf(w, "%s, %s", counted(e.documents, "document"), counted(e.pages, "page"))
	if e.unreadable > 0 {
		fmt.Fprintf(w, ", %d cannot be read", e.unreadable)
	}
	fmt.Fprintln(w, "; nothing was sent")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "TARGET\tMODEL\tTOKENS IN\tOUT\tEXPECTED USD\tWORST USD")
	for _, f := range e.offers {
		if f.err != nil {
			fmt.Fprintf(t, "%s\t%s\tits context is too small for some questions\n", f.target.Name, f.target.Model)
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%s\t%s\n", f.target.Name, f.target.Model, f.input, f.output, dollars(int64(f.expected)), dollars(int64(f.worst)))
	}
	if err := t.Flush(); err != nil || len(e.offers) == 0 {
		return err
	}
	first, dearest := e.offers[0], e.offers[0]
	for _, f := range e.offers {
		if f.worst > dearest.worst {
			dearest = f
		}
	}
	fmt.Fprintf(w, "total: %s USD expected, all asked of %s; at worst %s USD, all asked of %s. %s\n",
		dollars(int64(first.expected)), first.target.Name, dollars(int64(dearest.worst)), dearest.target.Name, again(o.batch))
	if len(e.types) > 0 {
		fmt.Fprintln(w, "--schema auto asks for the type where the local reader is unsure of it; that is counted for each document")
	}
	if o.models.strategy == "hybrid" {
		fmt.Fprintln(w, "--strategy hybrid asks only for what is missing or doubtful: it mostly costs less")
	}
	if most, err := o.models.bound(); err == nil && most != model.NoLimit && first.expected > most {
		fmt.Fprintf(w, "that is more than --max-cost %s: the run would stop with exit code 4\n", o.models.maxCost)
	}
	return nil
}

// again says what an estimate does not know.
func again(batch bool) string {
	if batch {
		return "What no batch answers well is asked live, at the live price: the worst counts every question so"
	}
	return "A repair or a failed request asks a page again"
}
