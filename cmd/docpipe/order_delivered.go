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
	if err := a.orders.fetch(ctx, c); err != nil {
		return model.Answer{}, err
	}
	return a.orders.router.Ask(ctx, c)
}

// fetch makes kept answers of what batches have brought for c.
func (q *orders) fetch(ctx context.Context, c model.Call) error {
	for _, t := range q.router.Targets() {
		item := model.ItemID(c, t.Model)
		if !q.ordered(item) {
			continue
		}
		if err := q.keep(ctx, c, item); err != nil {
			return err
		}
	}
	return nil
}

// ordered reports whether an item was ever put into a batch.
func (q *orders) ordered(item string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.known[item]
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
	if len(wrong) > 0 { // it is paid for all the same
		err = q.money.ledger.Amend(ctx, d.Attempt.ID, pipeline.OutcomeInvalid)
	}
	return err
}
