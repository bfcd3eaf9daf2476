package model

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits keep a target within what it bears: requests at once, requests and tokens a minute.
type limits struct {
	slots chan struct{}

	mu       sync.Mutex    // of a look at both and what is taken after it
	requests *rate.Limiter // nil: unlimited
	tokens   *rate.Limiter // nil: unlimited
}

func newLimits(t Target) *limits {
	// A burst of one second keeps providers content that count in short intervals.
	return &limits{
		slots:    make(chan struct{}, max(t.Concurrency, 1)),
		requests: perMinute(t.RPM, t.RPM/60),
		tokens:   perMinute(t.TPM, t.TPM/10),
	}
}

func perMinute(n, burst int) *rate.Limiter {
	if n <= 0 {
		return nil
	}
	return rate.NewLimiter(rate.Limit(float64(n)/60), max(burst, 1))
}

// errCrowded says that the minute lets no more through for longer than somebody is ready to wait.
var errCrowded = errors.New("more is asked of the target than its rpm and tpm let through")

// acquire waits for a slot and for the right to send one request of so many tokens, for the
// latter no longer than patience. Nobody holds a slot while waiting for the minute to go on. Its
// error is errCrowded or ctx's.
func (l *limits) acquire(ctx context.Context, tokens int, patience time.Duration) (*grant, error) {
	for {
		select {
		case l.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		wait := l.take(time.Now(), tokens)
		if wait == 0 {
			return &grant{l, tokens}, nil
		}
		<-l.slots
		if patience -= wait; patience < 0 {
			return nil, errCrowded
		}
		if err := pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// A grant is the right to send one request, and the slot for it.
type grant struct {
	limits *limits
	tokens int
}

// release gives the slot back after the request.
func (g *grant) release() { <-g.limits.slots }

// unused gives everything back: nothing was sent.
func (g *grant) unused() {
	now := time.Now()
	owe(g.limits.requests, now, -1)
	owe(g.limits.tokens, now, -g.tokens)
	g.release()
}

// take takes one request and its tokens when both may be had now; else it takes nothing and
// returns how long that is off. A request larger than the burst goes into debt, which later ones
// wait for.
func (l *limits) take(now time.Time, tokens int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wait := max(until(l.requests, now, 1), until(l.tokens, now, tokens)); wait > 0 {
		return wait
	}
	owe(l.requests, now, 1)
	owe(l.tokens, now, tokens)
	return 0
}

// spend books tokens that came on top of what was acquired; later requests wait for them.
func (l *limits) spend(tokens int) {
	if tokens > 0 {
		owe(l.tokens, time.Now(), tokens)
	}
}

// until is how long until n, or a full burst, may be had; 0 is now. Less than a nanosecond would
// round to nothing, so that one is the least.
func until(l *rate.Limiter, now time.Time, n int) time.Duration {
	if l == nil {
		return 0
	}
	lacking := float64(min(n, l.Burst())) - l.TokensAt(now)
	if lacking <= 0 {
		return 0
	}
	return time.Duration(math.Ceil(lacking/float64(l.Limit())*float64(time.Second))) + 1
}

// owe takes n, in pieces that the limiter grants, whatever there is; less than 0 gives back.
func owe(l *rate.Limiter, now time.Time, n int) {
	for l != nil && n != 0 {
		piece := min(n, l.Burst())
		l.ReserveN(now, piece)
		n -= piece
	}
}

// load is the share of slots in use, 0..1.
func (l *limits) load() float64 { return float64(len(l.slots)) / float64(cap(l.slots)) }
