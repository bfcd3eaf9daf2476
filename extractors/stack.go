package extractors

import (
	"context"
	"fmt"
	"strings"

	"docpipe/pipeline"
)

// Stack is the type of an upload that holds several documents.
const Stack = "stack"

// A PageClassifier is a [Classifier] that also tells what each page is when one looks at it
// alone. A page that does not say so in its own heading, as a second page seldom does, is "".
type PageClassifier interface {
	ClassifyPages(ctx context.Context, d *pipeline.Document) ([]string, error)
}

// unmix finds out whether the pages are clearly of different documents. Then nothing is read:
// values of different documents in one result would be worse than none.
func (x stage) unmix(ctx context.Context, d *pipeline.Document, e *pipeline.Extraction) (bool, error) {
	pages, able := x.classify.(PageClassifier)
	if !able || d.Settings.Split == splitNever || len(d.Pages) < 2 {
		return false, nil
	}
	types, err := pages.ClassifyPages(ctx, d)
	if err != nil {
		return false, fmt.Errorf("classify the pages: %w", err)
	}
	starts := firstPages(types)
	if len(starts) < 2 {
		return false, nil
	}
	e.DocType, e.DocTypeConfidence, e.Data = Stack, nil, nil
	e.Reasons = []pipeline.Reason{{Code: pipeline.ReasonSplitUncertain, Page: d.Pages[starts[1]].Number, Detail: describe(d, types, starts)}}
	return true, nil
}

// splitNever is the setting that reads all pages as one document.
const splitNever = "never"

// firstPages returns the pages on which a document of another type begins.
func firstPages(types []string) []int {
	var starts []int
	last := ""
	for i, t := range types {
		if t != "" && t != last {
			starts, last = append(starts, i), t
		}
	}
	return starts
}

// describe names the documents: "page 1: invoice, pages 2-3: receipt".
func describe(d *pipeline.Document, types []string, starts []int) string {
	var parts []string
	for i, at := range starts {
		first, last := d.Pages[at].Number, d.Pages[len(d.Pages)-1].Number
		if i == 0 {
			first = d.Pages[0].Number
		}
		if i+1 < len(starts) {
			last = d.Pages[starts[i+1]].Number - 1
		}
		pages := fmt.Sprintf("page %d", first)
		if last > first {
			pages = fmt.Sprintf("pages %d-%d", first, last)
		}
		parts = append(parts, pages+": "+types[at])
	}
	return "several documents in one file (" + strings.Join(parts, ", ") + "): upload them apart, or read it as one with split never"
}

// automatic reports whether the sender left the schema to the classifier.
func automatic(d *pipeline.Document) bool {
	return d.Settings.Schema == Auto || d.Settings.Schema == ""
}
