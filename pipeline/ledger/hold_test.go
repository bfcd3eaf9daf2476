package ledger_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func TestHold(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d, other := accept(t, l, "acme"), accept(t, l, "acme")
		hold := held(t, l, d, 30_000)
		wantExhausted(t, l, d, 30_000, "document")
		wantExhausted(t, l, other, 50_001, "document")
		held(t, l, other, 50_000)
		wantExhausted(t, l, d, 1, "tenant_day")

		answered := pipeline.Attempt{ID: "att_1", Task: "ask@1", Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 700}
		for range 2 { // a second time changes nothing
			if _, err := l.Book(t.Context(), d, hold, answered); err != nil {
				t.Fatalf("Book: %v", err)
			}
		}
		if _, err := l.Book(t.Context(), d, "", pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeCached}); err != nil {
			t.Fatalf("Book of what was free: %v", err)
		}
		met := answered // a later question meets the stored answer
		met.Recovered = true
		if booked, err := l.Book(t.Context(), d, "", met); err != nil || len(booked) != 1 || booked[0].Outcome != pipeline.OutcomeCached || booked[0].Cost != 0 {
			t.Errorf("Book of an answer that is paid for = %+v, %v, want a hit that costs nothing", booked, err)
		}
		wantLeft(t, l, 80_000-50_700, 100_000-50_700)
		if u, err := l.DocumentUsage(t.Context(), d.ID); err != nil || u.Cost != 700 || u.ModelCalls != 1 || u.CacheHits != 2 {
			t.Errorf("usage of the document = %+v, %v, want one call for 700 and two answers that were there", u, err)
		}
	})
}

// A budget that is only set aside is worth another try, one that is spent is not.
func TestHoldTellsWhatMayComeBack(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		c := claimed(t, l, "acme")
		wantGrant(t, l, c, pipeline.Grant{Amount: 50_000, Bound: "document"})
		other := accept(t, l, "acme")
		for _, x := range []struct {
			d      *pipeline.Document
			amount pipeline.Micros
			held   bool
		}{
			{c.Document, 50_000, true}, {c.Document, 50_001, false},
			{other, 40_000, true}, {other, 50_001, false},
		} {
			_, err := l.Hold(t.Context(), x.d, x.amount, budget)
			if !errors.Is(err, pipeline.ErrBudgetExhausted) || errors.Is(err, ledger.ErrHeld) != x.held {
				t.Errorf("Hold of %d = %v, want budget_exhausted, and that it may come back: %t", x.amount, err, x.held)
			}
		}
		settle(t, l, c, pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 45_000})
		if _, err := l.Hold(t.Context(), other, 40_000, budget); !errors.Is(err, pipeline.ErrBudgetExhausted) || errors.Is(err, ledger.ErrHeld) {
			t.Errorf("Hold of what is spent = %v, want budget_exhausted for good", err)
		}
		held(t, l, other, 35_000)
	})
}

// What a process pledges and does not book is there when it died.
func TestPledge(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		hold, err := l.Pledge(t.Context(), d, 90_000) // beyond every budget: the caller keeps his own
		if err != nil {
			t.Fatal(err)
		}
		wantLeft(t, l, 80_000-90_000, 100_000-90_000)
		if _, err := l.Book(t.Context(), d, hold, answered("att_1", 700)); err != nil {
			t.Fatal(err)
		}
		wantLeft(t, l, 80_000-700, 100_000-700)
	})
}

// A job and questions about its document never spend the same money, and neither books what
// the other took.
func TestHoldBesideAJob(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		c := claimed(t, l, "acme")
		hold := held(t, l, c.Document, 20_000)
		wantGrant(t, l, c, pipeline.Grant{Amount: 30_000, Bound: "document"})
		wantExhausted(t, l, c.Document, 1, "document")
		settle(t, l, c, pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 10_000})
		wantLeft(t, l, 80_000-30_000, 100_000-30_000)
		if _, err := l.Book(t.Context(), c.Document, hold, pipeline.Attempt{Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 5_000}); err != nil {
			t.Fatal(err)
		}
		wantLeft(t, l, 80_000-15_000, 100_000-15_000)
	})
}

// What a process that died had on hold stays spent, as possibly billed.
func TestLapse(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		hold := held(t, l, d, 20_000)
		if n, err := l.Lapse(t.Context(), time.Hour); n != 0 || err != nil {
			t.Errorf("Lapse of what is young = %d, %v, want 0", n, err)
		}
		if n, err := l.Lapse(t.Context(), 0); n != 1 || err != nil {
			t.Errorf("Lapse = %d, %v, want 1", n, err)
		}
		if _, err := l.Book(t.Context(), d, hold, pipeline.Attempt{Cost: 1}); err != nil {
			t.Errorf("Book of a lapsed hold = %v, want nothing to happen", err)
		}
		if u, err := l.DocumentUsage(t.Context(), d.ID); err != nil || u.PossiblyBilled != 20_000 || u.Cost != 0 {
			t.Errorf("usage = %+v, %v, want the hold as possibly billed", u, err)
		}
		wantLeft(t, l, 60_000, 80_000)
	})
}

func TestHoldNeverExceedsTheDocument(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		var mu sync.Mutex
		var got int
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				_, err := l.Hold(t.Context(), d, 9_000, budget)
				if err != nil && !errors.Is(err, pipeline.ErrBudgetExhausted) {
					t.Errorf("Hold: %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					got++
				}
			})
		}
		all.Wait()
		if got != 5 {
			t.Errorf("%d holds of 9000 out of 50000, want 5", got)
		}
	})
}

func held(t *testing.T, l *ledger.Ledger, d *pipeline.Document, amount pipeline.Micros) string {
	t.Helper()
	hold, err := l.Hold(t.Context(), d, amount, budget)
	if err != nil {
		t.Fatalf("Hold: %v", err)
	}
	return hold
}

func wantExhausted(t *testing.T, l *ledger.Ledger, d *pipeline.Document, amount pipeline.Micros, scope string) {
	t.Helper()
	if _, err := l.Hold(t.Context(), d, amount, budget); !errors.Is(err, pipeline.ErrBudgetExhausted) || !strings.Contains(err.Error(), "models.budget."+scope) {
		t.Errorf("Hold of %d = %v, want budget_exhausted that names %s", amount, err, scope)
	}
}

func wantLeft(t *testing.T, l *ledger.Ledger, tenant, total pipeline.Micros) {
	t.Helper()
	if a, b, err := l.Left(t.Context(), budget); a != tenant || b != total || err != nil {
		t.Errorf("left = %d of the tenant, %d of all, %v, want %d and %d", a, b, err, tenant, total)
	}
}
