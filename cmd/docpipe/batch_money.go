package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// batchMoney holds the budgets of a batch. The ledger of --out knows of every request before it
// leaves and of every answer as soon as it is there, so that a run that goes on counts both.
type batchMoney struct {
	ledger  *ledger.Ledger
	wallets *model.Wallets
	before  pipeline.Micros // spent in runs before
	alarm   *costAlarm
	live    liveCalls
	probes  pipeline.Micros // of spent, what looking at targets has cost
}

// newBatchMoney gives the run what earlier runs in the same folder have left of most, and of
// today's budgets. What a run that was killed had sent counts as possibly billed: nobody else
// works in the folder.
func newBatchMoney(ctx context.Context, l *ledger.Ledger, b budgetConfig, most pipeline.Micros, alarm func(overrun)) (*batchMoney, error) {
	if _, err := l.Lapse(ctx, 0); err != nil {
		return nil, err
	}
	before, err := l.Spent(ctx)
	if err != nil {
		return nil, err
	}
	run := most
	if most != model.NoLimit {
		run = max(most-before, 0)
	}
	wallets := model.NewWallets(model.Budget{
		Document: pipeline.Micros(b.Document), TenantDay: pipeline.Micros(b.TenantDay), TotalDay: pipeline.Micros(b.TotalDay), Run: run,
	})
	_, left, err := l.Left(ctx, pipeline.Budget{})
	if err != nil {
		return nil, err
	}
	wallets.Resume(localTenant, -left)
	return &batchMoney{ledger: l, before: before, alarm: newCostAlarm(alarm), wallets: wallets}, nil
}

// spent is all that the folder's results have cost.
func (m *batchMoney) spent() pipeline.Micros { return m.before + m.wallets.Spent() }

// purse returns the document's purse. What earlier tries of it have cost counts.
func (m *batchMoney) purse(ctx context.Context, d *pipeline.Document) (*batchPurse, error) {
	before, err := m.ledger.DocumentUsage(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	w := m.wallets.For(d.Tenant)
	w.Resume(before)
	return &batchPurse{Wallet: w, ctx: context.WithoutCancel(ctx), money: m, document: d}, nil
}

// A batchPurse writes every request down before it leaves and when it is back, and remembers why
// the batch has to stop.
type batchPurse struct {
	*model.Wallet
	ctx      context.Context
	money    *batchMoney
	document *pipeline.Document
	holds    holds

	mu      sync.Mutex
	stopped error
}

var _ pipeline.Purse = (*batchPurse)(nil)

// Reserve implements pipeline.Purse.
func (p *batchPurse) Reserve(ctx context.Context, worst pipeline.Micros) error {
	err := p.Wallet.Reserve(ctx, worst)
	var out *model.Exhausted
	if errors.As(err, &out) && out.Scope != model.ScopeDocument {
		p.stop(err)
	}
	if err != nil {
		return err
	}
	hold, err := p.money.ledger.Pledge(p.ctx, p.document, worst)
	if err != nil {
		err = fmt.Errorf("write down what may be spent: %w", err)
		p.stop(err)
		return err // what the wallet holds stays there: the batch ends
	}
	p.holds.add(worst, hold)
	return nil
}

// Settle implements pipeline.Purse. What came in a batch was booked when it was collected.
func (p *batchPurse) Settle(worst pipeline.Micros, a pipeline.Attempt) {
	if a.Batch && a.Recovered {
		return
	}
	p.Wallet.Settle(worst, a)
	p.money.alarm.note(a)
	p.money.live.note(a)
	if _, err := p.money.ledger.Book(p.ctx, p.document, p.holds.take(worst), a); err != nil {
		p.stop(fmt.Errorf("write down what was spent: %w", err))
	}
}

// total is what the document has cost, all its tries together.
func (p *batchPurse) total() pipeline.Usage {
	u, err := p.money.ledger.DocumentUsage(p.ctx, p.document.ID)
	if err != nil {
		p.stop(fmt.Errorf("read what was spent: %w", err))
	}
	return u
}

func (p *batchPurse) stop(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped == nil {
		p.stopped = err
	}
}

// end returns why the batch has to stop: the budget that all documents share is spent, or the
// books cannot be kept.
func (p *batchPurse) end() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopped
}

// money is what the batch may spend; nil when no model is asked.
func (o *batchOptions) money(ctx context.Context, a *app, w *workspace, notes io.Writer) (*batchMoney, error) {
	if a.models == nil {
		return nil, nil
	}
	most, err := o.models.bound()
	if err != nil {
		return nil, usageError{err}
	}
	return newBatchMoney(ctx, w.ledger, a.config.Models.Budget, most, func(o overrun) { fmt.Fprintf(notes, "docpipe: warning: %s\n", o) })
}
