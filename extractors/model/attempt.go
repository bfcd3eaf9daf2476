package model

import (
	"context"
	"errors"
	"time"

	"docpipe/pipeline"
)

// An asking is one flight on its way through the targets: the attempt loop.
type asking struct {
	*Router
	flight *flight

	open    []*candidate // may be asked, the best first
	premium []*candidate // may be asked after escalation

	attempts, waits, refusals int

	began time.Time // of the first request or wait; zero before
	last  string    // the target that was asked last
	tried []Try
	paid  []purchase // the requests that cost something
	money error      // why a purse refused, nil when none did
}

func (a *asking) run(ctx context.Context) (Answer, error) {
	m := a.payer(a.flight)
	if m == nil {
		return Answer{}, context.Canceled
	}
	if answer, done, err := a.begin(ctx, m); done || err != nil {
		return answer, err
	}
	for ctx.Err() == nil {
		c, wait := a.next(time.Now())
		if c == nil && wait == 0 {
			return Answer{}, a.failure()
		}
		if c == nil {
			a.start()
			_ = pause(ctx, wait) // its error is the condition of the loop
			continue
		}
		if m = a.payer(a.flight); m == nil {
			return Answer{}, context.Canceled
		}
		if answer, done, err := a.try(ctx, m, c); done || err != nil {
			return answer, err
		}
	}
	return Answer{}, ctx.Err()
}

// begin chooses the targets and looks for a kept answer under the model of each of them.
func (a *asking) begin(ctx context.Context, m *member) (answer Answer, done bool, err error) {
	m = a.use(a.flight, m, func(m *member) {
		c := m.call
		a.open, a.premium = a.choose(c)
		look := answering(c, a.open, a.premium)
		if c.Escalate != "" {
			a.escalate()
		}
		answer, done, err = a.kept(ctx, m, look)
	})
	switch {
	case done || err != nil:
		return answer, done, err
	case len(a.open) == 0:
		return Answer{}, false, nobody(m.call, a.premium)
	case m.purse == nil:
		return Answer{}, false, noPurse()
	}
	return Answer{}, false, nil
}

// kept looks for an answer under the models of targets; one that is there costs nothing.
func (a *asking) kept(ctx context.Context, m *member, targets []*candidate) (Answer, bool, error) {
	for _, t := range targets {
		t.looked = true
	}
	answer, ok, err := a.load(ctx, m.call, targets)
	if ok {
		a.flight.by = m
		m.bookKept(answer)
	}
	return answer, ok, err
}

// escalate puts premium targets before the others.
func (a *asking) escalate() {
	a.open, a.premium = append(a.premium, a.open...), nil
}

// next returns who is asked now: among those that are ready the one that has failed least, the
// best of equals. Without one it returns how long to wait, and 0 when there is nothing to wait for.
func (a *asking) next(now time.Time) (*candidate, time.Duration) {
	if a.attempts >= a.cfg.MaxAttempts || a.waits > a.cfg.MaxWaits || a.late(now) {
		return nil, 0
	}
	var best *candidate
	var soonest time.Duration
	for _, c := range a.open {
		wait := c.ready().Sub(now)
		switch {
		case c.closed != "":
		case c.keys.ready().Sub(now) > a.cfg.MaxWait:
			c.closed = c.keys.why()
		case wait > 0 && (soonest == 0 || wait < soonest):
			soonest = wait
		case wait <= 0 && (best == nil || c.failures < best.failures):
			best = c
		}
	}
	if best == nil && (soonest > a.cfg.MaxWait || a.late(now.Add(soonest))) {
		return nil, 0
	}
	return best, soonest
}

func (a *asking) start() {
	if a.began.IsZero() {
		a.began = time.Now()
	}
}

// late reports whether no request of this call may begin at t.
func (a *asking) late(t time.Time) bool { return !a.began.IsZero() && t.Sub(a.began) > a.cfg.Wall }

// try asks c once, if it can be asked.
func (a *asking) try(ctx context.Context, m *member, c *candidate) (answer Answer, done bool, err error) {
	if !c.looked {
		a.use(a.flight, m, func(m *member) { answer, done, err = a.kept(ctx, m, []*candidate{c}) })
		if done || err != nil {
			return answer, done, err
		}
	}
	need, err := a.compose(m, c)
	if err != nil || c.request == nil {
		return Answer{}, false, err
	}
	p, err := a.admit(ctx, c, need)
	if err != nil || p == nil {
		return Answer{}, false, err
	}
	return a.send(ctx, c, p)
}

// compose writes the request for c in its mode, unless it has it already. A request that does
// not fit is written without images next, or c is closed.
func (a *asking) compose(m *member, c *candidate) (need Tokens, err error) {
	if c.request != nil {
		need, err = fit(c.request, c.mode)
	} else {
		var r Request
		m = a.use(a.flight, m, func(m *member) { r, err = m.call.Compose(m.ctx, c.mode) })
		if m.ctx.Err() != nil {
			return Tokens{}, nil // somebody else may still wait
		}
		if err == nil {
			c.request = &r
			need, err = fit(c.request, c.mode)
		}
	}
	if errors.Is(err, ErrTooLarge) {
		a.tooLarge(c, m.call)
		return Tokens{}, nil
	}
	return need, err
}

// tooLarge answers that nothing was sent because it does not fit.
func (a *asking) tooLarge(c *candidate, call Call) {
	c.request = nil
	switch {
	case c.repaired:
		c.closed = pipeline.OutcomeInvalid
		a.escalate()
	case c.mode.Images && !call.NeedsImages:
		c.mode.Images = false
	default:
		c.closed = pipeline.OutcomeTooLarge
	}
}
