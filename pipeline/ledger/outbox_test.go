package ledger_test

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func pending(t *testing.T, l *ledger.Ledger, limit int) []pipeline.Message {
	t.Helper()
	return append(pendingJobs(t, l, limit), pendingEvents(t, l, limit)...)
}

func pendingJobs(t *testing.T, l *ledger.Ledger, limit int) []pipeline.Message {
	t.Helper()
	m, err := l.PendingJobs(t.Context(), limit)
	if err != nil {
		t.Fatalf("PendingJobs: %v", err)
	}
	return m
}

func pendingEvents(t *testing.T, l *ledger.Ledger, limit int) []pipeline.Message {
	t.Helper()
	m, err := l.PendingEvents(t.Context(), limit)
	if err != nil {
		t.Fatalf("PendingEvents: %v", err)
	}
	return m
}

func publish(t *testing.T, l *ledger.Ledger, messages []pipeline.Message, stream uint64) {
	t.Helper()
	for i, m := range messages {
		if err := l.Published(t.Context(), []pipeline.Delivery{{Message: m, Sequence: stream + uint64(i)}}); err != nil {
			t.Fatalf("Published: %v", err)
		}
	}
}

func event(t *testing.T, m pipeline.Message) pipeline.Event {
	t.Helper()
	var e pipeline.Event
	if err := json.Unmarshal(m.Data, &e); err != nil {
		t.Fatalf("event %s: %v", m.Data, err)
	}
	return e
}

// Whatever is not reported as published comes again, with the same id and sequence.
func TestPendingIsStableUntilPublished(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		first := pending(t, l, 100)
		again := pending(t, open(t, cfg), 100)
		if len(first) != 2 || len(again) != 2 {
			t.Fatalf("Pending gave %d and %d messages, want the event and the job, twice", len(first), len(again))
		}
		for i := range first {
			if first[i].MsgID != again[i].MsgID || string(first[i].Data) != string(again[i].Data) {
				t.Errorf("message %d = %s %s, then %s %s, want the same", i, first[i].MsgID, first[i].Data, again[i].MsgID, again[i].Data)
			}
		}
		if e := event(t, first[1]); e.Sequence != "1" || e.ID != first[1].MsgID || e.Type != pipeline.EventReceived ||
			first[1].Subject != "docpipe.v1.acme.document.received.unknown" {
			t.Errorf("event = %+v on %s, want the first of acme", e, first[1].Subject)
		}
		publish(t, l, first, 1)
		publish(t, l, first, 1)
		if rest := pending(t, l, 100); len(rest) != 0 {
			t.Errorf("Pending after Published = %+v, want nothing", rest)
		}
	})
}

// The sequence of each tenant has no gaps and no doubles, however many relays and uploads run.
func TestEventSequenceHasNoGaps(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		var wg sync.WaitGroup
		for i := range 30 {
			wg.Go(func() {
				tenant := []string{"acme", "globex"}[i%2]
				if _, _, err := l.Accept(t.Context(), pipeline.Acceptance{Document: document(tenant)}); err != nil {
					t.Errorf("Accept: %v", err)
				}
				if _, err := l.PendingEvents(t.Context(), 3); err != nil {
					t.Errorf("PendingEvents: %v", err)
				}
			})
		}
		wg.Wait()
		pending(t, l, 100)
		for _, tenant := range []string{"acme", "globex"} {
			events, err := l.EventsSince(t.Context(), tenant, 0, 500)
			if err != nil || len(events) != 15 {
				t.Fatalf("EventsSince(%s) = %d events, %v, want 15", tenant, len(events), err)
			}
			for i, e := range events {
				if e.Sequence != strconv.Itoa(i+1) {
					t.Errorf("event %d of %s has sequence %s", i+1, tenant, e.Sequence)
				}
			}
		}
		if names, err := l.Tenants(t.Context()); err != nil || len(names) != 2 {
			t.Errorf("Tenants = %v, %v, want two", names, err)
		}
	})
}

