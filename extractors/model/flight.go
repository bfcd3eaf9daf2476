package model

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"docpipe/pipeline"
)

// flights joins calls that ask the same: one of them pays, all get the answer.
type flights struct {
	mu    sync.Mutex
	byKey map[string]*flight
}

// A flight is one question on its way, asked by an asking. It goes on while anyone waits for it: when the call that
// began it is cancelled, the next one pays from then on, and nothing is sent again.
type flight struct {
	key     string
	cancel  context.CancelFunc
	members []*member // guarded by flights.mu; the first pays

	done   chan struct{} // closed when the rest is set
	answer Answer
	err    error
	by     *member // who paid last
}

// A member is one call that waits for a flight.
type member struct {
	call  Call
	purse pipeline.Purse
	ctx   context.Context

	busy   sync.Mutex // held while the flight uses the call's functions
	charge *charge    // guarded by flights.mu: what its purse has set aside
}

// board lets m join the flight that asks the same, or begins one.
func (r *Router) board(m *member) *flight {
	key := flightKey(m.call)
	r.flights.mu.Lock()
	defer r.flights.mu.Unlock()
	if f := r.flights.byKey[key]; f != nil {
		f.members = append(f.members, m)
		return f
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(m.ctx))
	f := &flight{key: key, cancel: cancel, members: []*member{m}, done: make(chan struct{})}
	if key != "" {
		if r.flights.byKey == nil {
			r.flights.byKey = map[string]*flight{}
		}
		r.flights.byKey[key] = f
	}
	go r.fly(ctx, f)
	return f
}

func (r *Router) fly(ctx context.Context, f *flight) {
	defer f.cancel()
	a := &asking{Router: r, flight: f}
	f.answer, f.err = a.run(ctx)
	r.flights.mu.Lock()
	r.forget(f)
	r.flights.mu.Unlock()
	close(f.done)
}

// forget lets nobody join f any more. flights.mu is held.
func (r *Router) forget(f *flight) {
	if r.flights.byKey[f.key] == f {
		delete(r.flights.byKey, f.key)
	}
}

// leave takes m off the flight. The last one to leave ends it and waits until its money is
// settled. When others stay, the request under way goes on for them; m's purse, which nobody
// can settle later, books it as possibly billed.
func (r *Router) leave(f *flight, m *member) {
	r.flights.mu.Lock()
	if len(f.members) == 1 {
		r.forget(f)
		r.flights.mu.Unlock()
		f.cancel()
		<-f.done
		return
	}
	f.members = slices.DeleteFunc(f.members, func(o *member) bool { return o == m })
	paid := m.charge
	r.flights.mu.Unlock()
	if paid != nil {
		paid.abandon()
	}
	m.busy.Lock() // its functions are not used after this
	defer m.busy.Unlock()
}

// payer returns the call that is asked and whose purse pays; nil when nobody waits any more.
func (r *Router) payer(f *flight) *member {
	r.flights.mu.Lock()
	defer r.flights.mu.Unlock()
	f.by = nil
	if i := slices.IndexFunc(f.members, func(m *member) bool { return m.ctx.Err() == nil }); i >= 0 {
		f.by = f.members[i]
	}
	return f.by
}

// owe notes what m's purse has set aside, nil when it is settled. It returns false when m has
// left in the meantime.
func (r *Router) owe(f *flight, m *member, c *charge) bool {
	r.flights.mu.Lock()
	defer r.flights.mu.Unlock()
	m.charge = c
	return slices.Contains(f.members, m)
}

// use runs do with m, or with who waits longest when m has left: the functions of its call must
// not be touched after that. It returns who it was.
func (r *Router) use(f *flight, m *member, do func(*member)) *member {
	for {
		m.busy.Lock()
		r.flights.mu.Lock()
		first := f.members[0] // the last one stays until the flight is over
		stays := slices.Contains(f.members, m)
		r.flights.mu.Unlock()
		if stays {
			do(m)
			m.busy.Unlock()
			return m
		}
		m.busy.Unlock()
		m = first
	}
}

// flightKey names what a call asks and of whom; empty when it must not be joined.
func flightKey(c Call) string {
	if c.Key == "" {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %t %t %t %q", c.Document.Tenant, c.Document.Content(), c.Task, c.Key,
		c.Images, c.NeedsImages, c.Escalate != "", slices.Sorted(slices.Values(c.Targets)))
	return hex.EncodeToString(h.Sum(nil))
}
