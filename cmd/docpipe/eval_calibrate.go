package main

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"docpipe/extractors"
	"docpipe/extractors/eval"
	"docpipe/pipeline"
)

// traitBook remembers the evidence about the values of documents, by document and pointer.
type traitBook struct {
	mu   sync.Mutex
	seen map[string]map[string]extractors.Traits
}

func newTraitBook() *traitBook { return &traitBook{seen: map[string]map[string]extractors.Traits{}} }

// notice implements Notice of extractors.Config.
func (t *traitBook) notice(d *pipeline.Document, traits map[string]extractors.Traits) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen[d.ID] = traits
}

// take moves the evidence about a document's judged values to samples.
func (t *traitBook) take(set string, id string, j *eval.Judgement) (samples []eval.Sample) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range j.Cases {
		for _, v := range c.Values {
			if traits, ok := t.seen[id][v.Pointer]; ok {
				samples = append(samples, eval.Sample{Document: set + "/" + c.Document, Group: set + "/" + c.Group, Traits: traits, Right: v.Right})
			}
		}
	}
	delete(t.seen, id)
	return samples
}

// writeCalibration learns from samples, says what that is worth on documents it did not learn
// from, and writes the table.
func writeCalibration(out io.Writer, path string, samples []eval.Sample) error {
	before, after := eval.CrossValidate(samples)
	fmt.Fprintf(out, "\nof values taken from print, before calibration:\n")
	printRanking(out, before)
	fmt.Fprintf(out, "after, each document by what the other groups taught:\n")
	printRanking(out, after)
	fmt.Fprintf(out, "mean square error %.4f, before %.4f\n", after.Brier, before.Brier)
	c := eval.Fit(samples)
	c.About = "Weights of evidence, learned by 'docpipe eval SET... --calibrate FILE'. Cross-validated by group: " +
		fmt.Sprintf("AUROC %.3f (estimates alone %.3f), coverage at 99 %% precision %s (%s).", after.AUROC, before.AUROC, percent(after.Coverage), percent(before.Coverage))
	return replaceFile(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(c)
	})
}
