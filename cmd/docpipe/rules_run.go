package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"docpipe/compliance"
	"docpipe/pipeline"
)

// longestResult is the longest line of results that is read, in bytes.
const longestResult = 256 << 20

// rulesRun is what rules run is asked.
type rulesRun struct {
	packs  []string
	data   string
	since  string
	tenant string
	today  string
	json   bool
	failOn []string
}

func rulesRunCommand(g *globals) *cobra.Command {
	o := &rulesRun{}
	cmd := &cobra.Command{
		Use:   "run --data RESULT.json | --since 90d [--data FOLDER]",
		Short: "Ask rules about results that are there, without changing them",
		Long: `Asks the rules of the packs named (all in force without --pack) about results, and prints
what they find. Nothing is recorded.

--data reads a result of docpipe, or one on each line; - is standard input. Questions about other
documents, or about what else stands on the pages, cannot be answered then: such rules are
cannot_tell. Of an e-invoice a result holds the fields and not the terms: rules about terms are not
asked then, and the end says of how many documents.

--since reads the newest state of the documents that a service has received since: what a new pack
would have found before it is switched on. --data is then, as in every other command, the folder of
the service's data, whether it runs or not; without it the configuration names the folder. Questions about other documents
are answered by its ledger as when the document came: by those that were there before it, and by
those of its case. The supplier master is today's, and no model is asked.

"Today" is the day of the run, or --today. The number of documents that were looked at is told in
the end, with --json on standard error.

Exit codes:
  0  done, whatever was found
  2  usage, a pack that does not load, or a result that cannot be read
  3  a condition of --fail-on (finding:SEVERITY)`,
		Example: `  docpipe rules run --pack eu-vat-invoice --data result.json
  docpipe extract bill.pdf | docpipe rules run --data - --fail-on finding:high
  docpipe rules run --pack new.yaml --since 90d
  docpipe rules run --pack new.yaml --since 90d --data /var/lib/docpipe`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd, g) },
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.packs, "pack", nil, "`PACK|FILE` to ask (default: all in force)")
	f.StringVar(&o.data, "data", "", "`file` of results, - for standard input; with --since the folder of the service's data")
	f.StringVar(&o.since, "since", "", "all | a duration such as 24h or 90d | a date or time")
	f.StringVar(&o.today, "today", "", "`date` that rules take for today (default: the day of the run)")
	f.BoolVar(&o.json, "json", false, "print checks and findings of each document as JSON, one on a line")
	f.StringSliceVar(&o.failOn, "fail-on", nil, "finding:`SEVERITY`: exit with 3 when one as severe or worse is found")
	tenantFlag(cmd, &o.tenant)
	return cmd
}

func (o *rulesRun) run(cmd *cobra.Command, g *globals) error {
	if err := o.where(g); err != nil {
		return err
	}
	for _, word := range o.failOn {
		if _, err := parseCondition(word); err != nil {
			return err
		}
	}
	sources, line, err := o.sources(cmd, g)
	if err != nil {
		return err
	}
	if line != nil {
		defer line.close()
	}
	b, err := g.rulesOf(sources)
	if err != nil {
		return err
	}
	packs, err := packFiles(b, o.packs)
	if err != nil {
		return err
	}
	now := time.Now()
	if o.today != "" {
		if now, err = time.Parse(time.DateOnly, o.today); err != nil {
			return usagef("--today %q: write YYYY-MM-DD", o.today)
		}
	}
	out := &ruleReport{options: o, w: cmd.OutOrStdout(), notes: cmd.ErrOrStderr(), byRule: map[string]*pipeline.Counts{}}
	check := func(d *pipeline.Document) error { return out.check(cmd.Context(), b.With(packs...), d, now) }
	if line == nil {
		err = eachLine(cmd.InOrStdin(), o.data, check)
	} else {
		err = o.eachStored(cmd.Context(), line, check)
	}
	return errors.Join(err, out.end())
}

