package ledger_test

import (
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// bought is an attempt that an answer was stored with.
var bought = pipeline.Attempt{ID: "att_bought", Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, Cost: 700, InputTokens: 1000}

func recovered(a pipeline.Attempt) pipeline.Attempt {
	a.Recovered = true
	return a
}

// A worker stores its answers and dies. The next claim finds them, buys nothing, and books what
// they cost; a third one finds them in the books.
func TestSettleBooksWhatADeadWorkerBoughtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		died := claimed(t, l, "acme")
		wantGrant(t, l, died, pipeline.Grant{Amount: 50_000, Bound: "document"})

		second := *died
		second.Epoch++
		wantGrant(t, l, &second, pipeline.Grant{Amount: 30_000, Bound: "tenant_day"})
		settle(t, l, &second, recovered(bought))
		wantUsage(t, l, pipeline.UsageRow{Calls: 1, Cost: 700, InputTokens: 1000})

		third := *died // its result was lost after it was settled
		third.Epoch += 2
		wantGrant(t, l, &third, pipeline.Grant{Amount: 49_300, Bound: "document"})
		settle(t, l, &third, recovered(bought))
		wantUsage(t, l, pipeline.UsageRow{Calls: 1, CacheHits: 1, Cost: 700, InputTokens: 1000})
		wantGrant(t, l, claimed(t, l, "acme"), pipeline.Grant{Amount: 50_000, Bound: "document"}) // 79,300 are left of the day
	})
}

// What was settled by the try that bought it is not owed again, and a request before it that
// brought no answer is not even a hit.
func TestSettleKnowsWhatItBooked(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		invalid := pipeline.Attempt{ID: "att_invalid", Target: "small", Model: "m", Outcome: pipeline.OutcomeInvalid, Cost: 300}
		first := claimed(t, l, "acme")
		wantGrant(t, l, first, pipeline.Grant{Amount: 50_000, Bound: "document"})
		settle(t, l, first, invalid, bought)

		again := *first
		again.Epoch++
		wantGrant(t, l, &again, pipeline.Grant{Amount: 49_000, Bound: "document"})
		settle(t, l, &again, recovered(invalid), recovered(bought))
		wantUsage(t, l, pipeline.UsageRow{Calls: 2, CacheHits: 1, Cost: 1_000, InputTokens: 1000})

		if err := l.Spend(t.Context(), first.Document, recovered(bought)); err != nil {
			t.Fatal(err)
		}
		wantUsage(t, l, pipeline.UsageRow{Calls: 2, CacheHits: 2, Cost: 1_000, InputTokens: 1000})
		u, err := l.DocumentUsage(t.Context(), first.Document.ID)
		if err != nil || u.Cost != 1_000 || u.ModelCalls != 2 || u.CacheHits != 2 {
			t.Errorf("the document's usage = %+v, %v, want two calls for 1000 and two hits", u, err)
		}
	})
}

// wantUsage compares the counts of acme's only row.
func wantUsage(t *testing.T, l *ledger.Ledger, want pipeline.UsageRow) {
	t.Helper()
	rows := usage(t, l, "acme")
	if len(rows) != 1 {
		t.Fatalf("%d rows of usage, want 1: %+v", len(rows), rows)
	}
	got := pipeline.UsageRow{Calls: rows[0].Calls, CacheHits: rows[0].CacheHits, Cost: rows[0].Cost, PossiblyBilled: rows[0].PossiblyBilled, InputTokens: rows[0].InputTokens}
	if got != want {
		t.Errorf("usage = %+v, want %+v", got, want)
	}
}
