package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// A worker dies with all the money of the day. The next one gets none: what the first one bought
// stands in the books and in the result all the same, and the budget that is spent has its name.
func TestPaidWithoutMoney(t *testing.T) {
	t.Parallel()
	l, c := fundable(t)
	budget := pipeline.Budget{Document: 9_000, TenantDay: 5_000, TotalDay: 9_000}
	if _, err := l.Fund(t.Context(), c, budget); err != nil {
		t.Fatal(err)
	}
	if err := l.Draw(t.Context(), c, 5_000); err != nil {
		t.Fatal(err)
	}
	next := *c
	next.Epoch++
	bought := pipeline.Attempt{ID: "att_1", Task: "extract@1", Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 700, Recovered: true}
	refused := ""
	r := &paidRunner{ledger: l, budget: budget, stages: []string{"extract"}, settled: func() {}, runner: runnerFunc(func(c *pipeline.Claim) error {
		c.Document.Purse.Settle(0, bought)
		refused = c.Document.Purse.Reserve(t.Context(), 1).Error()
		return nil
	})}
	if _, err := r.Run(t.Context(), &next); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(refused, "models.budget.tenant_day") {
		t.Errorf("Reserve = %s, want the name of the budget that is spent", refused)
	}
	if got := next.Document.Run.Usage; got.Cost != 700 || got.ModelCalls != 1 {
		t.Errorf("usage of the result = %+v, want the call for 700 that the dead worker made", got)
	}
	if tenant, _, err := l.Left(t.Context(), budget); err != nil || tenant > 0 {
		t.Errorf("the tenant's day has %d left, %v; want nothing: the dead worker may have spent it", tenant, err)
	}
}

// The ledger is told of what may be spent before it is, and not at every request.
func TestPaidDraws(t *testing.T) {
	t.Parallel()
	var told []pipeline.Micros
	p := &drawingPurse{
		Wallet: model.NewWallets(model.Budget{Document: 10_000, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit}).For("acme"),
		draw: func(_ context.Context, upTo pipeline.Micros) error {
			told = append(told, upTo)
			return nil
		},
	}
	for range 8 {
		if err := p.Reserve(t.Context(), 1_000); err != nil {
			t.Fatal(err)
		}
		p.Settle(1_000, pipeline.Attempt{Outcome: pipeline.OutcomeAnswered, Cost: 600})
	}
	if want := []pipeline.Micros{1_000, 2_000, 4_000, 8_000}; !slices.Equal(told, want) {
		t.Errorf("the ledger was told %v, want %v", told, want)
	}
	p.draw = func(context.Context, pipeline.Micros) error { return pipeline.ErrClaimed }
	if err := p.Reserve(t.Context(), 4_000); !errors.Is(err, pipeline.ErrClaimed) {
		t.Errorf("Reserve of money that was taken back = %v, want claimed", err)
	}
}

type runnerFunc func(*pipeline.Claim) error

func (f runnerFunc) Run(_ context.Context, c *pipeline.Claim) (pipeline.Outcome, error) {
	return pipeline.Outcome{}, f(c)
}

// fundable is a ledger with one claimed document.
func fundable(t *testing.T) (*ledger.Ledger, *pipeline.Claim) {
	t.Helper()
	config := ledger.DefaultConfig()
	config.Path, config.MasterKey = filepath.Join(t.TempDir(), "ledger.db"), make([]byte, 32)
	l, err := ledger.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &pipeline.Document{Tenant: "acme", Files: []pipeline.File{{SHA256: strings.Repeat("a", 64), MediaType: "application/pdf", Bytes: 1}}}
	if _, _, err := l.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "extract"}); err != nil {
		t.Fatal(err)
	}
	c, err := l.Claim(t.Context(), []string{"extract"}, "worker", time.Minute)
	if err != nil || c == nil {
		t.Fatalf("Claim = %v, %v", c, err)
	}
	return l, c
}
