package bus

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"docpipe/pipeline"
)

// An Outbox is the ledger's list of what is to be published.
type Outbox interface {
	// PendingJobs returns the job messages that wait; what was not reported by Published comes
	// again with the same id.
	PendingJobs(ctx context.Context, limit int) ([]pipeline.Message, error)
	// PendingEvents returns the events that wait, in order per tenant, as PendingJobs does.
	PendingEvents(ctx context.Context, limit int) ([]pipeline.Message, error)
	// Published records which messages stand in their streams, and where. Safe to call twice.
	Published(ctx context.Context, out []pipeline.Delivery) error
	// Rewind has PendingEvents return again, before newer ones, the events of a tenant that were
	// published to a place in its stream after last. It returns how many; twice is harmless.
	Rewind(ctx context.Context, tenant string, last uint64) (lost int64, err error)
	// Tenants lists all that may have events.
	Tenants(ctx context.Context) ([]string, error)
	// Lead reports whether holder plays role for the next lease.
	Lead(ctx context.Context, role, holder string, lease time.Duration) (bool, error)
}

// A Relay moves the outbox into the streams: jobs on one belt, events on another, so that a
// document never waits for the events of those before it. One works at a time in a whole
// installation; the others wait for its lease to end.
type Relay struct {
	outbox Outbox
	bus    *Bus
	holder string
	log    *slog.Logger
	jobs   *belt
	events *belt

	surveyed time.Time // when all streams were last looked at

	mu      sync.Mutex
	leads   bool      // what the ledger last said,
	checked time.Time // and when
}

const (
	relayBatch = 128
	relayIdle  = 500 * time.Millisecond // the longest wait when nobody kicks
	relayLease = 5 * time.Second
	relayCheck = relayLease / 3 // how long the ledger's word on who leads is believed
)

// NewRelay makes a relay; holder names this process among others.
func NewRelay(outbox Outbox, bus *Bus, holder string, log *slog.Logger) *Relay {
	r := &Relay{outbox: outbox, bus: bus, holder: holder, log: log}
	r.jobs, r.events = newBelt(r, "jobs", outbox.PendingJobs), newBelt(r, "events", outbox.PendingEvents)
	return r
}

// Kick tells the relay that something was put into the outbox. It never blocks.
func (r *Relay) Kick() {
	r.jobs.wake()
	r.events.wake()
}

// Run publishes until ctx ends. Trouble is retried for ever and never fatal: what could not be
// published waits in the ledger. Only one Run at a time.
func (r *Relay) Run(ctx context.Context) {
	var belts sync.WaitGroup
	belts.Go(func() { r.jobs.run(ctx) })
	belts.Go(func() { r.events.run(ctx) })
	belts.Wait()
}

// lead asks the ledger who leads, unless it was asked a moment ago.
func (r *Relay) lead(ctx context.Context) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := time.Now(); now.Sub(r.checked) >= relayCheck {
		leads, err := r.outbox.Lead(ctx, "relay", r.holder, relayLease)
		if err != nil {
			return false, err
		}
		r.leads, r.checked = leads, now
	}
	return r.leads, nil
}
