package main

import (
	"context"
	"os"

	"docpipe/extractors/model"
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
	observer, err := newModelObserver(s.telemetry, func(name string, usd float64) {
		s.metrics.Cost.WithLabelValues(name).Add(usd)
	})
	return modelsOptions{
		config: c.Models, targets: targets, http: modelClient(c.dial), brief: true, observer: alarmed{observer, s.alarm()},
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
	return &paidRunner{
		runner: r, ledger: s.stores.ledger, budget: s.config.Models.Budget.ledgerBudget(), stages: []string{"extract"},
		settled: func() { s.showBudgets(context.Background()) },
	}
}

// showBudgets sets the gauges of what is left today: of all money, and of the tenant that has
// least.
func (s *service) showBudgets(ctx context.Context) {
	if s.app.models == nil {
		return
	}
	tenant, total, err := s.stores.ledger.Left(ctx, s.config.Models.Budget.ledgerBudget())
	if err != nil {
		s.warn(ctx, "reading budgets", err)
		return
	}
	s.metrics.BudgetLeft.WithLabelValues(model.ScopeTenantDay).Set(usd(max(tenant, 0)))
	s.metrics.BudgetLeft.WithLabelValues(model.ScopeTotalDay).Set(usd(max(total, 0)))
}

// strategies are the ways of reading that this service has, the one of uploads that name none
// first.
func (a *app) strategies() []string {
	if a.models == nil {
		return []string{"local"}
	}
	return []string{"hybrid", "local", "model"}
}
