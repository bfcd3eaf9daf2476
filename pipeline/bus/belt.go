package bus

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"docpipe/pipeline"
)

// A belt carries one kind of messages, in lanes side by side: one for each tenant, which keeps
// its order. The ledger hears of what went out while the next round is on its way.
type belt struct {
	relay   *Relay
	kind    string // jobs | events
	pending func(ctx context.Context, limit int) ([]pipeline.Message, error)
	kick    chan struct{}
	rests   map[string]time.Time // tenants whose lane failed, and until when it is left alone
	ailing  bool                 // the last round failed, and the log says so

	out chan []pipeline.Delivery // went out, and the ledger does not know; for the length of a run

	mu      sync.Mutex
	unnoted map[string]bool // the ids of what went through out
	failure error           // of the last note
}

func newBelt(r *Relay, kind string, pending func(context.Context, int) ([]pipeline.Message, error)) *belt {
	return &belt{
		relay: r, kind: kind, pending: pending, kick: make(chan struct{}, 1), rests: map[string]time.Time{},
		unnoted: map[string]bool{},
	}
}

func (b *belt) wake() {
	select {
	case b.kick <- struct{}{}:
	default:
	}
}

func (b *belt) run(ctx context.Context) {
	b.out = make(chan []pipeline.Delivery)
	var noting sync.WaitGroup
	noting.Go(func() { b.note(context.WithoutCancel(ctx)) })
	defer noting.Wait()
	defer close(b.out)
	for ctx.Err() == nil {
		n, err := b.round(ctx)
		if ctx.Err() != nil {
			return
		}
		b.report(err)
		switch {
		case err != nil:
			_ = rest(ctx, relayIdle) // no kick makes NATS come back sooner
		case n == 0:
			b.wait(ctx)
		}
	}
}

// report says once that publishing fails, and once that it works again.
func (b *belt) report(err error) {
	if err != nil && !b.ailing {
		b.relay.log.Warn("relay: "+b.kind+" wait in the ledger, will try again", "error", err)
	}
	if err == nil && b.ailing && len(b.rests) == 0 {
		b.relay.log.Info("relay: publishes " + b.kind + " again")
	}
	b.ailing = err != nil || len(b.rests) > 0
}

func (b *belt) wait(ctx context.Context) {
	timer := time.NewTimer(relayIdle)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-b.kick:
	case <-timer.C:
	}
}

// note tells the ledger what went out. What it does not take goes out again, which is harmless.
func (b *belt) note(ctx context.Context) {
	for out := range b.out {
		err := b.relay.outbox.Published(ctx, out)
		b.mu.Lock()
		b.failure = err
		for _, d := range out {
			delete(b.unnoted, d.Message.MsgID)
		}
		b.mu.Unlock()
	}
}

// round publishes one batch and returns how many went out.
func (b *belt) round(ctx context.Context) (sent int, failure error) {
	r := b.relay
	if leads, err := r.lead(ctx); err != nil || !leads {
		return 0, err
	}
	if b == r.events {
		r.survey(ctx)
	}
	skip := b.skip() // before the ledger is asked: what it was told meanwhile it does not give again
	messages, err := b.pending(ctx, relayBatch)
	if err != nil {
		return 0, err
	}
	messages = slices.DeleteFunc(messages, func(m pipeline.Message) bool { return skip[m.MsgID] })
	ctx, cancel := context.WithTimeout(ctx, relayLease-relayCheck) // somebody else may lead after that
	defer cancel()
	var out []pipeline.Delivery
	for _, t := range b.send(ctx, b.trips(messages)) {
		out = append(out, t.out...)
		failure = errors.Join(failure, b.settle(t))
	}
	return len(out), errors.Join(failure, b.noted(out))
}

// skip is what went out and waits to be noted.
func (b *belt) skip() map[string]bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.unnoted)
}

// noted has what went out noted, once that of the round before is, and says how that one went.
func (b *belt) noted(out []pipeline.Delivery) error {
	b.mu.Lock()
	for _, d := range out {
		b.unnoted[d.Message.MsgID] = true
	}
	failure := b.failure
	b.failure = nil
	b.mu.Unlock()
	if len(out) > 0 {
		b.out <- out
	}
	return failure
}
