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

var _ extractors.PageReader = classifiers{}

// PageSigns asks the first that can tell pages apart, unless one before it knows what the
// whole is: an invoice that carries itself as XML is one document, whatever its pages look like.
func (c classifiers) PageSigns(ctx context.Context, d *pipeline.Document) ([]extractors.PageSigns, error) {
	for _, one := range c {
		if pages, able := one.(extractors.PageReader); able {
			return pages.PageSigns(ctx, d)
		}
		if doctype, _, err := one.Classify(ctx, d); err != nil || doctype != extractors.Unknown {
			return nil, err
		}
	}
	return nil, nil
}

// Known asks the one whose signs are heard.
func (c classifiers) Known(d *pipeline.Document, p *pipeline.Page, doctype string) extractors.Known {
	for _, one := range c {
		if pages, able := one.(extractors.PageReader); able {
			return pages.Known(d, p, doctype)
		}
	}
	return extractors.Known{}
}

var _ extractors.Parter = classifiers{}

// Begins asks the one whose signs were heard.
func (c classifiers) Begins(ctx context.Context, d *pipeline.Document) ([]int, error) {
	for _, one := range c {
		if parter, able := one.(extractors.Parter); able {
			return parter.Begins(ctx, d)
		}
	}
	return nil, nil
}
