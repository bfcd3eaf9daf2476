package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// findLost looks for orders whose name never arrived. What the provider does not know was never
// ordered; where it cannot be asked, the worst is assumed, and nothing is ordered again.
func (q *orders) findLost(ctx context.Context) error {
	for _, b := range append([]*order(nil), q.batches...) {
		if b.State != orderSending {
			continue
		}
		finder, ok := q.wires[b.Target.Name].(model.BatchFinder)
		if !ok {
			if err := q.giveUp(ctx, b); err != nil {
				return err
			}
			continue
		}
		ids := make([]string, len(b.Items))
		for i, item := range b.Items {
			ids[i] = item.ID
		}
		name, err := finder.Find(ctx, ids)
		switch {
		case err != nil:
			return fmt.Errorf("looking for a batch at %s: %w", b.Target.Name, err)
		case name == "":
			err = q.withdraw(b)
		default:
			b.Batch = name
			err = b.become(orderOut)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// giveUp books an order that may be out as possibly billed.
func (q *orders) giveUp(ctx context.Context, b *order) error {
	fmt.Fprintf(q.notes, "%s may have taken a batch of %s whose name was lost, and cannot be asked for it: cancel it on the provider's site. It counts as possibly billed; the questions are asked live\n",
		b.Target.Name, counted(len(b.Items), "question"))
	return q.bookLost(ctx, b)
}

// bookLost books the worst case of every item of an order that nobody will answer.
func (q *orders) bookLost(ctx context.Context, b *order) error {
	for _, item := range b.Items {
		a := pipeline.Attempt{ID: item.Attempt, Task: item.Task, Target: b.Target.Name, Model: b.Target.Model, Outcome: pipeline.OutcomeTruncated,
			PossiblyBilled: item.Worst, Batch: true}
		if err := q.settle(ctx, item, a); err != nil {
			return err
		}
	}
	return b.become(orderLost)
}

// Waits between two looks at the same batches.
const (
	firstLook = time.Second
	lastLook  = 30 * time.Second
)

// await waits until every order is over, and collects each as soon as it is.
func (q *orders) await(ctx context.Context) error {
	for wait := firstLook; ; wait = min(wait*3/2, lastLook) {
		open := 0
		for _, b := range q.batches {
			if b.State != orderOut {
				continue
			}
			over, err := q.look(ctx, b)
			if err == nil && over {
				err = q.collect(ctx, b)
			}
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err != nil && !errors.Is(err, pipeline.ErrProviderUnavailable) {
				return fmt.Errorf("the batch at %s: %w", b.Target.Name, err)
			}
			q.tellTrouble(b, err)
			if b.State == orderOut {
				open++
			}
		}
		if open == 0 {
			return nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		}
	}
}

// tellTrouble says once why a batch cannot be looked at now. The wait goes on.
func (q *orders) tellTrouble(b *order, err error) {
	trouble := ""
	if err != nil {
		trouble = err.Error()
	}
	if trouble != "" && trouble != b.trouble {
		fmt.Fprintf(q.notes, "the batch at %s: %s; it is looked at again\n", b.Target.Name, trouble)
	}
	b.trouble = trouble
}

// look asks how far an order is, and says so when that has changed.
func (q *orders) look(ctx context.Context, b *order) (over bool, err error) {
	wire := q.wires[b.Target.Name]
	if wire == nil {
		return false, usagef("answers are on order from %s, which may not be asked now: name it with --model", b.Target.Name)
	}
	s, err := wire.Poll(ctx, b.Batch)
	var f *model.Fault
	if errors.As(err, &f) && f.Status == http.StatusNotFound {
		fmt.Fprintf(q.notes, "%s does not know its batch any more, and may have charged for it: it counts as possibly billed, its questions are asked live\n", b.Target.Name)
		return false, q.bookLost(ctx, b)
	}
	if err != nil {
		return false, err
	}
	if s.Failed != "" {
		fmt.Fprintf(q.notes, "%s: %s; what it did not answer is asked live\n", b.Target.Name, s.Failed)
	} else if s.Done != b.told || s.Over {
		fmt.Fprintf(q.notes, "%s has answered %d of %d\n", b.Target.Name, s.Done, len(b.Items))
		b.told = s.Done
	}
	return s.Over, nil
}

// collect stores and books every answer, then lets the provider forget the batch. It may run
// again after a crash: nothing is booked twice.
func (q *orders) collect(ctx context.Context, b *order) error {
	items := map[string]orderedItem{}
	for _, item := range b.Items {
		items[item.ID] = item
	}
	failed := 0
	for r, err := range q.wires[b.Target.Name].Collect(ctx, b.Batch) {
		if err != nil {
			return err
		}
		item, ours := items[r.ID]
		if !ours {
			continue
		}
		if r.Err != nil {
			failed++
			continue
		}
		if err := q.receive(ctx, b, item, r.Response); err != nil {
			return err
		}
		delete(items, r.ID)
	}
	for _, item := range items {
		q.release(item)
	}
	if failed > 0 {
		fmt.Fprintf(q.notes, "%s gave no answer to %s: asked live\n", b.Target.Name, counted(failed, "question"))
	}
	if err := b.become(orderOver); err != nil {
		return err
	}
	_ = q.wires[b.Target.Name].Forget(ctx, b.Batch) // providers delete by themselves in time
	return nil
}

// deliveredName is where what came for an item is stored, beside the answers of its document.
func deliveredName(item string) string { return "batch/" + item }

func (q *orders) receive(ctx context.Context, b *order, item orderedItem, y model.Response) error {
	a := model.BatchAttempt(item.Attempt, item.Task, b.Target, item.Tokens, y)
	raw, err := json.Marshal(model.Delivered{Document: item.Document, Target: b.Target.Name, Model: b.Target.Model, JSON: item.JSON, Response: y, Attempt: a})
	if err == nil {
		err = q.answers.Save(ctx, item.document(), deliveredName(item.ID), raw)
	}
	if err != nil {
		return err
	}
	return q.settle(ctx, item, a)
}

// settle books what an item cost, unless a collection that broke off has done so.
func (q *orders) settle(ctx context.Context, item orderedItem, a pipeline.Attempt) error {
	before, err := q.money.ledger.DocumentUsage(ctx, item.Document)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(before.Attempts, func(b pipeline.Attempt) bool { return b.ID == a.ID }) {
		return nil
	}
	if err := q.money.ledger.Spend(ctx, item.document(), a); err != nil {
		return err
	}
	q.money.alarm.note(a)
	purse, worst := q.held[item.ID], item.Worst
	if purse == nil {
		purse, worst = q.money.wallets.For(localTenant), 0
	}
	delete(q.held, item.ID)
	purse.Settle(worst, a)
	return nil
}

// release gives back what was set aside for an item that brought nothing.
func (q *orders) release(item orderedItem) {
	if purse := q.held[item.ID]; purse != nil {
		purse.Settle(item.Worst, pipeline.Attempt{Outcome: pipeline.OutcomeUnavailable})
		delete(q.held, item.ID)
	}
}

// document is as much of the item's document as names it in the stores.
func (i orderedItem) document() *pipeline.Document {
	d := &pipeline.Document{ID: i.Document, Tenant: localTenant}
	for _, sum := range i.Files {
		d.Files = append(d.Files, pipeline.File{SHA256: sum})
	}
	return d
}
