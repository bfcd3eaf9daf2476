package main

import (
	"context"
	"sync"

	"docpipe/extractors/model"
)

// A gatherer collects questions instead of asking them. What is not answered yet it answers with
// nothing, so that questions that do not hang on it are gathered too. Those that follow from it
// wait for the next round, or are asked live: nobody knows yet what they will ask.
type gatherer struct {
	orders *orders

	mu   sync.Mutex
	open map[string]openAnswer // by document
}

// An openAnswer is what is known of the questions about a document that are not answered.
type openAnswer struct {
	task   string
	failed bool // a batch was to answer one and did not: the rest of the document is asked live
}

var _ model.Asker = (*gatherer)(nil)

func newGatherer(q *orders) *gatherer { return &gatherer{orders: q, open: map[string]openAnswer{}} }

// Ask implements model.Asker.
func (g *gatherer) Ask(ctx context.Context, c model.Call) (model.Answer, error) {
	q := g.orders
	if err := q.fetch(ctx, c); err != nil {
		return model.Answer{}, err
	}
	if a, ok, err := q.router.Kept(ctx, c); ok || err != nil {
		return a, err
	}
	pending := model.Answer{Value: map[string]any{}}
	if g.follows(c) {
		return pending, nil
	}
	for name := range q.wires {
		c.Targets = append(c.Targets, name)
	}
	p, err := q.router.Plan(ctx, c)
	if err != nil {
		return pending, err
	}
	failed := q.ordered(model.ItemID(c, p.Target.Model))
	g.wait(c, failed)
	if failed || p.JSON == "" { // what is no JSON is asked live
		return pending, nil
	}
	return pending, q.take(ctx, c, p)
}

// follows reports whether c hangs on answers that are not there: another task has them, c asks
// a better model because of them, or some will never come.
func (g *gatherer) follows(c model.Call) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	o, waits := g.open[c.Document.Payer()]
	return waits && (o.task != c.Task || c.Escalate != "" || o.failed)
}

func (g *gatherer) wait(c model.Call, failed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.open[c.Document.Payer()]
	g.open[c.Document.Payer()] = openAnswer{task: c.Task, failed: o.failed || failed}
}