// where tells --data as a file of results from --data as the folder of a service.
func (o *rulesRun) where(g *globals) error {
	info, err := os.Stat(o.data)
	folder := err == nil && info.IsDir()
	switch {
	case o.data == "" && o.since == "":
		return usagef("name results with --data, or the time of a service's documents with --since")
	case o.since == "" && folder:
		return usagef("--data %s is a folder: add --since, such as 90d, to ask about the documents of its service, or name a file of results", o.data)
	case o.since != "" && o.data != "" && err == nil && !folder:
		return usagef("--data %s is a file: with --since it is the folder of a service; leave --since out to ask about the results in the file", o.data)
	case o.since != "" && o.data != "":
		g.data = o.data
	}
	return nil
}

// eachLine calls do with each result of a file.
func eachLine(stdin io.Reader, name string, do func(*pipeline.Document) error) error {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return usagef("--data: %w", err)
		}
		defer f.Close()
		in = f
	}
	d := json.NewDecoder(bufio.NewReader(io.LimitReader(in, longestResult)))
	for n := 1; ; n++ {
		var raw json.RawMessage
		if err := d.Decode(&raw); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return usagef("--data %s: result %d is not JSON: %w", name, n, err)
		}
		r, err := storedDocument(raw)
		if err == nil {
			err = do(r)
		}
		if err != nil {
			return err
		}
	}
}

// storedDocument is a result as the stages knew it, as far as rules look.
func storedDocument(raw []byte) (*pipeline.Document, error) {
	var r pipeline.Result
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	if err := in.Decode(&r); err != nil {
		return nil, usagef("not a result of docpipe: %w", err)
	}
	if r.Format != pipeline.ResultFormat {
		return nil, usagef("not a result of docpipe: its format is %q, not %s", r.Format, pipeline.ResultFormat)
	}
	d := &pipeline.Document{ID: r.Document.ID, Tenant: r.Document.Tenant, Source: r.Document.Source}
	for _, f := range r.Document.Files {
		d.Files = append(d.Files, pipeline.File{Name: f.Name, SHA256: f.SHA256})
	}
	if r.Data != nil {
		d.Extraction = &pipeline.Extraction{
			DocType: r.DocType, Schema: r.Schema, Data: r.Data, Fields: r.Fields, Reasons: r.Reasons,
		}
	}
	return d, nil
}

// A ruleReport prints what rules found, and how often each said what.
type ruleReport struct {
	options   *rulesRun
	w, notes  io.Writer
	documents int
	termless  int // of e-invoices whose terms a result does not hold
	counts    pipeline.Counts
	byRule    map[string]*pipeline.Counts
	failed    bool
}

func (p *ruleReport) check(ctx context.Context, b *compliance.Book, d *pipeline.Document, now time.Time) error {
	if err := b.Check(ctx, d, now); err != nil {
		return err
	}
	p.documents++
	if lacksTerms(d.Extraction) {
		p.termless++
	}
	p.add(d)
	if p.options.json {
		return json.NewEncoder(p.w).Encode(map[string]any{
			"id": d.ID, "source": d.Source, "checks": d.Checks, "findings": d.Findings,
		})
	}
	return p.lines(d)
}

// lacksTerms reports whether fields come from an e-invoice of which a result is all that is there.
func lacksTerms(e *pipeline.Extraction) bool {
	if e == nil || e.EInvoice != nil {
		return false
	}
	for _, f := range e.Fields {
		if f.Source == pipeline.SourceEInvoice {
			return true
		}
	}
	return false
}

func (p *ruleReport) add(d *pipeline.Document) {
	n := d.Checks.Counts
	p.counts.Pass += n.Pass
	p.counts.Fail += n.Fail
	p.counts.CannotTell += n.CannotTell
	p.counts.NotApplicable += n.NotApplicable
	p.counts.Error += n.Error
	for _, f := range d.Findings {
		if p.byRule[f.Rule.ID] == nil {
			p.byRule[f.Rule.ID] = &pipeline.Counts{}
		}
		p.byRule[f.Rule.ID].Add(f.Verdict)
	}
	p.failed = p.failed || anyHolds(p.options.failOn, &pipeline.Result{Findings: d.Findings})
}

func (p *ruleReport) lines(d *pipeline.Document) error {
	_, err := fmt.Fprintf(p.w, "%s %s: %s\n", d.ID, d.Source, d.Checks.Verdict)
	for _, f := range d.Findings {
		_, err = fmt.Fprintf(p.w, "  %s %s %s: %s\n", f.Verdict, f.Severity, f.Rule.ID, f.Message)
	}
	return err
}
