package bus

import (
	"context"
	"errors"
	"sync"
	"time"

	"docpipe/pipeline"
)

// A trip is what one lane has to publish in a round, and what became of it.
type trip struct {
	tenant   string
	messages []pipeline.Message
	singly   bool // the lane failed lately
	out      []pipeline.Delivery
	err      error
	took     time.Duration
}

// trips sorts messages by lane; lanes that rest are left out.
func (b *belt) trips(messages []pipeline.Message) []*trip {
	var trips []*trip
	lanes := map[string]*trip{}
	for _, m := range messages {
		until, failed := b.rests[m.Tenant]
		if time.Now().Before(until) {
			continue
		}
		if lanes[m.Tenant] == nil {
			lanes[m.Tenant] = &trip{tenant: m.Tenant, singly: failed}
			trips = append(trips, lanes[m.Tenant])
		}
		lanes[m.Tenant].messages = append(lanes[m.Tenant].messages, m)
	}
	return trips
}

// send lets every lane publish, and waits for all.
func (b *belt) send(ctx context.Context, trips []*trip) []*trip {
	var running sync.WaitGroup
	for _, t := range trips {
		running.Go(func() {
			start := time.Now()
			t.out, t.err = b.relay.publish(ctx, t)
			t.took = time.Since(start)
		})
	}
	running.Wait()
	return trips
}

// settle returns why a trip ended early. Its lane then rests as long as the trip took, so that
// it never takes more than half of the relay's time.
func (b *belt) settle(t *trip) error {
	switch {
	case t.err == nil:
		delete(b.rests, t.tenant)
	case !errors.Is(t.err, errRefilled):
		b.rests[t.tenant] = time.Now().Add(max(t.took, relayIdle/2))
	}
	return t.err
}

// publish puts the messages of a trip into their stream and returns those that stand there, up
// to the first that does not: after a failure the later ones wait for another round.
func (r *Relay) publish(ctx context.Context, t *trip) (out []pipeline.Delivery, err error) {
	if err := r.whole(ctx, t.messages[0]); err != nil {
		return nil, err
	}
	if !t.singly {
		return r.bus.Publish(ctx, t.messages)
	}
	for _, m := range t.messages {
		one, err := r.bus.Publish(ctx, []pipeline.Message{m})
		if err != nil {
			return out, err
		}
		out = append(out, one...)
	}
	return out, nil
}
