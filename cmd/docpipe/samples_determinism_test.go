package main

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// TestSamplesAreReadTheSameTwice reads samples with two sets of engines that share nothing:
// only the run and ids may differ.
func TestSamplesAreReadTheSameTwice(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads many samples twice")
	}
	chosen := []string{"broken", "form", "hidden-text", "id-document", "invoice-de-vat-wrong", "stack", "statement-fr"}
	one, two := newSamplesRun(t), newSamplesRun(t)
	for _, sample := range testdata.Samples() {
		if !slices.Contains(chosen, sample.Name) {
			continue
		}
		_, a := one.read(t.Context(), sample, sample.Password)
		_, b := two.read(t.Context(), sample, sample.Password)
		if diff := cmp.Diff(withoutRun(t, a), withoutRun(t, b)); diff != "" {
			t.Errorf("%s: the second run differs from the first (-first +second):\n%s", sample.Name, diff)
		}
	}
}

// withoutRun is the JSON of a result without what may differ between two runs.
func withoutRun(t *testing.T, r *pipeline.Result) string {
	t.Helper()
	same := *r
	same.Run, same.Document.ID, same.Findings = pipeline.Run{}, "", slices.Clone(r.Findings)
	for i := range same.Findings {
		same.Findings[i].ID = ""
	}
	b, err := json.MarshalIndent(same, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
