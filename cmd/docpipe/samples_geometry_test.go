package main

import (
	"testing"

	"docpipe/pipeline"
	"docpipe/testdata"
)

const (
	nearEnough  = 0.8 // intersection over union of a word's box with the truth
	shareOfGood = 0.9 // of the words that were read right
	shareOfRead = 0.7 // of the printed words: fewer prove nothing
)

// checkGeometry demands that words which were read right stand where they are printed.
func checkGeometry(t *testing.T, name string, d *pipeline.Document) {
	t.Helper()
	truth, err := testdata.Sample{Name: name}.Words()
	if err != nil {
		t.Fatal(err)
	}
	read, good := 0, 0
	for _, word := range truth {
		overlap, found := bestOverlap(word, d.Pages[word.Page-1])
		if !found {
			continue
		}
		read++
		if overlap >= nearEnough {
			good++
		}
	}
	t.Logf("%d of %d words read, %d of them in place", read, len(truth), good)
	if float64(read) < shareOfRead*float64(len(truth)) {
		t.Errorf("%d of %d words were read, want at least %.0f %%", read, len(truth), shareOfRead*100)
	}
	_, known := knownGaps["geometry/"+name]
	switch inPlace := float64(good) >= shareOfGood*float64(read); {
	case !inPlace && !known:
		t.Errorf("%d of %d words in place (intersection over union >= %.1f), want at least %.0f %%", good, read, nearEnough, shareOfGood*100)
	case inPlace && known:
		t.Errorf("the known gap geometry/%s is closed: take it out of knownGaps", name)
	}
}

// bestOverlap finds the word of the same text that overlaps the printed one most.
func bestOverlap(word testdata.Word, p *pipeline.Page) (best float64, found bool) {
	for _, w := range p.Words {
		if overlap := w.Box.IoU(pipeline.Box(word.Box)); w.Text == word.Text && overlap > 0 {
			best, found = max(best, overlap), true
		}
	}
	return best, found
}
