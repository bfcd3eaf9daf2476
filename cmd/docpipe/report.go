package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"docpipe/pipeline"
)

// batchReport is report.json: what a script wants to know after a batch.
type batchReport struct {
	Format     string                   `json:"format"` // docpipe.report.v1
	StartedAt  time.Time                `json:"started_at"`
	FinishedAt time.Time                `json:"finished_at"`
	Inputs     int                      `json:"inputs"`
	DoneBefore int                      `json:"done_before"`
	NotRead    int                      `json:"not_read"` // left when the batch was interrupted
	Pages      int                      `json:"pages"`    // of this run, as pages_per_second
	PerSecond  float64                  `json:"pages_per_second"`
	Status     map[pipeline.Status]int  `json:"status"`
	Verdicts   map[pipeline.Verdict]int `json:"verdicts"`
	Findings   map[string]int           `json:"findings"` // by severity
	Failed     []failure                `json:"failed"`
	Cost       pipeline.Micros          `json:"cost_usd"`   // of all runs in this folder, possibly billed calls included
	Probes     pipeline.Micros          `json:"probes_usd"` // of Cost, what looking at targets took: it is no document's
}

// finish writes what stands beside the results when a batch ends or is interrupted.
func (w *workspace) finish(ctx context.Context, stdout io.Writer, t *tally, inputs []input) error {
	if w.temporary {
		return w.export(ctx, stdout)
	}
	err := w.writeReport(t, inputs)
	switch {
	case err != nil:
		return err
	case w.options.format == "jsonl" && w.options.resume:
		return w.rewrite(ctx)
	case w.options.format == "jsonl":
		return nil
	}
	name := filepath.Join(w.options.out, "results."+w.options.format)
	return replaceFile(name, func(f io.Writer) error { return w.export(ctx, f) })
}

// writeReport writes report.json and failed.txt.
func (w *workspace) writeReport(t *tally, inputs []input) error {
	report, err := json.MarshalIndent(t.report(), "", "  ")
	if err != nil {
		return err
	}
	out := w.options.out
	return errors.Join(
		replaceFile(filepath.Join(out, "report.json"), func(f io.Writer) error { _, err := f.Write(append(report, '\n')); return err }),
		replaceFile(filepath.Join(out, "failed.txt"), func(f io.Writer) error { return w.writeFailed(f, t, inputs) }),
	)
}

// writeFailed lists failed inputs, one a line with its files parted by tabs, as 'extract -'
// reads them.
func (w *workspace) writeFailed(to io.Writer, t *tally, inputs []input) error {
	failed := map[string]bool{}
	for _, f := range t.failures {
		failed[f.Source] = true
	}
	for _, in := range inputs {
		if !failed[in.Source] {
			continue
		}
		if _, err := fmt.Fprintln(to, strings.Join(in.Paths, "\t")); err != nil {
			return err
		}
	}
	return nil
}

func (t *tally) report() batchReport {
	seconds := t.finished.Sub(t.started).Seconds()
	r := batchReport{
		Format: "docpipe.report.v1", StartedAt: t.started.UTC(), FinishedAt: t.finished.UTC(),
		Inputs: t.total, DoneBefore: t.skipped, NotRead: t.total - t.skipped - t.read, Pages: t.pages,
		Status: t.status, Verdicts: t.verdict, Findings: t.findings, Failed: t.failures,
	}
	if seconds > 0 {
		r.PerSecond = float64(int(float64(t.pages)/seconds*100)) / 100
	}
	if t.money != nil {
		r.Cost, r.Probes = t.money.spent(), t.money.probes
	}
	if r.Failed == nil {
		r.Failed = []failure{}
	}
	return r
}
