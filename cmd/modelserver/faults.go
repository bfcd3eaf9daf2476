package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// faults are how the server misbehaves: shares of all requests, 0..1.
type faults struct {
	latency    time.Duration
	speed      float64 // tokens a second; 0 is at once
	failing    float64
	limited    float64
	retryAfter time.Duration
	cut        float64
	truncated  float64
	hanging    float64
	invalid    float64
	otherShape float64
	madeUp     float64       // of values
	dropped    float64       // of rows
	batchTime  time.Duration // that a batch takes
	batchLoses float64       // of a batch's requests
	seed       uint64
	key        string // that requests must carry; empty takes any
	model      string // that is known; empty knows all

	mu   sync.Mutex
	dice *rand.Rand
}

func addFaults(f *flag.FlagSet) *faults {
	x := &faults{}
	f.DurationVar(&x.latency, "latency", 0, "before an answer")
	f.Float64Var(&x.speed, "tokens-per-second", 0, "of output; 0 is at once")
	f.Float64Var(&x.failing, "error", 0, "share of requests that get a 500")
	f.Float64Var(&x.limited, "rate-limit", 0, "share of requests that get a 429")
	f.DurationVar(&x.retryAfter, "retry-after", time.Second, "that a 429 asks for")
	f.Float64Var(&x.cut, "cut", 0, "share of connections that end without an answer")
	f.Float64Var(&x.truncated, "truncate", 0, "share of answers that stop at the limit of length")
	f.Float64Var(&x.hanging, "hang", 0, "share of requests that are never answered")
	f.Float64Var(&x.invalid, "invalid", 0, "share of answers that are no JSON")
	f.Float64Var(&x.otherShape, "wrong-schema", 0, "share of answers that are other JSON")
	f.Float64Var(&x.madeUp, "made-up", 0, "share of values that are changed")
	f.Float64Var(&x.dropped, "drop-rows", 0, "share of rows that are left out")
	f.DurationVar(&x.batchTime, "batch-time", 0, "that a batch takes")
	f.Float64Var(&x.batchLoses, "batch-fail", 0, "share of a batch's requests that fail")
	f.Uint64Var(&x.seed, "seed", 1, "of the dice")
	f.StringVar(&x.key, "key", "", "the one bearer token that is accepted (default: any)")
	f.StringVar(&x.model, "model", "", "the one model that is known (default: any)")
	return x
}

func (x *faults) validate() error {
	var errs []error
	for name, share := range map[string]float64{
		"error": x.failing, "rate-limit": x.limited, "cut": x.cut, "truncate": x.truncated, "hang": x.hanging,
		"invalid": x.invalid, "wrong-schema": x.otherShape, "made-up": x.madeUp, "drop-rows": x.dropped, "batch-fail": x.batchLoses,
	} {
		if share < 0 || share > 1 {
			errs = append(errs, fmt.Errorf("-%s %v: a share is 0 to 1", name, share))
		}
	}
	if x.latency < 0 || x.retryAfter < 0 || x.speed < 0 {
		errs = append(errs, errors.New("-latency, -retry-after and -tokens-per-second must not be negative"))
	}
	return errors.Join(errs...)
}

// Fates of requests.
const (
	answers    = "answered"
	fails      = "error"
	limits     = "rate_limited"
	cuts       = "cut"
	truncates  = "truncated"
	hangs      = "hung"
	garbles    = "invalid"
	misshapes  = "wrong_schema"
	rejections = "rejected" // the request itself was wrong
)

// fate throws the dice for one request.
func (x *faults) fate() string {
	at := x.throw()
	for _, f := range []struct {
		share float64
		fate  string
	}{
		{x.limited, limits}, {x.failing, fails}, {x.cut, cuts}, {x.truncated, truncates},
		{x.hanging, hangs}, {x.invalid, garbles}, {x.otherShape, misshapes},
	} {
		if at < f.share {
			return f.fate
		}
		at -= f.share
	}
	return answers
}

// throw is a number of 0..1 from the seeded dice.
func (x *faults) throw() float64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dice == nil {
		x.dice = rand.New(rand.NewPCG(x.seed, x.seed))
	}
	return x.dice.Float64()
}
