package model

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"

	"docpipe/pipeline"
)

// A Planned call is composed for the target that would be asked first, to be sent by another
// way than [Router.Ask]: in a batch.
type Planned struct {
	Target  Target
	JSON    JSONMode // how JSON is asked for; empty when plain text is
	Request Request
	Quote   Quote // at the live price
}

// Plan composes c for the first of its targets that takes it, and sends nothing. Errors are those of
// [Router.Ask] that are known before a request.
func (r *Router) Plan(ctx context.Context, c Call) (Planned, error) {
	open, premium := r.choose(c)
	if c.Escalate != "" {
		open = slices.Concat(premium, open)
	}
	if len(open) == 0 {
		return Planned{}, nobody(c, premium)
	}
	for _, t := range open {
		q, need, err := t.measure(ctx, c)
		if errors.Is(err, ErrTooLarge) {
			continue
		}
		if err != nil {
			return Planned{}, err
		}
		p := Planned{Target: t.Target, Request: q, Quote: t.quote(need)}
		if q.Output != nil {
			p.JSON = t.mode.JSON
		}
		return p, nil
	}
	return Planned{}, tooLarge()
}

// Kept returns the answer of c that is kept, false when there is none. As for [Router.Ask], what
// plain targets said does not answer a call that escalates.
func (r *Router) Kept(ctx context.Context, c Call) (Answer, bool, error) {
	open, premium := r.choose(c)
	return r.load(ctx, c, answering(c, open, premium))
}

// ItemID names c put to a model: the same call has the same name in every process. It is fit for
// a [BatchItem].
func ItemID(c Call, model string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", c.Document.Tenant, c.Document.Content(), answerName(c, model)))
	return hex.EncodeToString(sum[:24])
}

// A Delivered response came another way than by [Router.Ask], and was paid for there.
type Delivered struct {
	Document      string // in whose books the attempt stands
	Target, Model string
	JSON          JSONMode
	Response      Response
	Attempt       pipeline.Attempt // what it cost, as it is booked
}

// Keep takes a delivered response for an answer of c: it is parsed and checked as strictly as any,
// and kept under the same name, so that Ask finds it. It returns what is wrong with it, in
// words; then nothing is kept.
func (r *Router) Keep(ctx context.Context, c Call, d Delivered) (wrong []string, err error) {
	if d.Response.Finish != FinishStop {
		return []string{"the model stopped because of: " + string(d.Response.Finish)}, nil
	}
	a := Answer{Text: d.Response.Text, Target: d.Target, Model: d.Model, json: d.JSON}
	if wrong = examine(c, &a); len(wrong) > 0 {
		return wrong, nil
	}
	a.bought = []purchase{{cmp.Or(d.Document, c.Document.Payer()), d.Attempt}}
	return nil, r.save(ctx, c, a)
}

// BatchAttempt is what a response cost that came in a batch, booked under id. expected is what its
// request was to take.
func BatchAttempt(id, task string, t Target, expected Tokens, y Response) pipeline.Attempt {
	a := pipeline.Attempt{ID: id, Task: task, Target: t.Name, Model: t.Model, Outcome: pipeline.OutcomeAnswered, Batch: true}
	book(&a, t, y.Usage, expected, y.Text)
	a.Cost, a.Estimate = t.Price.InBatch(a.Cost), t.Price.InBatch(t.Price.Cost(expected.Input, expected.Output))
	return a
}

// InBatch is what a live price of m comes to in a batch, rounded up.
func (p Price) InBatch(m pipeline.Micros) pipeline.Micros {
	if p.Batch <= 0 {
		return m
	}
	return pipeline.Micros(math.Ceil(float64(m) * p.Batch))
}
