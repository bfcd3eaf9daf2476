package bus

import (
	"context"
	"errors"
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
	// Rewind has Pending return again, before newer ones, the events of a tenant that were
	// published to a place in its stream after last. It returns how many; twice is harmless.
	Rewind(ctx context.Context, tenant string, last uint64) (lost int64, err error)
	// Tenants lists all that may have events.
	Tenants(ctx context.Context) ([]string, error)
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

	leads    bool               // what the ledger last said,
	checked  time.Time          // and when
	surveyed time.Time          // when all streams were last looked at
	rests    map[lane]time.Time // until when lanes that failed are left alone
	ailing   bool               // the last round failed, and the log says so
}

// A lane is what keeps its order: a tenant's events, or its jobs.
type lane struct {
	tenant string
	jobs   bool
}

const (
	relayBatch = 128
	relayIdle  = 500 * time.Millisecond // the longest wait when nobody kicks
	relayLease = 5 * time.Second
	relayCheck = relayLease / 3 // how long the ledger's word on who leads is believed
)

// NewRelay makes a relay; holder names this process among others.
func NewRelay(outbox Outbox, bus *Bus, holder string, log *slog.Logger) *Relay {
	return &Relay{outbox: outbox, bus: bus, holder: holder, log: log, kick: make(chan struct{}, 1), rests: map[lane]time.Time{}}
}

// Kick tells the relay that something was put into the outbox. It never blocks.
func (r *Relay) Kick() {
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

// Run publishes until ctx ends. Trouble is retried for ever and never fatal: what could not be
// published waits in the ledger. Only one Run at a time.
func (r *Relay) Run(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := r.round(ctx)
		if ctx.Err() != nil {
			return
		}
		r.report(err)
		switch {
		case err != nil:
			_ = rest(ctx, relayIdle) // no kick makes NATS come back sooner
		case n == 0:
			r.wait(ctx)
		}
	}
}

// report says once that publishing fails, and once that it works again.
func (r *Relay) report(err error) {
	if err != nil && !r.ailing {
		r.log.Warn("relay: events and jobs wait in the ledger, will try again", "error", err)
	}
	if err == nil && r.ailing && len(r.rests) == 0 {
		r.log.Info("relay: publishes again")
	}
	r.ailing = err != nil || len(r.rests) > 0
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
// lane's later messages alone, so that they keep their order.
func (r *Relay) round(ctx context.Context) (sent int, failure error) {
	if leads, err := r.lead(ctx); err != nil || !leads {
		return 0, err
	}
	r.survey(ctx)
	messages, err := r.outbox.Pending(ctx, relayBatch)
	if err != nil {
		return 0, err
	}
	stuck := map[lane]bool{}
	for _, m := range messages {
		leads, err := r.lead(ctx) // a round with failures outlasts the lease
		if err != nil || !leads {
			return sent, err
		}
		if stuck[laneOf(m)] || r.resting(m) {
			continue
		}
		if err := r.one(ctx, m); err != nil {
			stuck[laneOf(m)], failure = true, err
			if !r.bus.connected() || ctx.Err() != nil {
				return sent, failure
			}
			continue
		}
		sent++
	}
	return sent, failure
}

// lead asks the ledger who leads, unless it was asked a moment ago.
func (r *Relay) lead(ctx context.Context) (bool, error) {
	if now := time.Now(); now.Sub(r.checked) >= relayCheck {
		leads, err := r.outbox.Lead(ctx, "relay", r.holder, relayLease)
		if err != nil {
			return false, err
		}
		r.leads, r.checked = leads, now
	}
	return r.leads, nil
}

func (r *Relay) resting(m pipeline.Message) bool {
	return time.Now().Before(r.rests[laneOf(m)])
}

// one publishes m. A lane that fails rests as long as the failure took, so that it never takes
// more than half of the relay's time from the others.
func (r *Relay) one(ctx context.Context, m pipeline.Message) error {
	start := time.Now()
	err := r.publish(ctx, m)
	if errors.Is(err, errRefilled) {
		return err
	}
	if err != nil {
		now := time.Now()
		r.rests[laneOf(m)] = now.Add(max(now.Sub(start), relayIdle/2))
		return err
	}
	delete(r.rests, laneOf(m))
	return nil
}

func (r *Relay) publish(ctx context.Context, m pipeline.Message) error {
	if err := r.whole(ctx, m); err != nil {
		return err
	}
	sequence, err := r.bus.Publish(ctx, m)
	if err != nil {
		return err
	}
	return r.outbox.Published(ctx, m, sequence)
}

func laneOf(m pipeline.Message) lane { return lane{m.Tenant, m.Job != ""} }
