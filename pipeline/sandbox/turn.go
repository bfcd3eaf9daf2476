package sandbox

import (
	"context"
	"slices"
)

// A turn is one call on its way to a worker: first it waits, then it has a seat.
type turn struct {
	request Request
	passed  int           // how often a later turn was seated first
	called  chan struct{} // closed when it has a seat
	worker  *worker       // the idle worker that is its own now, nil: one has to be started
	spare   *worker       // has to make room for that one, or nil
}

// maxPassed is how many later turns may be seated before one that waits: a document that
// keeps its worker busy holds nobody else up for longer than so many pages.
const maxPassed = 8

// sit waits for a seat. A closed pool has none.
func (p *Pool) sit(ctx context.Context, r Request) (*turn, error) {
	t := p.queue(r)
	select {
	case <-t.called:
		return t, nil
	case <-ctx.Done():
		p.giveUp(t)
		return nil, ctx.Err()
	case <-p.closed.Done():
		p.giveUp(t)
		return nil, p.closed.Err()
	}
}

// queue puts a turn at the end of those that wait.
func (p *Pool) queue(r Request) *turn {
	t := &turn{request: r, called: make(chan struct{})}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = append(p.waiting, t)
	p.seat()
	return t
}

// giveUp takes t out of the queue. It may have been seated in this moment: then its worker
// goes back too.
func (p *Pool) giveUp(t *turn) {
	p.mu.Lock()
	i := slices.Index(p.waiting, t)
	if i >= 0 {
		p.waiting = slices.Delete(p.waiting, i, i+1)
	} else {
		for _, w := range []*worker{t.worker, t.spare} {
			if w != nil {
				p.idle = append(p.idle, w)
			}
		}
	}
	p.mu.Unlock()
	if i < 0 {
		p.leave(t)
	}
}

// leave frees the seat of t.
func (p *Pool) leave(t *turn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.seated, t)
	p.seated = slices.Delete(p.seated, i, i+1)
	p.running.Done()
	p.seat()
}

// seat gives the free seats to those that wait. The caller holds the lock.
func (p *Pool) seat() {
	for len(p.seated) < p.size && len(p.waiting) > 0 && p.closed.Err() == nil {
		i := p.next()
		t := p.waiting[i]
		for _, earlier := range p.waiting[:i] {
			earlier.passed++
		}
		p.waiting = slices.Delete(p.waiting, i, i+1)
		t.worker, t.spare = p.pick(t.request)
		p.seated = append(p.seated, t)
		p.running.Add(1)
		close(t.called)
	}
}

// next returns the place of the turn to be seated: the first that has been passed over too
// often, else the first of those that gain most.
func (p *Pool) next() int {
	best, most := 0, -1
	for i, t := range p.waiting {
		if t.passed >= maxPassed {
			return i
		}
		if g := p.gain(t.request); g > most {
			best, most = i, g
		}
	}
	return best
}

// gain ranks a request by what the idle workers save it: opening its input, best of all;
// nothing, when a busy worker has that input and it is opened a second time; and at worst a
// worker of another tenant has to make room.
func (p *Pool) gain(r Request) int {
	best := never
	for _, w := range p.idle {
		best = max(best, w.suits(r))
	}
	switch {
	case best == never:
		return 0
	case best == loaded, r.Input == nil:
		return 3
	case slices.ContainsFunc(p.seated, func(t *turn) bool { return t.request.sameInput(r) }):
		return 1
	}
	return 2
}

func (r Request) sameInput(other Request) bool {
	return r.Tenant == other.Tenant && r.Input != nil && other.Input != nil && r.Input.key == other.Input.key
}
