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

// batchMoney holds the budgets of a batch. What was spent stands in the ledger of --out as
// soon as it is known, so that a run that goes on there counts it.
type batchMoney struct {
	ledger  *ledger.Ledger
	wallets *model.Wallets
	before  pipeline.Micros // spent in runs before
	alarm   *costAlarm
}

// newBatchMoney gives the run what earlier runs in the same folder have left of most.
func newBatchMoney(ctx context.Context, l *ledger.Ledger, b budgetConfig, most pipeline.Micros, alarm func(overrun)) (*batchMoney, error) {
	before, err := l.Spent(ctx)
	if err != nil {
		return nil, err
	}
	run := most
	if most != model.NoLimit {
		run = max(most-before, 0)
	}
	return &batchMoney{ledger: l, before: before, alarm: newCostAlarm(alarm), wallets: model.NewWallets(model.Budget{
		Document: pipeline.Micros(b.Document), TenantDay: pipeline.Micros(b.TenantDay), TotalDay: pipeline.Micros(b.TotalDay), Run: run,
	})}, nil
}

// spent is all that the folder's results have cost.
func (m *batchMoney) spent() pipeline.Micros { return m.before + m.wallets.Spent() }

// purse returns the document's purse.
func (m *batchMoney) purse(ctx context.Context, d *pipeline.Document) *batchPurse {
	return &batchPurse{Wallet: m.wallets.For(d.Tenant), ctx: context.WithoutCancel(ctx), ledger: m.ledger, document: d, alarm: m.alarm}
}

// A batchPurse writes every attempt down, and remembers why the batch has to stop.
type batchPurse struct {
	*model.Wallet
	ctx      context.Context
	ledger   *ledger.Ledger
	document *pipeline.Document
	alarm    *costAlarm

	mu      sync.Mutex
	stopped error
}

// Reserve implements pipeline.Purse.
func (p *batchPurse) Reserve(ctx context.Context, worst pipeline.Micros) error {
	err := p.Wallet.Reserve(ctx, worst)
	var out *model.Exhausted
	if errors.As(err, &out) && out.Scope != model.ScopeDocument {
		p.stop(err)
	}
	return err
}

// Settle implements pipeline.Purse.
func (p *batchPurse) Settle(worst pipeline.Micros, a pipeline.Attempt) {
	p.Wallet.Settle(worst, a)
	p.alarm.note(a)
	if err := p.ledger.Spend(p.ctx, p.document, a); err != nil {
		p.stop(fmt.Errorf("write down what was spent: %w", err))
	}
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
