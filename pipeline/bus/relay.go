package bus

import (
	"context"
	"log/slog"
	"time"

	"docpipe/pipeline"
)

// An Outbox is the ledger's list of what is to be published.
type Outbox interface {
	// Pending returns what waits, in order per tenant; what was not reported by Published comes
	// again with the same id.
	Pending(ctx context.Context, limit int) ([]pipeline.Message, error)
	// Published records that m stands in its stream at sequence. Safe to call twice.
	Published(ctx context.Context, m pipeline.Message, sequence uint64) error
	// Lead reports whether holder plays role for the next lease.
	Lead(ctx context.Context, role, holder string, lease time.Duration) (bool, error)
}

// A Relay moves the outbox into the streams. One works at a time in a whole installation; the
// others wait for its lease to end.
type Relay struct {
	outbox Outbox
	bus    *Bus
	holder string
	log    *slog.Logger
	kick   chan struct{}
}

const (
	relayBatch = 128
	relayIdle  = 500 * time.Millisecond // the longest wait when nobody kicks
	relayLease = 5 * time.Second
)

// NewRelay makes a relay; holder names this process among others.
func NewRelay(outbox Outbox, bus *Bus, holder string, log *slog.Logger) *Relay {
	return &Relay{outbox: outbox, bus: bus, holder: holder, log: log, kick: make(chan struct{}, 1)}
}

// Kick tells the relay that something was put into the outbox. It never blocks.
func (r *Relay) Kick() {
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

// Run publishes until ctx ends. Trouble is retried for ever and never fatal: what could not be
// published waits in the ledger.
func (r *Relay) Run(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := r.round(ctx)
		if err != nil && ctx.Err() == nil {
			r.log.Warn("relay: will try again", "error", err)
		}
		if n == 0 || err != nil {
			r.wait(ctx)
		}
	}
}

func (r *Relay) wait(ctx context.Context) {
	timer := time.NewTimer(relayIdle)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-r.kick:
	case <-timer.C:
	}
}

// round publishes one batch and returns how many went out. After a failure it leaves the
// tenant's later messages alone, so that events keep their order.
func (r *Relay) round(ctx context.Context) (int, error) {
	leads, err := r.outbox.Lead(ctx, "relay", r.holder, relayLease)
	if err != nil || !leads {
		return 0, err
	}
	messages, err := r.outbox.Pending(ctx, relayBatch)
	if err != nil {
		return 0, err
	}
	stuck := map[string]bool{}
	sent := 0
	for _, m := range messages {
		if stuck[m.Tenant] {
			continue
		}
		if err = r.one(ctx, m); err != nil {
			stuck[m.Tenant] = true
			continue
		}
		sent++
	}
	return sent, err
}

func (r *Relay) one(ctx context.Context, m pipeline.Message) error {
	sequence, err := r.bus.Publish(ctx, m)
	if err != nil {
		return err
	}
	return r.outbox.Published(ctx, m, sequence)
}
