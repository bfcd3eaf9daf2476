package model

import (
	"context"
	"errors"
	"time"

	"docpipe/pipeline"
)

// A pass is the right to send one request: a slot, a key, the breaker's leave and the money.
type pass struct {
	need    Tokens
	grant   *grant
	key     int
	verdict func(error)
	payer   *member
	charge  *charge
}

// crowded closes a target whose own limits let nothing through for too long.
const crowded = "crowded"

// admit waits for the target's limits and reserves the money. It returns nil when the request
// cannot leave now: then the loop looks around again.
func (a *asking) admit(ctx context.Context, c *candidate, need Tokens) (*pass, error) {
	granted, err := c.limits.acquire(ctx, need.Input, a.cfg.Patience)
	if errors.Is(err, errCrowded) {
		c.closed = crowded
		return nil, nil
	}
	if err != nil {
		return nil, nil // the end of ctx, which the loop sees
	}
	p := &pass{need: need, grant: granted}
	now, ok := time.Now(), false
	if p.key, ok = c.keys.take(now); !ok || a.late(now) { // others have learned something while we waited
		granted.unused()
		return nil, nil
	}
	if p.verdict, ok = c.breaker.allow(); !ok {
		c.notBefore = now.Add(a.backoff(1)) // its probe is under way
		a.start()
		granted.unused()
		return nil, nil
	}
	if err := a.reserve(c, p); err != nil || p.charge == nil {
		p.verdict(errNoVerdict)
		granted.unused()
		return nil, err
	}
	return p, nil
}

// reserve sets the worst case aside with the purse of who pays now. Without the money, c is not
// asked; a dearer target must not be, and a cheaper one still may.
func (a *asking) reserve(c *candidate, p *pass) error {
	m := a.payer(a.flight)
	if m == nil {
		return nil
	}
	if m.purse == nil {
		return noPurse()
	}
	worst := c.Price.Cost(p.need.MostInput, p.need.MostOutput)
	switch err := m.purse.Reserve(m.ctx, worst); {
	case errors.Is(err, pipeline.ErrBudgetExhausted):
		c.closed, a.money = "budget", err
		return nil
	case m.ctx.Err() != nil && err != nil:
		return nil
	case err != nil:
		return err
	}
	charge := &charge{purse: m.purse, document: m.call.Document.Payer(), worst: worst, attempt: pipeline.Attempt{
		ID: newAttemptID(), Task: m.call.Task, Target: c.Name, Model: c.Model, Estimate: c.Price.Cost(p.need.Input, p.need.Output),
	}}
	if !a.owe(a.flight, m, charge) {
		unsent := charge.attempt
		unsent.Outcome = pipeline.OutcomeCancelled
		charge.settle(unsent)
		return nil
	}
	p.payer, p.charge = m, charge
	return nil
}
