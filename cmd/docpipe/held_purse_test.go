package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"docpipe/pipeline"
)

// A question waits for money that a job holds for the moment, as a job does, and not longer than
// whoever asked.
func TestHeldPurseWaitsForOthers(t *testing.T) {
	t.Parallel()
	l, c := fundable(t)
	budget := pipeline.Budget{Document: 50_000, TenantDay: 50_000, TotalDay: 50_000}
	if _, err := l.Fund(t.Context(), c, budget); err != nil {
		t.Fatal(err)
	}
	asked := &heldPurse{ledger: l, budget: budget, document: &pipeline.Document{ID: "doc_other", Tenant: "acme"}, settled: func() {}, log: slog.New(slog.DiscardHandler)}
	if err := asked.Reserve(t.Context(), 50_001); !errors.Is(err, pipeline.ErrBudgetExhausted) {
		t.Errorf("Reserve of more than there ever is = %v, want budget_exhausted at once", err)
	}
	brief, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := asked.Reserve(brief, 1_000); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Reserve of what a job holds = %v, want it to wait until its time is over", err)
	}
	waited := make(chan error)
	go func() { waited <- asked.Reserve(t.Context(), 1_000) }()
	if err := l.Settle(t.Context(), c, pipeline.Usage{}); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Errorf("Reserve after the job gave it back = %v, want the money", err)
	}
	asked.Settle(1_000, pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 700})
	if tenant, _, err := l.Left(t.Context(), budget); tenant != 49_300 || err != nil {
		t.Errorf("%d are left of the day, %v, want 49300", tenant, err)
	}
}
