package main

import (
	"context"
	"os"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/bus"
	"docpipe/pipeline/ledger"
)

// modelsOptions is what the service's models are made from: the targets that documents may be
// sent to, answers that live as long as the document, and what watches the calls.
func (s *service) modelsOptions(c Config) (modelsOptions, error) {
	targets, err := chooseTargets(c.Models, os.Environ(), nil)
	if err != nil {
		return modelsOptions{}, err
	}
	observer, err := newModelObserver(s.telemetry, func(model string, usd float64) {
		s.metrics.Cost.WithLabelValues(model).Add(usd)
	})
	return modelsOptions{
		config: c.Models, targets: targets, http: modelClient(c.dial), observer: observer,
		answers: livingAnswers{blob.NewAnswers(s.stores.sealed), s.stores.ledger},
	}, err
}

// livingAnswers keeps nothing of a document that was erased while a worker had it.
type livingAnswers struct {
	*blob.Answers
	ledger *ledger.Ledger
}

var _ pipeline.Answers = livingAnswers{}

// Save wraps ErrErased when the document is gone.
func (l livingAnswers) Save(ctx context.Context, d *pipeline.Document, name string, b []byte) error {
	return whileLiving(ctx, l.ledger, d, func() error { return l.Answers.Save(ctx, d, name, b) })
}

// runner does the work of jobs, with money where models may be asked.
func (s *service) runner(r *stageRunner) bus.Runner {
	if s.app.models == nil {
		return r
	}
	return &paidRunner{runner: r, ledger: s.stores.ledger, budget: s.config.Models.Budget.ledgerBudget(), stages: []string{"extract"}}
}

// strategies are the ways of reading that this service has, the one of uploads that name none
// first.
func (a *app) strategies() []string {
	if a.models == nil {
		return []string{"local"}
	}
	return []string{"hybrid", "local", "model"}
}
