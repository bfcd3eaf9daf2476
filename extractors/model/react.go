package model

import (
	"context"
	"errors"
	"net/http"
	"time"

	"docpipe/pipeline"
)

// A mishap is a request without an answer, and its name in the books.
type mishap struct {
	Fault
	outcome string
}

// explain says what err means: ctx is the call's, limited the request's own.
func explain(ctx, limited context.Context, err error) *mishap {
	m := &mishap{Fault{Kind: ErrUnavailable}, pipeline.OutcomeUnavailable}
	var f *Fault
	switch {
	case errors.As(err, &f):
		m.Fault, m.outcome = *f, outcomeOf(f.Kind)
	case limited.Err() == nil: // no wire of ours: nobody knows how far the request came
		m.PossiblyBilled = true
	}
	switch {
	case ctx.Err() != nil:
		m.outcome = pipeline.OutcomeCancelled
	case limited.Err() != nil && m.Kind == ErrUnavailable:
		m.outcome = pipeline.OutcomeTimeout
	}
	return m
}

func outcomeOf(kind error) string {
	switch kind {
	case ErrRateLimited:
		return pipeline.OutcomeRateLimited
	case ErrRejected:
		return pipeline.OutcomeRejected
	case ErrTooLarge:
		return pipeline.OutcomeTooLarge
	case ErrAuth:
		return pipeline.OutcomeAuth
	case ErrExhausted:
		return pipeline.OutcomeExhausted
	case ErrTruncated:
		return pipeline.OutcomeTruncated
	}
	return pipeline.OutcomeUnavailable
}

// verdict is what the breaker learns: a target that refuses a request works.
func (m *mishap) verdict() error {
	if m == nil {
		return nil
	}
	switch m.outcome {
	case pipeline.OutcomeUnavailable, pipeline.OutcomeTimeout, pipeline.OutcomeTruncated:
		return errFailed
	case pipeline.OutcomeRateLimited, pipeline.OutcomeCancelled:
		return errNoVerdict
	}
	return nil
}

func (m *mishap) status() int {
	if m == nil {
		return 0
	}
	return m.Status
}

// failed draws the conclusion from a request without an answer.
func (a *asking) failed(c *candidate, p *pass, f *mishap) {
	now := time.Now()
	switch {
	case f.outcome == pipeline.OutcomeCancelled:
	case f.outcome == pipeline.OutcomeAuth, f.outcome == pipeline.OutcomeExhausted, f.Status == http.StatusNotFound:
		a.rotate(c, p.key, f.outcome, now)
	case f.outcome == pipeline.OutcomeRejected, f.outcome == pipeline.OutcomeTooLarge:
		a.attempts++
		c.another(p.payer.call, f.outcome == pipeline.OutcomeTooLarge, f.outcome)
	default:
		a.putOff(c, p.key, f, now)
	}
}

// rotate lets a key rest that is refused, or that has no such model, whatever it is asked. That
// costs no attempt; as many keys are tried as there are.
func (a *asking) rotate(c *candidate, key int, outcome string, now time.Time) {
	c.keys.cool(key, now.Add(a.cfg.KeyCooldown), outcome)
	if c.rotations++; c.rotations >= len(c.keys.keys) {
		c.closed = outcome
	}
}

// putOff makes c wait. A wait that the provider asked for is no attempt, and holds for everyone
// who uses the key.
func (a *asking) putOff(c *candidate, key int, f *mishap, now time.Time) {
	wait := min(max(f.Wait, a.backoff(c.failures+1)), a.cfg.MaxWait)
	if f.Wait > 0 {
		c.heard(now.Add(f.Wait), f.Status)
		a.waits++
	} else {
		a.attempts++
	}
	if f.Wait > 0 || f.outcome == pipeline.OutcomeRateLimited {
		c.keys.cool(key, now.Add(wait), f.outcome)
		if !c.keys.ready().After(now) {
			return // another key can go on
		}
	} else {
		c.notBefore = now.Add(wait)
	}
	c.failures++
}

// refused counts an answer that is none: its target would say the same again, another one may
// be asked once.
func (a *asking) refused(c *candidate, outcome string) {
	a.attempts++
	c.closed = outcome
	if a.refusals++; a.refusals > 1 {
		a.open = nil
	}
}

// invalid has the target told what is wrong, once; after that better ones are asked.
func (a *asking) invalid(c *candidate, text string, wrong []string) {
	a.attempts++
	if c.repaired {
		c.closed = pipeline.OutcomeInvalid
		a.escalate()
		return
	}
	r := repair(*c.request, text, wrong)
	c.request, c.repaired = &r, true
}
