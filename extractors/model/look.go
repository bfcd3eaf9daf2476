package model

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// Look puts c to one target by name, once and with its first key, to see whether the target works.
// Nothing is repeated, kept or joined, and no target rests because of it; c's purse pays. The
// error is the wire's, the purse's, or one that is known before a request.
func (r *Router) Look(ctx context.Context, target string, c Call) error {
	c.Targets = []string{target}
	p, err := r.Plan(ctx, c)
	if err != nil {
		return err
	}
	a := pipeline.Attempt{ID: newAttemptID(), Task: c.Task, Target: p.Target.Name, Model: p.Target.Model, Estimate: p.Quote.Expected}
	if err := c.Document.Purse.Reserve(ctx, p.Quote.Worst); err != nil {
		return err
	}
	began := time.Now()
	y, err := r.first(target).Send(ctx, p.Request)
	a.LatencyMS = time.Since(began).Milliseconds()
	if err != nil {
		m := explain(ctx, ctx, err)
		if a.Outcome = m.outcome; m.PossiblyBilled {
			a.PossiblyBilled = p.Quote.Worst
		}
	} else {
		a.Outcome = pipeline.OutcomeAnswered
		book(&a, p.Target, y.Usage, p.Quote.Tokens, y.Text)
	}
	c.Document.Purse.Settle(p.Quote.Worst, a)
	return err
}

// first is the wire of a target's first key.
func (r *Router) first(target string) Wire {
	for _, d := range r.deployments {
		if d.Name == target {
			return d.keys.keys[0].Wire
		}
	}
	return nil // Plan has found it
}
