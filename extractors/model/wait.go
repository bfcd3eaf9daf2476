package model

import (
	"context"
	"time"
)

// pause waits for d or for the end of ctx, whose error it returns.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// backoff is the random wait after so many failures of a target: full jitter under a ceiling
// that doubles, so that callers who failed together do not come back together.
func (r *Router) backoff(failures int) time.Duration {
	ceiling := r.cfg.BackoffMin
	for ; failures > 1 && ceiling < r.cfg.BackoffMax; failures-- {
		ceiling *= 2
	}
	return r.jitter(min(ceiling, r.cfg.BackoffMax))
}
