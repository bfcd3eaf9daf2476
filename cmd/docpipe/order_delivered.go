package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// delivered answers from batches, and asks live for what they did not bring.
type delivered struct{ orders *orders }

var _ model.Asker = (*delivered)(nil)

// Ask implements model.Asker: what was delivered for c becomes a kept answer, if it passes.
func (a *delivered) Ask(ctx context.Context, c model.Call) (model.Answer, error) {
	q := a.orders
	for _, t := range q.router.Targets() {
		item := model.ItemID(c, t.Model)
		if !q.known[item] {
			continue
		}
		if err := q.keep(ctx, c, item); err != nil {
			return model.Answer{}, err
		}
	}
	return q.router.Ask(ctx, c)
}

func (q *orders) keep(ctx context.Context, c model.Call, item string) error {
	raw, err := q.answers.Load(ctx, c.Document, deliveredName(item))
	if errors.Is(err, pipeline.ErrNotFound) || errors.Is(err, pipeline.ErrDamaged) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking for what a batch brought: %w", err)
	}
	var d model.Delivered
	if err := json.Unmarshal(raw, &d); err != nil {
		return fmt.Errorf("what a batch brought: %w: %w", err, pipeline.ErrDamaged)
	}
	wrong, err := q.router.Keep(ctx, c, d)
	if len(wrong) > 0 && c.Document.Purse != nil {
		d.Attempt.Outcome, d.Attempt.Recovered = pipeline.OutcomeInvalid, true
		c.Document.Purse.Settle(0, d.Attempt)
	}
	return err
}
