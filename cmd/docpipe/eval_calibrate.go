package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"

	"docpipe/extractors"
	"docpipe/extractors/eval"
	"docpipe/pipeline"
	"docpipe/schemas"
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
				samples = append(samples, eval.Sample{Set: set, Document: set + "/" + c.Document, Group: set + "/" + c.Group, Traits: traits, Right: v.Right})
			}
		}
	}
	delete(t.seen, id)
	return samples
}

// writeCalibration learns from samples, says what that is worth on documents it did not learn
// from, and writes the table, with how often the fields of shipped types are found.
func writeCalibration(out io.Writer, path string, samples []eval.Sample, recall map[string]map[string]extractors.Recall) error {
	c := eval.Fit(samples)
	c.Recall = recall
	fmt.Fprintf(out, "\nof %d values taken from print, %d right:\n", c.Values, c.Right)
	documents, sets := eval.Validate(samples, eval.ByGroup), eval.Validate(samples, eval.BySet)
	for _, r := range []struct {
		by string
		eval.Ranking
	}{
		{"the readers' estimates", documents.Estimates}, {"learned from these values", eval.InSample(samples, c)},
		{"each document by others", documents.Learned}, {"each set by other sets", sets.Learned},
	} {
		fmt.Fprintf(out, "%-26s AUROC %.3f, 99 %% right of %s, square error %.4f\n", r.by+":", r.AUROC, percent(r.Coverage), r.Brier)
	}
	c.About = "Weights of evidence, learned by 'docpipe eval SET... --calibrate FILE'. " +
		fmt.Sprintf("Each document by others: AUROC %.3f, coverage at 99 %% precision %s; each set by other sets: %.3f, %s.",
			documents.Learned.AUROC, percent(documents.Learned.Coverage), sets.Learned.AUROC, percent(sets.Learned.Coverage))
	return replaceFile(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(c)
	})
}

// recalls says of the fields of shipped types how often they are read right where they stand.
func recalls(types []*schemas.Schema, run *eval.Run) map[string]map[string]extractors.Recall {
	all := map[string]map[string]extractors.Recall{}
	for _, s := range run.Sets {
		i := slices.IndexFunc(types, func(t *schemas.Schema) bool { return s.Schema == t.ID || s.Schema == t.DocType })
		if i < 0 {
			continue
		}
		fields := all[types[i].ID]
		if fields == nil {
			fields = map[string]extractors.Recall{}
			all[types[i].ID] = fields
		}
		for _, f := range s.Score.Fields {
			r := fields[f.Pointer]
			fields[f.Pointer] = extractors.Recall{Stated: r.Stated + f.Stated, Right: r.Right + f.Right}
		}
	}
	return all
}
