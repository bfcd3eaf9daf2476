package model

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"docpipe/pipeline"
)

// A Deployment is a target with the keys that reach it.
type Deployment struct {
	Target Target
	Keys   []Key
}

// A Router asks targets for answers. It is the only place where a request is repeated, and the
// only one that spends money: see RouterConfig for the policy and the attempt loop in [Router.Ask].
// It is safe for concurrent use.
type Router struct {
	cfg         RouterConfig
	deployments []*deployment
	answers     pipeline.Answers
	observer    Observer
	flights     flights
	jitter      func(ceiling time.Duration) time.Duration
}

var _ Asker = (*Router)(nil)

// NewRouter returns a router over deployments. answers may be nil: then nothing is kept.
// observer may be nil. Its error wraps pipeline.ErrInvalid and tells all mistakes.
func NewRouter(cfg RouterConfig, deployments []Deployment, answers pipeline.Answers, observer Observer) (*Router, error) {
	errs := []error{cfg.Validate()}
	r := &Router{cfg: cfg, answers: answers, observer: observer, jitter: fullJitter}
	if observer == nil {
		r.observer = unobserved{}
	}
	seen := map[string]bool{}
	for _, d := range deployments {
		if seen[d.Target.Name] {
			errs = append(errs, fmt.Errorf("target %q is there twice", d.Target.Name))
		}
		seen[d.Target.Name] = true
		errs = append(errs, d.validate())
		if len(d.Keys) > 0 {
			r.deployments = append(r.deployments, newDeployment(d, cfg))
		}
	}
	if len(deployments) == 0 {
		errs = append(errs, errors.New("no target: configure one under models.targets"))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("models: %w: %w", err, pipeline.ErrInvalid)
	}
	return r, nil
}

// fullJitter is a random part of ceiling.
func fullJitter(ceiling time.Duration) time.Duration { return rand.N(ceiling) + 1 }

// Targets lists who may be asked, in the order of the configuration.
func (r *Router) Targets() []Target {
	all := make([]Target, len(r.deployments))
	for i, d := range r.deployments {
		all[i] = d.Target
	}
	return all
}

// Ask answers c. An answer that is kept costs nothing; the same question in flight is bought
// once for all who ask it; anything else goes through the attempt loop:
//
//	429, 408, 409, 5xx, no answer   the next target, or a wait: what the provider asks for, or random
//	401, 402, 403, 404, no credit   that key rests; the next key, then the next target
//	400, 413, 422                   once more in another mode, then the next target
//	length, filter, refusal         once the next target
//	not JSON, or not acceptable     once more with what is wrong; then a premium target
//
// Money for the worst case is reserved with the document's purse before each request, and
// settled after it. The error is a [*Failure], one of Compose or of the store, or ctx's; then
// Ask returns at once.
func (r *Router) Ask(ctx context.Context, c Call) (Answer, error) {
	ctx, end := r.observer.Call(ctx, c)
	a, err := r.ask(ctx, c)
	end(a, err)
	return a, err
}

func (r *Router) ask(ctx context.Context, c Call) (Answer, error) {
	for {
		m := &member{call: c, purse: c.Document.Purse, ctx: ctx}
		f := r.board(m)
		select {
		case <-f.done:
		case <-ctx.Done():
			r.leave(f, m)
			return Answer{}, r.ended(ctx, c)
		}
		if f.by == m {
			return f.answer, f.err
		}
		if a, again, err := shared(m, f); !again {
			return a, err
		}
	}
}

// ended is ctx's error, with what a provider asked for where its time went by waiting for that.
func (r *Router) ended(ctx context.Context, c Call) error {
	open, _ := r.choose(c)
	busy := slices.ContainsFunc(open, func(c *candidate) bool { t, _ := c.quiet(); return !t.After(time.Now()) })
	if told := told(open); told != "" && !busy && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &Deferred{Told: told, Err: ctx.Err()}
	}
	return ctx.Err()
}

// shared is what a flight that another call paid for means for m. A flight that ended because
// everybody left or the payer's purse was empty is no answer: m tries again.
func shared(m *member, f *flight) (a Answer, again bool, err error) {
	switch {
	case m.ctx.Err() != nil:
		return Answer{}, false, m.ctx.Err()
	case f.by == nil || errors.Is(f.err, pipeline.ErrBudgetExhausted):
		return Answer{}, true, nil
	case f.err != nil:
		return Answer{}, false, f.err
	}
	a, ok := reuse(m.call, f.answer)
	if ok {
		m.bookFree(a)
	}
	return a, !ok, nil
}
