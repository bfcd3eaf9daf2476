package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

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
	holds   map[pipeline.Micros][]string // by amount: those of one amount are alike
	out     int                          // holds in all
	changed chan struct{}                // closed when one is settled
	usage   pipeline.Usage
}

var _ pipeline.Purse = (*heldPurse)(nil)

// Reserve implements pipeline.Purse. While requests of the same question are out, whose money
// may come back, it waits for that.
func (p *heldPurse) Reserve(ctx context.Context, worst pipeline.Micros) error {
	for {
		out, changed := p.waiting()
		hold, err := p.ledger.Hold(ctx, p.document, worst, p.budget)
		if err == nil {
			p.add(worst, hold)
			return nil
		}
		if out == 0 || !errors.Is(err, pipeline.ErrBudgetExhausted) {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Settle implements pipeline.Purse. A booking that fails leaves the hold in place: the money
// counts as spent.
func (p *heldPurse) Settle(worst pipeline.Micros, a pipeline.Attempt) {
	booked, err := p.ledger.Book(context.Background(), p.document, p.take(worst), a)
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

// waiting returns how many holds are out, and what is closed when there is one less.
func (p *heldPurse) waiting() (int, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	return p.out, p.changed
}

func (p *heldPurse) add(amount pipeline.Micros, hold string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.holds == nil {
		p.holds = map[pipeline.Micros][]string{}
	}
	p.holds[amount] = append(p.holds[amount], hold)
	p.out++
}

// take returns a hold of this amount; empty for an answer that took no money.
func (p *heldPurse) take(amount pipeline.Micros) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.holds[amount]
	if len(all) == 0 {
		return ""
	}
	p.holds[amount] = all[:len(all)-1]
	p.out--
	return all[len(all)-1]
}
