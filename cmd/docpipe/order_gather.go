package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// What one batch holds at most: less than any provider takes, and little enough for our memory.
const (
	orderItems = 2_000
	orderBytes = 64 << 20 // of texts and images
)

// An orderedEntry is a question with what it asks, until it is handed over.
type orderedEntry struct {
	item    orderedItem
	target  model.Target
	request model.Request
	bytes   int
}

// take puts a question into the next batch of its target, when there is money for its worst case.
func (q *orders) take(ctx context.Context, c model.Call, p model.Planned) error {
	d := c.Document
	e := orderedEntry{target: p.Target, request: p.Request, bytes: size(p.Request), item: orderedItem{
		ID: model.ItemID(c, p.Target.Model), Attempt: ledger.NewID("att"), Document: d.Payer(), Task: c.Task, JSON: p.JSON,
		Tokens: p.Quote.Tokens, Worst: p.Target.Price.InBatch(p.Quote.Worst),
	}}
	for _, f := range d.Files {
		e.item.Files = append(e.item.Files, f.SHA256)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.known[e.item.ID] {
		return nil
	}
	purse := q.money.wallets.For(d.Tenant)
	if p, ok := d.Purse.(*batchPurse); ok {
		purse = p.Wallet
	}
	if err := purse.TryReserve(e.item.Worst); errors.Is(err, pipeline.ErrBudgetExhausted) {
		q.short++
		return nil
	} else if err != nil {
		return err
	}
	q.known[e.item.ID], q.held[e.item.ID] = true, purse
	name := p.Target.Name
	bytes := e.bytes
	for _, w := range q.waiting[name] {
		bytes += w.bytes
	}
	if n := len(q.waiting[name]); n > 0 && (bytes > orderBytes || n == orderItems) {
		if err := q.handOver(ctx, name); err != nil {
			return err
		}
	}
	q.waiting[name] = append(q.waiting[name], e)
	return nil
}

func size(r model.Request) int {
	n := len(r.System)
	if r.Output != nil {
		n += len(r.Output.Schema)
	}
	for _, t := range r.Turns {
		for _, p := range t.Parts {
			n += len(p.Text) + len(p.Image)
		}
	}
	return n
}

func (q *orders) handOverAll(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for name := range q.waiting {
		if err := q.handOver(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// handOver orders what waits for a target. The order is written down before it leaves.
func (q *orders) handOver(ctx context.Context, name string) error {
	entries := q.waiting[name]
	delete(q.waiting, name)
	b := &order{Target: entries[0].target}
	items := make([]model.BatchItem, len(entries))
	for i, e := range entries {
		b.Items = append(b.Items, e.item)
		items[i] = model.BatchItem{ID: e.item.ID, Request: e.request}
	}
	q.place(b)
	if err := b.become(orderSending); err != nil {
		return err
	}
	q.add(b)
	batch, err := q.wires[name].Submit(ctx, items)
	var f *model.Fault
	switch {
	case err == nil:
		b.Batch = batch
		fmt.Fprintf(q.notes, "ordered %s from %s in a batch; interrupted, the wait goes on with --resume\n", counted(len(items), "answer"), name)
		return b.become(orderOut)
	case errors.As(err, &f) && !f.PossiblyBilled:
		return errors.Join(refusedOrder(name, f), q.withdraw(b))
	}
	return fmt.Errorf("%s may have taken a batch of %s: go on with --resume, which looks for it: %w", name, counted(len(items), "question"), err)
}

// refusedOrder says why a provider took no batch.
func refusedOrder(name string, f *model.Fault) error {
	if f.Status == http.StatusNotFound || f.Status == http.StatusMethodNotAllowed {
		return usagef("target %s has no batch endpoint: leave --batch out, or name another target with --model: %w", name, f)
	}
	return fmt.Errorf("target %s takes no batch: %w", name, f)
}