// R8: a flood of one tenant leaves room for the others, in the stream and at the workers.
func TestTenantsAreServedInTurn(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.PerTenant = 4
		l := open(t, cfg)
		for range 20 {
			accept(t, l, "flood")
		}
		accept(t, l, "small")
		messages := pending(t, l, 100)
		jobs := map[string]int{}
		for _, m := range messages {
			if m.Job != "" {
				jobs[m.Tenant]++
			}
		}
		if jobs["flood"] != 4 || jobs["small"] != 1 {
			t.Errorf("jobs in the stream = %v, want 4 of flood and 1 of small", jobs)
		}
		if few := pendingJobs(t, l, 2); few[0].Tenant == few[1].Tenant {
			t.Errorf("the first two jobs are both of %s, want one of each", few[0].Tenant)
		}
		publish(t, l, messages, 1)
		for _, m := range pending(t, l, 100) {
			if m.Job != "" {
				t.Errorf("another job of %s goes out while %d are in the stream", m.Tenant, cfg.PerTenant)
			}
		}
		one, two := claim(t, l), claim(t, l)
		if one.Document.Tenant == two.Document.Tenant {
			t.Errorf("two workers both got %s, want one of each", one.Document.Tenant)
		}
		finish(t, l, one)
		if rest := pending(t, l, 100); len(rest) == 0 {
			t.Error("no message follows although a job ended")
		}
	})
}

// A single worker alternates between tenants.
func TestOneWorkerAlternates(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		for range 3 {
			accept(t, l, "flood")
		}
		finish(t, l, claim(t, l))
		accept(t, l, "small")
		c := claim(t, l)
		if c.Document.Tenant != "small" {
			t.Errorf("after a job of flood came one of %s, want small", c.Document.Tenant)
		}
	})
}

func TestReconcileReissuesWhatWasLost(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		if n, err := l.Reconcile(t.Context()); n != 0 || err != nil {
			t.Errorf("Reconcile with a waiting message = %d, %v, want 0", n, err)
		}
		publish(t, l, pending(t, l, 100), 1) // and the stream loses it
		eventually(t, "another message", func(ctx context.Context) bool {
			n, err := l.Reconcile(ctx)
			return err == nil && n == 1
		})
		fresh := pending(t, l, 100)
		if len(fresh) != 1 || fresh[0].Job == "" {
			t.Fatalf("Pending after Reconcile = %+v, want one job", fresh)
		}
		c, err := l.Claim(t.Context(), []string{"prepare"}, "dies", time.Millisecond)
		if err != nil || c == nil {
			t.Fatalf("Claim = %v, %v", c, err)
		}
		publish(t, l, fresh, 2)
		eventually(t, "a message for the dead worker's job", func(ctx context.Context) bool {
			n, err := l.Reconcile(ctx)
			return err == nil && n == 1
		})
		finish(t, l, claim(t, l))
		if n, err := l.Reconcile(t.Context()); n != 0 || err != nil {
			t.Errorf("Reconcile of finished work = %d, %v, want 0", n, err)
		}
	})
}

func TestReconcileLeavesLiveLeases(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		publish(t, l, pending(t, l, 100), 1)
		c := claim(t, l)
		if err := l.Renew(t.Context(), c, time.Minute); err != nil {
			t.Errorf("Renew: %v", err)
		}
		if n, err := l.Reconcile(t.Context()); n != 0 || err != nil {
			t.Errorf("Reconcile under a live lease = %d, %v, want 0", n, err)
		}
	})
}

func TestLeadHasOneHolder(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		lead := func(holder string, lease time.Duration) bool {
			leads, err := l.Lead(t.Context(), "relay", holder, lease)
			if err != nil {
				t.Errorf("Lead: %v", err)
			}
			return leads
		}
		if !lead("one", time.Minute) || lead("two", time.Minute) || !lead("one", time.Millisecond) {
			t.Error("want one to lead, two to wait, one to prolong")
		}
		eventually(t, "the change of leaders", func(context.Context) bool { return lead("two", time.Minute) })
		if lead("one", time.Minute) {
			t.Error("one leads again while two does")
		}
	})
}
