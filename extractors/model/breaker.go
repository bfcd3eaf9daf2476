package model

import (
	"errors"
	"math/bits"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Verdicts on a request, for the breaker: nil is a success.
var (
	errFailed    = errors.New("the target failed")
	errNoVerdict = errors.New("the request says nothing about the target")
)

// A breaker stops requests to a target of whose last ten requests too many failed.
type breaker struct {
	two       *gobreaker.TwoStepCircuitBreaker[struct{}]
	last      atomic.Uint64 // of recent requests: a one is a failure, the newest is lowest
	openUntil atomic.Int64  // Unix nanoseconds
}

// breakerWindow masks the requests that count.
const breakerWindow = 1<<10 - 1

func newBreaker(cfg RouterConfig) *breaker {
	b := &breaker{}
	b.two = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		MaxRequests:  1,
		Timeout:      cfg.BreakerOpen,
		ReadyToTrip:  func(gobreaker.Counts) bool { return bits.OnesCount64(b.last.Load()) >= cfg.BreakerFailures },
		IsSuccessful: b.remember,
		IsExcluded:   func(err error) bool { return errors.Is(err, errNoVerdict) },
		OnStateChange: func(_ string, _, to gobreaker.State) {
			b.last.Store(0)
			if to == gobreaker.StateOpen {
				b.openUntil.Store(time.Now().Add(cfg.BreakerOpen + time.Nanosecond).UnixNano())
			}
		},
	})
	return b
}

// remember notes a verdict. The library calls it once for each, under its lock, before it asks
// whether to trip.
func (b *breaker) remember(err error) bool {
	last := b.last.Load() << 1
	if err != nil {
		last |= 1
	}
	b.last.Store(last & breakerWindow)
	return err == nil
}

// allow asks for one request. The verdict must be given exactly once; false means that the
// breaker is open, or its one probe under way.
func (b *breaker) allow() (verdict func(error), ok bool) {
	verdict, err := b.two.Allow()
	return verdict, err == nil
}

// ready returns when the breaker lets a request through again; the past while it is closed.
func (b *breaker) ready() time.Time { return time.Unix(0, b.openUntil.Load()) }
