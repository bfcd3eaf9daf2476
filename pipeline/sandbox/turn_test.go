package sandbox

import (
	"context"
	"errors"
	"testing"
)

// occupied returns a pool whose seats are taken by one call for each of the inputs, whose
// workers have them loaded.
func occupied(t *testing.T, inputs ...*Input) (*Pool, []*turn) {
	t.Helper()
	p := pool(t, setup(t), len(inputs))
	var busy []*turn
	for _, in := range inputs {
		b, err := p.sit(t.Context(), Request{Tenant: "a", Input: in})
		if err != nil {
			t.Fatal(err)
		}
		if b.worker, err = p.take(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		b.worker.loaded = in.Key()
		busy = append(busy, b)
	}
	return p, busy
}

// done is the good end of a call.
func (p *Pool) done(b *turn) {
	p.put(b.worker)
	p.leave(b)
}

func (p *Pool) busy() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.seated)
}

func (t *turn) hasSeat() bool {
	select {
	case <-t.called:
		return true
	default:
		return false
	}
}

// TestAffinity has two busy workers and, for each, a call that waits for its document, in the
// wrong order.
func TestAffinity(t *testing.T) {
	t.Parallel()
	one, two := input(t, "one", "first"), input(t, "two", "second")
	p, busy := occupied(t, one, two)
	second := p.queue(Request{Tenant: "a", Input: two})
	first := p.queue(Request{Tenant: "a", Input: one})
	p.done(busy[0])
	if !first.hasSeat() || first.worker != busy[0].worker || second.hasSeat() {
		t.Errorf("the worker with one went to the call with two: %v, %v", first.hasSeat(), second.hasSeat())
	}
	p.done(busy[1])
	if !second.hasSeat() || second.worker != busy[1].worker {
		t.Errorf("the worker with two did not go to its call: %v", second.hasSeat())
	}
	p.done(first)
	p.done(second)
	if again := p.queue(Request{Tenant: "a", Input: two}); again.worker != second.worker {
		t.Error("among idle workers the one with the document was not chosen")
	} else {
		p.done(again)
	}
}

// TestNewDocumentBeforeSharedOne: a page of a document that a busy worker has open waits for
// a document that nobody has.
func TestNewDocumentBeforeSharedOne(t *testing.T) {
	t.Parallel()
	one, two, three := input(t, "one", "first"), input(t, "two", "second"), input(t, "three", "third")
	p, busy := occupied(t, one, two)
	shared := p.queue(Request{Tenant: "a", Input: two})
	fresh := p.queue(Request{Tenant: "a", Input: three})
	p.done(busy[0])
	if !fresh.hasSeat() || shared.hasSeat() {
		t.Errorf("seated: fresh %v, shared %v, want the fresh one", fresh.hasSeat(), shared.hasSeat())
	}
	p.done(fresh)
	if !shared.hasSeat() {
		t.Error("a free worker waits although a call does")
	}
	p.done(shared)
	p.done(busy[1])
}

// TestNobodyStarves lets one document ask for its worker again and again.
func TestNobodyStarves(t *testing.T) {
	t.Parallel()
	hot, cold := input(t, "hot", "first"), input(t, "cold", "second")
	p, busy := occupied(t, hot)
	waits := []*turn{p.queue(Request{Tenant: "b"}), p.queue(Request{Tenant: "a", Input: cold})}
	passed, current := 0, busy[0]
	for ; !waits[0].hasSeat(); passed++ {
		next := p.queue(Request{Tenant: "a", Input: hot})
		p.done(current)
		current = next
	}
	if passed--; passed != maxPassed {
		t.Errorf("passed over %d times, want %d", passed, maxPassed)
	}
	w, err := p.take(t.Context(), waits[0])
	if err != nil {
		t.Fatal(err)
	}
	waits[0].worker = w
	p.done(waits[0])
	if !waits[1].hasSeat() {
		t.Error("the second that was passed over is not next")
	}
	p.giveUp(waits[1])
	p.giveUp(current)
}

// TestGivingUpInTheMomentOfTheCall has a turn leave that has just been given a worker.
func TestGivingUpInTheMomentOfTheCall(t *testing.T) {
	t.Parallel()
	one := input(t, "one", "first")
	p, busy := occupied(t, one)
	late := p.queue(Request{Tenant: "a", Input: one})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.sit(gone, Request{Tenant: "a", Input: one}); !errors.Is(err, context.Canceled) {
		t.Errorf("sit = %v, want cancelled", err)
	}
	p.done(busy[0])
	p.giveUp(late)
	if p.busy() != 0 || len(p.waiting) != 0 || len(p.idle) != 1 {
		t.Errorf("%d seated, %d waiting, %d idle, want one idle worker", p.busy(), len(p.waiting), len(p.idle))
	}
}
