package model

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Ways to order targets. RouterConfig.Prefer names one, or targets in order.
const (
	PreferCost    = "cost"    // the cheapest first
	PreferLatency = "latency" // the fastest of late first
	PreferQuality = "quality" // the best prior first
)

// RouterConfig says how targets are chosen and how long a call is tried.
type RouterConfig struct {
	// Prefer is one of cost, latency and quality, or names of targets in order; others come
	// after them by cost. Default: cost.
	Prefer []string

	MaxAttempts int           // requests of one call that count: answered, failed or possibly billed; 4
	MaxWaits    int           // requests of one call that providers put off with a wait, beside the attempts; 5
	Wall        time.Duration // from the first request of a call; none begins later; 5m
	MaxWait     time.Duration // the longest single wait, whatever a provider asks for; 60s
	Patience    time.Duration // the longest wait for what rpm and tpm of a target let through; 1h

	// BackoffMin and BackoffMax bound the ceiling of the random wait after a failure: it
	// doubles with each. Defaults: 500ms and 8s.
	BackoffMin, BackoffMax time.Duration

	KeyCooldown  time.Duration // how long a refused or unpaid key rests; 10m
	ModeCooldown time.Duration // how long a refused way of asking for JSON is not tried first; 10m

	// BreakerFailures among the last ten requests to a target stop all requests to it for
	// BreakerOpen; then one is let through to see. Defaults: 5 and 30s.
	BreakerFailures int
	BreakerOpen     time.Duration
}

// DefaultRouterConfig returns the defaults.
func DefaultRouterConfig() RouterConfig {
	return RouterConfig{
		Prefer:          []string{PreferCost},
		MaxAttempts:     4,
		MaxWaits:        5,
		Wall:            5 * time.Minute,
		MaxWait:         time.Minute,
		Patience:        time.Hour,
		BackoffMin:      500 * time.Millisecond,
		BackoffMax:      8 * time.Second,
		KeyCooldown:     10 * time.Minute,
		ModeCooldown:    10 * time.Minute,
		BreakerFailures: 5,
		BreakerOpen:     30 * time.Second,
	}
}

// Validate returns every mistake, each naming its setting.
func (c RouterConfig) Validate() error {
	var errs []error
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"max_attempts", int64(c.MaxAttempts)}, {"max_waits", int64(c.MaxWaits)}, {"wall", int64(c.Wall)},
		{"max_wait", int64(c.MaxWait)}, {"patience", int64(c.Patience)}, {"backoff_min", int64(c.BackoffMin)}, {"backoff_max", int64(c.BackoffMax)},
		{"key_cooldown", int64(c.KeyCooldown)}, {"mode_cooldown", int64(c.ModeCooldown)},
		{"breaker_failures", int64(c.BreakerFailures)}, {"breaker_open", int64(c.BreakerOpen)},
	} {
		if n.value <= 0 {
			errs = append(errs, fmt.Errorf("%s: must be more than 0", n.name))
		}
	}
	if c.BreakerFailures > 10 {
		errs = append(errs, fmt.Errorf("breaker_failures: %d is more than the ten requests that count", c.BreakerFailures))
	}
	if c.BackoffMin > c.BackoffMax {
		errs = append(errs, fmt.Errorf("backoff_min: %v is more than backoff_max", c.BackoffMin))
	}
	if len(c.Prefer) > 1 && slices.ContainsFunc(c.Prefer, isWay) {
		errs = append(errs, errors.New("prefer: write one of cost, latency and quality, or names of targets, not both"))
	}
	return errors.Join(errs...)
}

func isWay(s string) bool { return s == PreferCost || s == PreferLatency || s == PreferQuality }
