package bus

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"docpipe/pipeline"
)

// An Outbox is the ledger's list of what is to be published.
type Outbox interface {
	// Pending returns what waits, in order per tenant; what was not reported by Published comes
	// again with the same id.
	Pending(ctx context.Context, limit int) ([]pipeline.Message, error)
	// Published records which messages stand in their streams, and where. Safe to call twice.
	Published(ctx context.Context, out []pipeline.Delivery) error
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

// round publishes one batch and returns how many went out. Lanes go side by side, each in its
// order: after a failure a lane's later messages wait for another round. The ledger hears of
// all that went out at once, since each word to it costs a commit.
func (r *Relay) round(ctx context.Context) (sent int, failure error) {
	if leads, err := r.lead(ctx); err != nil || !leads {
		return 0, err
	}
	r.survey(ctx)
	messages, err := r.outbox.Pending(ctx, relayBatch)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, relayLease-relayCheck) // somebody else may lead after that
	defer cancel()
	trips := r.trips(messages)
	var out []pipeline.Delivery
	for _, t := range r.send(ctx, trips) {
		out = append(out, t.out...)
		failure = errors.Join(failure, r.settle(t))
	}
	if len(out) > 0 {
		failure = errors.Join(failure, r.outbox.Published(context.WithoutCancel(ctx), out))
	}
	return len(out), failure
}

// A trip is what one lane has to publish in a round, and what became of it.
type trip struct {
	lane     lane
	messages []pipeline.Message
	out      []pipeline.Delivery
	err      error
	took     time.Duration
}

// trips sorts messages by lane; lanes that rest are left out.
func (r *Relay) trips(messages []pipeline.Message) []*trip {
	var trips []*trip
	byLane := map[lane]*trip{}
	for _, m := range messages {
		l := laneOf(m)
		if time.Now().Before(r.rests[l]) {
			continue
		}
		if byLane[l] == nil {
			byLane[l] = &trip{lane: l}
			trips = append(trips, byLane[l])
		}
		byLane[l].messages = append(byLane[l].messages, m)
	}
	return trips
}

// send lets every lane publish, and waits for all.
func (r *Relay) send(ctx context.Context, trips []*trip) []*trip {
	var running sync.WaitGroup
	for _, t := range trips {
		running.Go(func() {
			start := time.Now()
			for _, m := range t.messages {
				var sequence uint64
				if sequence, t.err = r.publish(ctx, m); t.err != nil {
					break
				}
				t.out = append(t.out, pipeline.Delivery{Message: m, Sequence: sequence})
			}
			t.took = time.Since(start)
		})
	}
	running.Wait()
	return trips
}

// settle returns why a trip ended early. Its lane then rests as long as the trip took, so that
// it never takes more than half of the relay's time.
func (r *Relay) settle(t *trip) error {
	switch {
	case t.err == nil:
		delete(r.rests, t.lane)
	case !errors.Is(t.err, errRefilled):
		r.rests[t.lane] = time.Now().Add(max(t.took, relayIdle/2))
	}
	return t.err
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

func (r *Relay) publish(ctx context.Context, m pipeline.Message) (sequence uint64, err error) {
	if err := r.whole(ctx, m); err != nil {
		return 0, err
	}
	return r.bus.Publish(ctx, m)
}

func laneOf(m pipeline.Message) lane { return lane{m.Tenant, m.Job != ""} }
