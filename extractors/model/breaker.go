package model

import (
	"errors"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"
)

// The breaker counts over a minute, in steps of ten seconds.
const (
	breakerWindow = time.Minute
	breakerStep   = 10 * time.Second
)

// Verdicts on a request, for the breaker: nil is a success.
var (
	errFailed    = errors.New("the target failed")
	errNoVerdict = errors.New("the request says nothing about the target")
)

// A breaker stops requests to a target that fails most of the time.
type breaker struct {
	two       *gobreaker.TwoStepCircuitBreaker[struct{}]
	openUntil atomic.Int64 // Unix nanoseconds
}

func newBreaker(cfg RouterConfig) *breaker {
	b := &breaker{}
	b.two = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		MaxRequests:  1,
		Interval:     breakerWindow,
		BucketPeriod: breakerStep,
		Timeout:      cfg.BreakerOpen,
		ReadyToTrip: func(n gobreaker.Counts) bool {
			return int(n.TotalFailures) >= cfg.BreakerFailures && 2*n.TotalFailures >= n.Requests
		},
		IsExcluded: func(err error) bool { return errors.Is(err, errNoVerdict) },
		OnStateChange: func(_ string, _, to gobreaker.State) {
			if to == gobreaker.StateOpen {
				b.openUntil.Store(time.Now().Add(cfg.BreakerOpen + time.Nanosecond).UnixNano())
			}
		},
	})
	return b
}

// allow asks for one request. The verdict must be given exactly once; false means that the
// breaker is open, or its one probe under way.
func (b *breaker) allow() (verdict func(error), ok bool) {
	verdict, err := b.two.Allow()
	return verdict, err == nil
}

// ready returns when the breaker lets a request through again; the past while it is closed.
func (b *breaker) ready() time.Time { return time.Unix(0, b.openUntil.Load()) }
