package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// paidRunner gives the stages that may ask models money for it, and books what they spent.
// The money leaves the budgets in the ledger before the stage begins. The ledger is told how much of it
// may be spent, twice as much each time, so that most calls do not go back there.
type paidRunner struct {
	runner interface {
		Run(ctx context.Context, c *pipeline.Claim) (pipeline.Outcome, error)
	}
	ledger *ledger.Ledger
	budget pipeline.Budget
	stages []string // that ask models

	settled func() // after money has moved
}

// Run implements bus.Runner.
func (r *paidRunner) Run(ctx context.Context, c *pipeline.Claim) (pipeline.Outcome, error) {
	if !slices.Contains(r.stages, c.Stage) || c.Document.Settings.Strategy == "local" {
		return r.runner.Run(ctx, c)
	}
	known, err := r.ledger.DocumentUsage(ctx, c.Document.ID)
	if err != nil {
		return pipeline.Outcome{}, err
	}
	grant, err := r.ledger.Fund(ctx, c, r.budget)
	if err != nil && !errors.Is(err, pipeline.ErrBudgetExhausted) {
		return pipeline.Outcome{}, err
	}
	purse := model.NewWallets(limitsOf(grant)).For(c.Document.Tenant)
	purse.Know(known.Attempts)
	watched := &drawingPurse{Wallet: purse, draw: func(ctx context.Context, upTo pipeline.Micros) error { return r.ledger.Draw(ctx, c, upTo) }}
	c.Document.Purse = watched
	outcome, failed := r.runner.Run(ctx, c)
	err = r.settle(context.WithoutCancel(ctx), c, purse.Usage())
	if failed != nil || err != nil {
		return pipeline.Outcome{}, errors.Join(failed, err)
	}
	if watched.wanted.Load() && grant.Held > 0 {
		return pipeline.Outcome{}, fmt.Errorf("other documents hold the rest of models.budget.%s, what they do not spend comes back: %w", grant.Bound, pipeline.ErrRateLimited)
	}
	return outcome, nil
}

// settle books what was used, also when the stage failed or its lease was lost, and gives the
// document the sum of all its tries. A claim that got no money may have met answers that a dead
// worker bought: they are booked, and what else that worker took stays out of the budgets, for
// nobody knows what it sent.
func (r *paidRunner) settle(ctx context.Context, c *pipeline.Claim, u pipeline.Usage) error {
	err := r.ledger.Settle(ctx, c, u)
	if err == nil {
		c.Document.Run.Usage, err = r.ledger.DocumentUsage(ctx, c.Document.ID)
	}
	r.settled()
	return err
}

// limitsOf is the grant as the one limit that holds, under the name of the budget that made it.
// One that has less than nothing left gives nothing.
func limitsOf(g pipeline.Grant) model.Budget {
	b := model.Budget{Document: model.NoLimit, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit}
	amount := max(g.Amount, 0)
	switch g.Bound {
	case "tenant_day":
		b.TenantDay = amount
	case "total_day":
		b.TotalDay = amount
	default:
		b.Document = amount
	}
	return b
}

// ledgerBudget is the budget of the configuration in the ledger's words.
func (b budgetConfig) ledgerBudget() pipeline.Budget {
	return pipeline.Budget{Document: pipeline.Micros(b.Document), TenantDay: pipeline.Micros(b.TenantDay), TotalDay: pipeline.Micros(b.TotalDay)}
}
