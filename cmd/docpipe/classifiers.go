package main

import (
	"context"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// classifiers ask one after the other, the most exact first; the first that knows decides.
type classifiers []extractors.Classifier

var _ extractors.Classifier = classifiers{}

// Classify returns what the first one says that knows the type.
func (c classifiers) Classify(ctx context.Context, d *pipeline.Document) (doctype string, confidence float64, err error) {
	for _, one := range c {
		doctype, confidence, err = one.Classify(ctx, d)
		if err != nil || doctype != extractors.Unknown {
			return doctype, confidence, err
		}
	}
	return doctype, confidence, err
}
