package model

import (
	"context"
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// A Quote is what a call would cost at the target that is asked first.
type Quote struct {
	Target   string
	Model    string
	Images   bool // page images would be sent
	Kept     bool // an answer is kept: nothing would be bought, and the rest is zero
	Tokens   Tokens
	Expected pipeline.Micros
	Worst    pipeline.Micros
}

// Quote returns what c would cost. It sends nothing and needs no purse. Errors are those of
// [Router.Ask] that are known before a request.
func (r *Router) Quote(ctx context.Context, c Call) (Quote, error) {
	open, premium := r.choose(c)
	look := answering(c, open, premium)
	if c.Escalate != "" {
		open = append(premium, open...)
	}
	if len(open) == 0 {
		return Quote{}, nobody(c, premium)
	}
	a, ok, err := r.load(ctx, c, look)
	if ok || err != nil {
		return Quote{Target: a.Target, Model: a.Model, Kept: ok}, err
	}
	for _, t := range open {
		_, need, err := t.measure(ctx, c)
		if err == nil {
			return t.quote(need), nil
		}
		if !errors.Is(err, ErrTooLarge) {
			return Quote{}, err
		}
	}
	return Quote{}, tooLarge()
}

// Ordered lists who may be asked for c, in the order in which they are, premium targets last.
func (r *Router) Ordered(c Call) []Target {
	var all []Target
	open, premium := r.choose(c)
	for _, t := range append(open, premium...) {
		all = append(all, t.Target)
	}
	return all
}

func (t *candidate) quote(need Tokens) Quote {
	return Quote{
		Target: t.Name, Model: t.Model, Images: t.mode.Images, Tokens: need,
		Expected: t.Price.Cost(need.Input, need.Output), Worst: t.Price.Cost(need.MostInput, need.MostOutput),
	}
}

// measure composes c for t, without images when it does not fit with them.
func (t *candidate) measure(ctx context.Context, c Call) (Request, Tokens, error) {
	for {
		q, err := c.Compose(ctx, t.mode)
		if err == nil {
			var need Tokens
			if need, err = fit(&q, t.mode); err == nil {
				return q, need, nil
			}
		}
		if !errors.Is(err, ErrTooLarge) || !t.mode.Images || c.NeedsImages {
			return Request{}, Tokens{}, fmt.Errorf("%s: %w", t.Name, err)
		}
		t.mode.Images = false
	}
}
