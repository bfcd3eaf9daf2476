package model_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

func paid(m pipeline.Micros) pipeline.Attempt {
	return pipeline.Attempt{Outcome: pipeline.OutcomeAnswered, Cost: m, InputTokens: 7, OutputTokens: 3}
}

func TestWalletLimits(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		budget model.Budget
		names  string
	}{
		{"document", model.Budget{Document: 10, TenantDay: 99, TotalDay: 99, Run: 99}, "models.budget.document"},
		{"tenant", model.Budget{Document: 99, TenantDay: 10, TotalDay: 99, Run: 99}, "models.budget.tenant_day"},
		{"total", model.Budget{Document: 99, TenantDay: 99, TotalDay: 10, Run: 99}, "models.budget.total_day"},
		{"run", model.Budget{Document: 99, TenantDay: 99, TotalDay: 99, Run: 10}, "--max-cost"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := model.NewWallets(row.budget).For("t1")
			if err := w.Reserve(t.Context(), 8); err != nil {
				t.Fatalf("Reserve 8 of 10: %v", err)
			}
			w.Settle(8, paid(5))
			err := w.Reserve(t.Context(), 6)
			if !errors.Is(err, pipeline.ErrBudgetExhausted) || !strings.Contains(err.Error(), row.names) {
				t.Errorf("Reserve 6 of 5: %v, want the budget %s exhausted", err, row.names)
			}
			if err := w.Reserve(t.Context(), 5); err != nil {
				t.Errorf("Reserve 5 of 5: %v", err)
			}
		})
	}
}

func TestWalletPossiblyBilledIsSpent(t *testing.T) {
	t.Parallel()
	all := model.NewWallets(model.Budget{Document: 10, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit})
	w := all.For("t1")
	if err := w.Reserve(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	w.Settle(8, pipeline.Attempt{Outcome: pipeline.OutcomeTimeout, PossiblyBilled: 8})
	if err := w.Reserve(t.Context(), 3); !errors.Is(err, pipeline.ErrBudgetExhausted) {
		t.Errorf("Reserve: %v, want the budget exhausted", err)
	}
	if got := all.Spent(); got != 8 {
		t.Errorf("Spent = %d, want 8", got)
	}
}

func TestWalletUsage(t *testing.T) {
	t.Parallel()
	w := model.NewWallets(model.DefaultBudget()).For("t1")
	w.Settle(0, paid(5))
	w.Settle(0, pipeline.Attempt{Outcome: pipeline.OutcomeCached})
	u := w.Usage()
	if u.ModelCalls != 1 || u.CacheHits != 1 || u.Cost != 5 || u.InputTokens != 7 || len(u.Attempts) != 2 {
		t.Errorf("Usage = %+v, want one call for 5 and one hit", u)
	}
}

// Documents share the day, which ends at midnight UTC.
func TestWalletDay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		all := model.NewWallets(model.Budget{Document: 10, TenantDay: 10, TotalDay: 15, Run: model.NoLimit})
		spend := func(tenant string, m pipeline.Micros) error {
			w := all.For(tenant)
			if err := w.Reserve(t.Context(), m); err != nil {
				return err
			}
			w.Settle(m, paid(m))
			return nil
		}
		if err := errors.Join(spend("t1", 10), spend("t2", 5)); err != nil {
			t.Fatalf("the first of the day: %v", err)
		}
		for _, tenant := range []string{"t1", "t2"} {
			if err := spend(tenant, 1); !errors.Is(err, pipeline.ErrBudgetExhausted) {
				t.Errorf("%s on the same day: %v, want the budget exhausted", tenant, err)
			}
		}
		time.Sleep(24 * time.Hour)
		if err := spend("t1", 10); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
}

// Money that others have set aside comes back; until then a request waits.
func TestWalletWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := model.NewWallets(model.Budget{Document: 10, TenantDay: 10, TotalDay: 10, Run: 10}).For("t1")
		if err := w.Reserve(t.Context(), 8); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := w.Reserve(ctx, 8); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Reserve: %v, want the end of its context", err)
		}
		var second error
		var all sync.WaitGroup
		all.Go(func() { second = w.Reserve(t.Context(), 8) })
		synctest.Wait()
		w.Settle(8, paid(1))
		all.Wait()
		if second != nil {
			t.Errorf("Reserve: %v, want what came back", second)
		}
	})
}
