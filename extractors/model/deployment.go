package model

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// A deployment is a Deployment at work: what the router has learned about it so far.
type deployment struct {
	Target
	keys    *keyring
	breaker *breaker
	limits  *limits

	mu      sync.Mutex
	latency time.Duration // moving average of answers; 0 before the first
	refused map[JSONMode]time.Time
	told    time.Time // the provider asked to be left alone until then
	status  int       // HTTP status with which it did
}

func newDeployment(d Deployment, cfg RouterConfig) *deployment {
	return &deployment{
		Target: d.Target, keys: newKeyring(d.Keys), breaker: newBreaker(cfg), limits: newLimits(d.Target),
		refused: map[JSONMode]time.Time{},
	}
}

// validate returns all mistakes, each naming its target.
func (d Deployment) validate() error {
	var errs []error
	bad := func(when bool, what string) {
		if when {
			errs = append(errs, fmt.Errorf("target %q: %s", d.Target.Name, what))
		}
	}
	t := d.Target
	bad(t.Name == "", "it has no name")
	bad(t.Model == "", "it has no model")
	bad(len(d.Keys) == 0, "it has no key")
	for _, k := range d.Keys {
		bad(k.Wire == nil, "key "+k.ID+" has no wire")
	}
	bad(len(t.JSON) == 0, "no way to ask for JSON is given: set json to prompt if it has none")
	bad(t.Context <= 0, "context must be more than 0 tokens")
	bad(t.MaxOutput <= 0, "max_output must be more than 0 tokens")
	bad(t.Concurrency < 1, "concurrency must be at least 1")
	bad(t.Timeout <= 0, "timeout must be more than 0")
	bad(t.RPM < 0 || t.TPM < 0, "rpm and tpm must not be negative")
	bad(t.Price.Input < 0 || t.Price.Output < 0, "prices must not be negative")
	return errors.Join(errs...)
}

// answered learns from an answer that came in mode after d.
func (d *deployment) answered(mode JSONMode, took time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.refused, mode)
	d.told = time.Time{}
	if d.latency == 0 {
		d.latency = took
	}
	d.latency += (took - d.latency) / 5
}

// refuses remembers until t that mode is refused where a lower one is answered.
func (d *deployment) refuses(mode JSONMode, t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refused[mode] = t
}

// bestJSON is the best way to ask for JSON that was not refused lately.
func (d *deployment) bestJSON(now time.Time) JSONMode {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range d.JSON {
		if !d.refused[m].After(now) {
			return m
		}
	}
	return d.JSON[len(d.JSON)-1]
}

// heard remembers until when the provider asked to be left alone, and by what status.
func (d *deployment) heard(until time.Time, status int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told, d.status = until, status
}

// quiet returns what was heard last.
func (d *deployment) quiet() (until time.Time, status int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.told, d.status
}

func (d *deployment) averageLatency() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.latency
}
