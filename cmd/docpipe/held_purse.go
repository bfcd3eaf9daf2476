package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// A heldPurse pays for questions that belong to no job: each request holds its worst case in the
// ledger's budgets. A person waits for the answer and few requests are sent, so one transaction
// before and one after each is cheap; and questions that come at once share what a document may
// cost to the last cent.
type heldPurse struct {
	ledger   *ledger.Ledger
	budget   pipeline.Budget
	document *pipeline.Document
	settled  func() // after money has moved
	log      *slog.Logger

	mu      sync.Mutex
	holds   holds
	changed chan struct{} // closed when one is settled
	usage   pipeline.Usage
}

var _ pipeline.Purse = (*heldPurse)(nil)

// heldLook is how often a question looks whether money has come back that others had set aside.
const heldLook = 250 * time.Millisecond

// Reserve implements pipeline.Purse. While others have set money aside that would suffice, requests
// of the same question or jobs and questions about other documents, it waits for that: as long as
// ctx lets it.
func (p *heldPurse) Reserve(ctx context.Context, worst pipeline.Micros) error {
	for {
		changed := p.waiting()
		hold, err := p.ledger.Hold(ctx, p.document, worst, p.budget)
		if err == nil {
			p.holds.add(worst, hold)
			return nil
		}
		if !errors.Is(err, ledger.ErrHeld) {
			return err
		}
		if err := awaitMoney(ctx, changed); err != nil {
			return err
		}
	}
}

// awaitMoney returns when it is worth another look.
func awaitMoney(ctx context.Context, changed <-chan struct{}) error {
	timer := time.NewTimer(heldLook)
	defer timer.Stop()
	select {
	case <-changed:
	case <-timer.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// Settle implements pipeline.Purse. A booking that fails leaves the hold in place: the money
// counts as spent.
func (p *heldPurse) Settle(worst pipeline.Micros, a pipeline.Attempt) {
	booked, err := p.ledger.Book(context.Background(), p.document, p.holds.take(worst), a)
	if err != nil {
		p.log.Error("booking what a question cost", "document", p.document.ID, "error", err)
		booked = []pipeline.Attempt{a}
	}
	p.mu.Lock()
	for _, b := range booked {
		p.usage.Add(b)
	}
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
	p.mu.Unlock()
	p.settled()
}

// Usage returns what was settled so far.
func (p *heldPurse) Usage() pipeline.Usage {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.usage
	u.Attempts = slices.Clone(u.Attempts)
	return u
}

// waiting returns what is closed when a request of this question is settled.
func (p *heldPurse) waiting() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	return p.changed
}
