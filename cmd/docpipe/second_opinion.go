package main

import (
	"context"
	"errors"
	"fmt"

	"docpipe/extractors"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Confidence in a type that a model was asked for. A model's own opinion of itself counts for
// nothing: what counts is who agrees, and that its quote stands on the page.
const (
	bothAgree    = 0.90 // at least: two readers that know nothing of each other
	modelAlone   = 0.75 // with a quote; used, and goes to review
	modelAgainst = 0.60 // with a quote, against a local reader that is less sure
)

// A secondOpinion asks a model what a document is, and where documents begin, when the local reader
// is doubtful and the document's strategy allows it.
type secondOpinion struct {
	local interface {
		extractors.Classifier
		extractors.PageReader
	}
	model interface {
		Classify(ctx context.Context, d *pipeline.Document, types []*schemas.Schema) (task.Classification, error)
		Split(ctx context.Context, d *pipeline.Document, types []*schemas.Schema) ([]task.Piece, error)
	}
	types []*schemas.Schema // that a document can be
	sure  float64           // from here on nobody else is asked
}

var (
	_ extractors.Classifier = secondOpinion{}
	_ extractors.PageReader = secondOpinion{}
	_ extractors.Parter     = secondOpinion{}
)

// classifier is the local one, with a model behind it where there is one.
func (a *app) classifier() extractors.Classifier {
	if a.models == nil {
		return a.reader
	}
	return secondOpinion{local: a.reader, model: a.models.tasks, types: a.registry.List(), sure: a.extraction().SureDocType}
}

// PageSigns are the local reader's.
func (s secondOpinion) PageSigns(ctx context.Context, d *pipeline.Document) ([]extractors.PageSigns, error) {
	return s.local.PageSigns(ctx, d)
}

// Known is the local reader's.
func (s secondOpinion) Known(d *pipeline.Document, p *pipeline.Page, doctype string) extractors.Known {
	return s.local.Known(d, p, doctype)
}

// Classify returns the better proven of two opinions. With an error that wraps
// ErrBudgetExhausted or ErrInvalid it returns the local one.
func (s secondOpinion) Classify(ctx context.Context, d *pipeline.Document) (doctype string, confidence float64, err error) {
	doctype, confidence, err = s.local.Classify(ctx, d)
	if err != nil || confidence >= s.sure && doctype != extractors.Unknown || !mayAsk(d) {
		return doctype, confidence, err
	}
	c, err := s.model.Classify(ctx, d, s.types)
	switch {
	case errors.Is(err, pipeline.ErrBudgetExhausted), pipeline.KindOf(err) == pipeline.ErrInvalid:
		return doctype, confidence, fmt.Errorf("asking a model for the type: %w", err)
	case err != nil:
		return "", 0, fmt.Errorf("asking a model for the type: %w", err)
	}
	doctype, confidence = weighTypes(doctype, confidence, c)
	return doctype, confidence, nil
}

// Begins asks the model. Without money, or for pages that it cannot answer for, nobody knows.
func (s secondOpinion) Begins(ctx context.Context, d *pipeline.Document) ([]int, error) {
	if !mayAsk(d) {
		return nil, nil
	}
	pieces, err := s.model.Split(ctx, d, s.types)
	switch {
	case errors.Is(err, pipeline.ErrBudgetExhausted), pipeline.KindOf(err) == pipeline.ErrInvalid:
		return nil, nil
	case err != nil:
		return nil, err
	}
	begins := make([]int, len(pieces))
	for i, p := range pieces {
		begins[i] = p.Pages[0]
	}
	return begins, nil
}

// mayAsk reports whether a model may be asked about a document.
func mayAsk(d *pipeline.Document) bool {
	return d.Settings.Strategy != extractors.StrategyLocal && d.Purse != nil
}

// weighTypes settles what two readers say. A model that gives no quote says nothing.
func weighTypes(local string, confidence float64, c task.Classification) (string, float64) {
	switch {
	case c.DocType == extractors.Unknown || len(c.Evidence) == 0:
		return local, confidence
	case c.DocType == local:
		return local, max(confidence, bothAgree)
	case local == extractors.Unknown:
		return c.DocType, modelAlone
	case confidence >= modelAgainst:
		return local, confidence
	}
	return c.DocType, modelAgainst
}
