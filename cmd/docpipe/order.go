package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// orders are the batches that a run has handed to providers. Each stands in a file of its own in
// --out/.docpipe/batches, written before it leaves, so that a run that goes on never orders twice:
//
//	sending   it may have left; nobody knows its name yet
//	out       the provider has it
//	over      what came of it is stored and booked
//	lost      it may have left, and the provider cannot be asked: its money counts as possibly billed
type orders struct {
	wires   map[string]model.BatchWire // by target; nil without --batch
	dir     string
	answers pipeline.Answers
	notes   io.Writer // progress
	money   *batchMoney
	router  *model.Router

	mu      sync.Mutex
	batches []*order
	known   map[string]bool           // items that were ordered, whatever came of them
	held    map[string]*model.Wallet  // by item: who set money aside in this process
	waiting map[string][]orderedEntry // by target: gathered, not handed over yet
	short   int                       // questions for whose worst case there was no money
}

// States of orders.
const (
	orderSending = "sending"
	orderOut     = "out"
	orderOver    = "over"
	orderLost    = "lost"
)

// An order is one batch.
type order struct {
	State  string        `json:"state"`
	Target model.Target  `json:"target"`
	Batch  string        `json:"batch"` // the provider's name of it
	Items  []orderedItem `json:"items"`

	path    string
	told    int    // answered items that were told of
	trouble string // why it could not be looked at last
}

// An orderedItem is one question of a batch, without what it asks.
type orderedItem struct {
	ID       string          `json:"id"`
	Attempt  string          `json:"attempt"`
	Document string          `json:"document"`
	Files    []string        `json:"files"` // sha256 of the document's files: they name its content
	Task     string          `json:"task"`
	JSON     model.JSONMode  `json:"json"`
	Tokens   model.Tokens    `json:"tokens"`
	Worst    pipeline.Micros `json:"worst_usd"`
}

// openOrders reads what earlier runs in the folder have ordered. It returns nil when there is nothing
// and --batch is not given, and refuses to leave batches behind that are not over.
func openOrders(o *batchOptions, w *workspace, m modelsOptions) (*orders, error) {
	q := &orders{
		dir: filepath.Join(w.dir, "batches"), answers: w.answers,
		known: map[string]bool{}, held: map[string]*model.Wallet{}, waiting: map[string][]orderedEntry{},
	}
	if err := q.load(); err != nil {
		return nil, err
	}
	open := slices.ContainsFunc(q.batches, func(b *order) bool { return b.State == orderOut || b.State == orderSending })
	switch {
	case !o.batch && open:
		return nil, usagef("--out %s waits for answers that were ordered with --batch: go on with --batch --resume", o.out)
	case !o.batch && len(q.batches) == 0, !o.batch && len(m.targets) == 0:
		return nil, nil
	case !o.batch:
		return q, nil
	case len(m.targets) == 0:
		return nil, usagef("--batch needs a model, and none may be asked: name one with --model, or configure models.targets")
	}
	if err := os.MkdirAll(q.dir, 0o700); err != nil {
		return nil, err
	}
	wires, err := openBatches(m)
	q.wires = wires
	return q, err
}

// inBatches buys the answers that can be bought in batches, and has b find them.
func (b *batch) inBatches(ctx context.Context, q *orders, inputs []input, notes io.Writer) error {
	if q == nil {
		return nil
	}
	q.notes, q.money, q.router = notes, b.money, b.app.models.router
	if b.options.progress == "none" {
		q.notes = io.Discard
	}
	if q.wires != nil {
		if err := q.buy(ctx, b, inputs); err != nil {
			return fmt.Errorf("--batch: %w", err)
		}
	}
	b.route = b.app.asking(&delivered{q}).route()
	return nil
}

// mostRounds bounds how often a run waits for batches: each may take the provider a day.
const mostRounds = 3

// buy settles what earlier runs ordered before it orders more: their money is then known. What
// follows from the answers of one round, such as rows that they left out, goes into the next.
func (q *orders) buy(ctx context.Context, b *batch, inputs []input) error {
	if err := q.findLost(ctx); err != nil {
		return err
	}
	if err := q.await(ctx); err != nil {
		return err
	}
	for range mostRounds {
		before := len(q.known)
		if err := q.round(ctx, b, inputs); err != nil {
			return err
		}
		if len(q.known) == before {
			break
		}
	}
	if q.short > 0 {
		fmt.Fprintf(q.notes, "%s not ordered: the budget does not reach for the worst case; they are asked live as far as it does\n", counted(q.short, "question"))
	}
	return nil
}

// round orders all questions that can be asked now, and waits for their answers.
func (q *orders) round(ctx context.Context, b *batch, inputs []input) error {
	q.short = 0
	if err := b.survey(ctx, inputs, newGatherer(q)); err != nil {
		return err
	}
	if err := q.handOverAll(ctx); err != nil {
		return err
	}
	return q.await(ctx)
}
