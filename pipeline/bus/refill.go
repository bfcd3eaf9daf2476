package bus

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// surveyEvery is how often the relay looks whether streams that nobody publishes to are whole.
const surveyEvery = time.Minute

// errRefilled stops a lane for the rest of a round: older events go first now.
var errRefilled = errors.New("a stream lost events: they go out again from the ledger")

// survey finds streams that lost their end, or are gone. It stops at the first that does not
// answer: what is published to is looked at before anyway.
func (r *Relay) survey(ctx context.Context) {
	if time.Since(r.surveyed) < surveyEvery || !r.bus.connected() {
		return
	}
	r.surveyed = time.Now()
	tenants, err := r.outbox.Tenants(ctx)
	for i := 0; i < len(tenants) && err == nil; i++ {
		_, err = r.refill(ctx, tenants[i])
	}
	if err != nil && ctx.Err() == nil {
		r.log.Warn("relay: looking whether streams are whole", "error", err)
	}
}

// whole makes sure that the stream of an event has all that went before, the first time and
// after trouble.
func (r *Relay) whole(ctx context.Context, m pipeline.Message) error {
	if m.Job != "" || r.bus.seen(EventsStream(m.Tenant)) {
		return nil
	}
	lost, err := r.refill(ctx, m.Tenant)
	if err == nil && lost > 0 {
		err = errRefilled
	}
	return err
}

// refill has the ledger give again what a tenant's stream does not hold any more.
func (r *Relay) refill(ctx context.Context, tenant string) (lost int64, err error) {
	last, err := r.bus.eventsEnd(ctx, tenant)
	if err != nil {
		return 0, err
	}
	lost, err = r.outbox.Rewind(ctx, tenant, last)
	if lost > 0 {
		r.log.Warn("relay: a stream lost events, they go out again from the ledger", "tenant", tenant, "events", lost)
		r.bus.forget(EventsStream(tenant))
	}
	return lost, err
}

// eventsEnd is the last sequence that a tenant's event stream ever held, 0 for one that is
// gone.
func (b *Bus) eventsEnd(ctx context.Context, tenant string) (last uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.PublishTimeout)
	defer cancel()
	js, err := b.events(tenant)
	if err != nil {
		return 0, err
	}
	s, err := js.Stream(ctx, EventsStream(tenant))
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return s.CachedInfo().State.LastSeq, nil
}
