package main

import (
	"testing"

	"docpipe/pipeline/ledger"
)

// Images of pages are encoded only where somebody may ask for them.
func TestImages(t *testing.T) {
	t.Parallel()
	kept := livingArtefacts{}
	for want, o := range map[bool][]appOptions{
		false: {{artefacts: kept}, {artefacts: kept, archive: &ledger.Ledger{}}},
		true:  {{artefacts: kept, ledger: &ledger.Ledger{}}, {artefacts: kept, models: modelsOptions{targets: []targetConfig{{}}}}},
	} {
		for i, options := range o {
			if got := options.images() != nil; got != want {
				t.Errorf("case %d: images are kept = %v, want %v", i, got, want)
			}
		}
	}
}
