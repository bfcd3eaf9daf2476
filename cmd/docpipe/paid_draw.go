package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// A drawingPurse spends a grant. Before requests may cost more than it has said so far, it tells
// the ledger: what was never told returns to the budgets when the worker dies. It remembers that
// a request was not sent for want of money.
type drawingPurse struct {
	*model.Wallet
	draw   func(ctx context.Context, upTo pipeline.Micros) error
	wanted atomic.Bool

	mu    sync.Mutex
	told  pipeline.Micros
	spent pipeline.Micros // what is out counts with its worst case
}

var _ pipeline.Purse = (*drawingPurse)(nil)

// Reserve implements pipeline.Purse. It wraps pipeline.ErrClaimed when the money was taken back.
func (p *drawingPurse) Reserve(ctx context.Context, worst pipeline.Micros) error {
	err := p.Wallet.Reserve(ctx, worst)
	if errors.Is(err, pipeline.ErrBudgetExhausted) {
		p.wanted.Store(true)
	}
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spent += worst
	if p.spent <= p.told {
		return nil
	}
	upTo := max(p.spent, 2*p.told)
	if err := p.draw(ctx, upTo); err != nil {
		return err // the claim is over: nobody reserves from this purse again
	}
	p.told = upTo
	return nil
}

// Settle implements pipeline.Purse.
func (p *drawingPurse) Settle(worst pipeline.Micros, a pipeline.Attempt) {
	p.Wallet.Settle(worst, a)
	if a.Recovered {
		return // its money was drawn by the try that bought it
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spent += a.Cost + a.PossiblyBilled - worst
}
