package ledger_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

var budget = pipeline.Budget{Document: 50_000, TenantDay: 80_000, TotalDay: 100_000}

func TestFund(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		a, b, c := claimed(t, l, "acme"), claimed(t, l, "acme"), claimed(t, l, "other")
		wantGrant(t, l, a, pipeline.Grant{Amount: 50_000, Bound: "document"})
		wantGrant(t, l, b, pipeline.Grant{Amount: 30_000, Bound: "tenant_day", Held: 50_000})
		wantGrant(t, l, c, pipeline.Grant{Amount: 20_000, Bound: "total_day", Held: 80_000})

		d := claimed(t, l, "third")
		if _, err := l.Fund(t.Context(), d, budget); !errors.Is(err, pipeline.ErrBudgetExhausted) || !strings.Contains(err.Error(), "total_day") {
			t.Errorf("Fund of an empty budget = %v, want budget_exhausted that names total_day", err)
		}

		settle(t, l, a, pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 1_000})
		wantGrant(t, l, d, pipeline.Grant{Amount: 49_000, Bound: "total_day", Held: 50_000}) // what a did not spend came back
	})
}

func TestFundCountsWhatADeadWorkerTook(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		first := claimed(t, l, "acme")
		wantGrant(t, l, first, pipeline.Grant{Amount: 50_000, Bound: "document"})
		draw(t, l, first, 5_000)

		again := *first // the lease ran out, another worker has it
		again.Epoch++
		wantGrant(t, l, &again, pipeline.Grant{Amount: 30_000, Bound: "tenant_day"})
		settle(t, l, &again,
			pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 700, Recovered: true},
			pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 400})

		rows := usage(t, l, "acme")
		var cost, possibly pipeline.Micros
		for _, r := range rows {
			cost, possibly = cost+r.Cost, possibly+r.PossiblyBilled
		}
		if cost != 1_100 || possibly != 400 {
			t.Errorf("cost %d, possibly billed %d, want 1100 and the 400 of the call that was sent again", cost, possibly)
		}
		wantGrant(t, l, claimed(t, l, "acme"), pipeline.Grant{Amount: 50_000, Bound: "document"})
	})
}

func TestFundCountsEveryDeadWorker(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		c := claimed(t, l, "acme")
		narrow := pipeline.Budget{Document: 10_000, TenantDay: 80_000, TotalDay: 100_000}
		for range 3 { // two die with the same call on its way, the third one gets its answer
			c.Epoch++
			if _, err := l.Fund(t.Context(), c, narrow); err != nil {
				t.Fatal(err)
			}
			draw(t, l, c, 2_000)
		}
		settle(t, l, c, pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 400})
		if u, err := l.DocumentUsage(t.Context(), c.Document.ID); err != nil || u.Cost != 400 || u.PossiblyBilled != 800 {
			t.Errorf("cost %d, possibly billed %d, %v; want 400, and as much for each worker that died", u.Cost, u.PossiblyBilled, err)
		}
	})
}

func TestFundNeverExceedsTheDay(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		claims := make([]*pipeline.Claim, 8)
		for i := range claims {
			claims[i] = claimed(t, l, "acme")
		}
		var mu sync.Mutex
		var granted pipeline.Micros
		var all sync.WaitGroup
		for _, c := range claims {
			all.Go(func() {
				g, err := l.Fund(t.Context(), c, budget)
				if err != nil && !errors.Is(err, pipeline.ErrBudgetExhausted) {
					t.Errorf("Fund: %v", err)
				}
				mu.Lock()
				granted += g.Amount
				mu.Unlock()
			})
		}
		all.Wait()
		if granted != budget.TenantDay {
			t.Errorf("eight claims at once were granted %d micro-dollars, want the day's %d", granted, budget.TenantDay)
		}
	})
}

func TestUsageSums(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		c := claimed(t, l, "acme")
		wantGrant(t, l, c, pipeline.Grant{Amount: 50_000, Bound: "document"})
		settle(t, l, c,
			pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 500, Estimate: 450, InputTokens: 1000, OutputTokens: 100},
			pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeTruncated, PossiblyBilled: 900},
			pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeCached})
		want := []pipeline.UsageRow{{
			Day: time.Now().UTC().Format(time.DateOnly), Tenant: "acme", Target: "small", Model: "m",
			Documents: 1, Calls: 2, CacheHits: 1, InputTokens: 1000, OutputTokens: 100, Cost: 500, PossiblyBilled: 900, Estimate: 450,
		}}
		if diff := cmp.Diff(want, usage(t, l, "acme")); diff != "" {
			t.Errorf("usage (-want +got):\n%s", diff)
		}
		if rows := usage(t, l, "other"); len(rows) != 0 {
			t.Errorf("another tenant sees %v", rows)
		}
		if got, err := l.Spent(t.Context()); err != nil || got != 1_400 {
			t.Errorf("Spent = %d, %v, want 1400", got, err)
		}
	})
}

// claimed accepts a document of its own and claims its job.
func claimed(t *testing.T, l *ledger.Ledger, tenant string) *pipeline.Claim {
	t.Helper()
	d := document(tenant)
	if _, _, err := l.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "extract"}); err != nil {
		t.Fatal(err)
	}
	for {
		c, err := l.Claim(t.Context(), []string{"extract"}, "worker", time.Minute)
		if err != nil || c == nil {
			t.Fatalf("Claim = %v, %v", c, err)
		}
		if c.Document.ID == d.ID {
			return c
		}
	}
}

func wantGrant(t *testing.T, l *ledger.Ledger, c *pipeline.Claim, want pipeline.Grant) {
	t.Helper()
	got, err := l.Fund(t.Context(), c, budget)
	if err != nil {
		t.Fatalf("Fund: %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("grant (-want +got):\n%s", diff)
	}
}

func draw(t *testing.T, l *ledger.Ledger, c *pipeline.Claim, upTo pipeline.Micros) {
	t.Helper()
	if err := l.Draw(t.Context(), c, upTo); err != nil {
		t.Fatalf("Draw: %v", err)
	}
}

func settle(t *testing.T, l *ledger.Ledger, c *pipeline.Claim, attempts ...pipeline.Attempt) {
	t.Helper()
	var u pipeline.Usage
	for _, a := range attempts {
		u.Add(a)
	}
	if err := l.Settle(context.WithoutCancel(t.Context()), c, u); err != nil {
		t.Fatalf("Settle: %v", err)
	}
}

func usage(t *testing.T, l *ledger.Ledger, tenant string) []pipeline.UsageRow {
	t.Helper()
	rows, err := l.Usage(t.Context(), pipeline.UsageQuery{Tenant: tenant})
	if err != nil {
		t.Fatalf("Usage: %v", err)
	}
	return rows
}
