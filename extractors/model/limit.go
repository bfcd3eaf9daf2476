package model

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// limits keep a target within what it bears: requests at once, requests and tokens a minute.
type limits struct {
	slots    chan struct{}
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

// acquire waits for a slot and for the right to send one request of so many tokens. Its only
// error is ctx's. release gives the slot back.
func (l *limits) acquire(ctx context.Context, tokens int) (release func(), err error) {
	select {
	case l.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	release = func() { <-l.slots }
	now := time.Now()
	taken := append(take(l.requests, now, 1), take(l.tokens, now, tokens)...)
	if err := pause(ctx, delay(taken, now)); err != nil {
		for _, r := range taken {
			r.Cancel()
		}
		release()
		return nil, err
	}
	return release, nil
}

// spend books tokens that came on top of what was acquired; later requests wait for them.
func (l *limits) spend(tokens int) {
	if tokens > 0 {
		take(l.tokens, time.Now(), tokens)
	}
}

// load is the share of slots in use, 0..1.
func (l *limits) load() float64 { return float64(len(l.slots)) / float64(cap(l.slots)) }

// take reserves n in pieces that the limiter grants.
func take(l *rate.Limiter, now time.Time, n int) []*rate.Reservation {
	var taken []*rate.Reservation
	for l != nil && n > 0 {
		piece := min(n, l.Burst())
		taken = append(taken, l.ReserveN(now, piece))
		n -= piece
	}
	return taken
}

// delay is how long until all of taken may be used.
func delay(taken []*rate.Reservation, now time.Time) time.Duration {
	var longest time.Duration
	for _, r := range taken {
		longest = max(longest, r.DelayFrom(now))
	}
	return longest
}
