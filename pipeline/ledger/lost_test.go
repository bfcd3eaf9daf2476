package ledger_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func answered(id string, cost pipeline.Micros) pipeline.Attempt {
	return pipeline.Attempt{ID: id, Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: cost}
}

// A worker dies and its document is cancelled: what the worker never drew is there again, the
// rest may have been billed.
func TestReclaim(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		idle, busy, working := claimed(t, l, "acme"), claimed(t, l, "acme"), claimed(t, l, "other")
		wantGrant(t, l, idle, pipeline.Grant{Amount: 50_000, Bound: "document"})
		wantGrant(t, l, busy, pipeline.Grant{Amount: 30_000, Bound: "tenant_day", Held: 50_000})
		wantGrant(t, l, working, pipeline.Grant{Amount: 20_000, Bound: "total_day", Held: 80_000})
		draw(t, l, busy, 4_000)
		wantReclaimed(t, l, 0, 0) // all of them have jobs

		for _, c := range []*pipeline.Claim{idle, busy} {
			if _, err := l.Cancel(t.Context(), "acme", c.Document.ID); err != nil {
				t.Fatal(err)
			}
		}
		wantReclaimed(t, l, time.Hour, 0) // a worker may be about to settle
		wantReclaimed(t, l, 0, 2)
		wantLeft(t, l, 80_000-20_000, 100_000-24_000)
		wantPossibly(t, l, idle, 0)
		wantPossibly(t, l, busy, 4_000)
	})
}

// The worker lives after all: it gets no more money, and what it says replaces what was assumed.
func TestReclaimFromALivingWorker(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		c := claimed(t, l, "acme")
		wantGrant(t, l, c, pipeline.Grant{Amount: 50_000, Bound: "document"})
		draw(t, l, c, 4_000)
		if _, err := l.Erase(t.Context(), "acme", c.Document.ID, "somebody"); err != nil {
			t.Fatal(err)
		}
		wantReclaimed(t, l, 0, 1)
		if err := l.Draw(t.Context(), c, 5_000); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Draw of money that was taken back = %v, want claimed", err)
		}
		settle(t, l, c, answered("att_1", 700))
		wantPossibly(t, l, c, 0)
		wantLeft(t, l, 80_000-700, 100_000-700)
	})
}

// A worker loses its lease, another one finishes. When the first comes back its result is not
// taken, but what it spent is in the books, once.
func TestSettleOfALostLease(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		slow := claimed(t, l, "acme")
		wantGrant(t, l, slow, pipeline.Grant{Amount: 50_000, Bound: "document"})
		draw(t, l, slow, 4_000)

		next := *slow
		next.Epoch++
		wantGrant(t, l, &next, pipeline.Grant{Amount: 30_000, Bound: "tenant_day"})
		settle(t, l, &next, recovered(answered("att_1", 700)), answered("att_2", 500))
		wantPossibly(t, l, slow, 500)

		settle(t, l, slow, answered("att_1", 700), answered("att_3", 450))
		wantPossibly(t, l, slow, 0)
		if u, err := l.DocumentUsage(t.Context(), slow.Document.ID); err != nil || u.Cost != 1_650 || u.ModelCalls != 3 {
			t.Errorf("usage = %d for %d calls, %v, want 1650 for 3", u.Cost, u.ModelCalls, err)
		}
		wantLeft(t, l, 80_000-1_650, 100_000-1_650)
		settle(t, l, slow, answered("att_1", 700), answered("att_3", 450)) // it may be told twice
		wantLeft(t, l, 80_000-1_650, 100_000-1_650)
	})
}

func TestAttemptsKeepWhatTheySay(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		want := pipeline.Attempt{
			ID: "att_1", Task: "extract@1", Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, LatencyMS: 12,
			InputTokens: 100, OutputTokens: 10, Cost: 70, PossiblyBilled: 1, Estimate: 60, Estimated: true, Batch: true, Recovered: true,
		}
		if err := l.Spend(t.Context(), d, want); err != nil {
			t.Fatal(err)
		}
		u, err := l.DocumentUsage(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]pipeline.Attempt{want}, u.Attempts); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
		if rows := usage(t, l, "acme"); len(rows) != 1 || rows[0].BatchCalls != 1 {
			t.Errorf("usage = %+v, want one call that was bought in a batch", rows)
		}
		wantLeft(t, l, 80_000-71, 100_000-71)
	})
}

// An answer that came and is no good is still paid for, and says so.
func TestAmend(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		if err := l.Spend(t.Context(), d, answered("att_1", 700), answered("att_2", 300)); err != nil {
			t.Fatal(err)
		}
		if err := l.Amend(t.Context(), "att_1", pipeline.OutcomeInvalid); err != nil {
			t.Fatal(err)
		}
		u, err := l.DocumentUsage(t.Context(), d.ID)
		if err != nil || u.Cost != 1_000 || u.Attempts[0].Outcome != pipeline.OutcomeInvalid || u.Attempts[1].Outcome != pipeline.OutcomeAnswered {
			t.Errorf("usage = %+v, %v, want 1000 spent, one answer invalid", u, err)
		}
	})
}

func wantReclaimed(t *testing.T, l *ledger.Ledger, age time.Duration, want int) {
	t.Helper()
	if got, err := l.Reclaim(t.Context(), age); got != want || err != nil {
		t.Errorf("Reclaim(%s) = %d, %v, want %d", age, got, err, want)
	}
}

func wantPossibly(t *testing.T, l *ledger.Ledger, c *pipeline.Claim, want pipeline.Micros) {
	t.Helper()
	if u, err := l.DocumentUsage(t.Context(), c.Document.ID); err != nil || u.PossiblyBilled != want {
		t.Errorf("possibly billed of %s = %d, %v, want %d", c.Document.ID, u.PossiblyBilled, err, want)
	}
}
