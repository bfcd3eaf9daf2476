package main

import (
	"context"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// questions puts questions about documents of the ledger to models: what was read of them is
// there already, and what was answered is kept as long as the document.
type questions struct {
	app    *app
	stores *stores
	purse  func(d *pipeline.Document) *heldPurse
}

var _ rest.Models = (*questions)(nil)

// questions is what the API asks models through; nil without models.
func (s *service) questions() rest.Models {
	if s.app.models == nil {
		return nil
	}
	return &questions{app: s.app, stores: s.stores, purse: func(d *pipeline.Document) *heldPurse {
		return &heldPurse{
			ledger: s.stores.ledger, budget: s.config.Models.Budget.ledgerBudget(), document: d, log: s.log,
			settled: func() { s.showBudgets(context.Background()) },
		}
	}}
}

// Ask implements rest.Asker.
func (q *questions) Ask(ctx context.Context, d *pipeline.Document, question string, history []pipeline.Exchange, language string) (a pipeline.GroundedAnswer, u pipeline.Usage, err error) {
	u, err = q.put(d, func() error {
		a, err = q.app.models.tasks.Ask(ctx, d, question, history, language)
		return err
	})
	return a, u, err
}

// Summarise implements rest.Summariser.
func (q *questions) Summarise(ctx context.Context, d *pipeline.Document, points int, language string) (all []pipeline.SummaryPoint, u pipeline.Usage, err error) {
	u, err = q.put(d, func() error {
		all, err = q.app.models.tasks.Summarise(ctx, d, points, language)
		return err
	})
	return all, u, err
}

// Translate implements rest.Translator.
func (q *questions) Translate(ctx context.Context, d *pipeline.Document, to string) (pages []pipeline.TranslatedPage, u pipeline.Usage, err error) {
	u, err = q.put(d, func() error {
		pages, err = q.app.models.tasks.Translate(ctx, d, to)
		return err
	})
	return pages, u, err
}

// Describe implements rest.Describer.
func (q *questions) Describe(ctx context.Context, d *pipeline.Document) (pages []pipeline.PageDescription, u pipeline.Usage, err error) {
	u, err = q.put(d, func() error {
		pages, err = q.app.models.tasks.Describe(ctx, d)
		return err
	})
	return pages, u, err
}

// put gives the document its originals and money, and returns what ask spent of it.
func (q *questions) put(d *pipeline.Document, ask func() error) (pipeline.Usage, error) {
	q.stores.attach(d)
	purse := q.purse(d)
	d.Purse = purse
	err := ask()
	return purse.Usage(), err
}
