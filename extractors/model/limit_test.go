package model_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

// pages asks for n pages at once and returns how long that took.
func (w *world) pages(n int) time.Duration {
	r := w.router()
	began := time.Now()
	var all sync.WaitGroup
	for i := range n {
		c := w.call()
		c.Key = fmt.Sprint(i)
		all.Go(func() { w.must(r, c) })
	}
	all.Wait()
	return time.Since(began)
}

func TestLimitConcurrency(t *testing.T) {
	var now, most atomic.Int64
	bubble(t, func(s modeltest.Seen) modeltest.Reply {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(time.Second)
		now.Add(-1)
		return ok(s)
	}, []string{"a"}, func(w *world) {
		w.target("a").Concurrency = 3
		about(w.t, "12 pages", w.pages(12), 4*time.Second)
		if most.Load() != 3 {
			w.t.Errorf("%d requests at once, want 3", most.Load())
		}
	})
}

// The router adds no wait of its own: 200 pages of 200 ms take 5 s with 8 slots.
func TestLimitWastesNothing(t *testing.T) {
	bubble(t, func(s modeltest.Seen) modeltest.Reply {
		reply := ok(s)
		reply.Delay = 200 * time.Millisecond
		return reply
	}, []string{"a"}, func(w *world) {
		w.setBudget(model.Budget{Document: 1e6, TenantDay: 1e6, TotalDay: 1e6, Run: 1e6})
		about(w.t, "200 pages", w.pages(200), 5*time.Second)
	})
}

func TestLimitRequests(t *testing.T) {
	bubble(t, ok, []string{"a"}, func(w *world) {
		w.target("a").RPM = 60
		about(w.t, "11 pages", w.pages(11), 10*time.Second)
	})
}

// Tokens that the estimate did not foresee are made up for by later requests.
func TestLimitTokens(t *testing.T) {
	bubble(t, in(replies{"a": {{Text: good, Input: 9_000, Output: 1_000}}}), []string{"a"}, func(w *world) {
		w.target("a").TPM, w.target("a").Concurrency = 60_000, 1
		took := w.pages(4)
		if took < 24*time.Second || took > 30*time.Second {
			w.t.Errorf("4 pages of 10,000 tokens took %v, want 24 to 30 s at 60,000 a minute and a burst of 6,000", took)
		}
	})
}

// No request takes more than the target's context, whatever a provider counts: a count that is
// wrong by far must not keep others waiting for hours.
func TestLimitTokensMiscounted(t *testing.T) {
	bubble(t, in(replies{"a": {{Text: good, Input: 90_000_000, Output: 1_000}, {Text: good}}}), []string{"a"}, func(w *world) {
		w.setBudget(model.Budget{Document: model.NoLimit, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit})
		w.target("a").TPM, w.target("a").Concurrency = 60_000, 1
		if took := w.pages(2); took > time.Minute {
			w.t.Errorf("the page after it came %v later, want at most what 32,000 tokens take at 60,000 a minute", took)
		}
	})
}

// Who may not wait for the minute to go on asks another target, or is told at once to come back.
func TestLimitPatience(t *testing.T) {
	bubble(t, ok, []string{"a", "b"}, func(w *world) {
		w.cfg.Patience = 10 * time.Second
		w.target("a").RPM, w.target("b").RPM = 1, 1
		r := w.router()
		began := time.Now()
		for i := range 3 {
			c := w.call()
			c.Key = fmt.Sprint(i)
			_, err := r.Ask(w.t.Context(), c)
			if crowded := errors.Is(err, pipeline.ErrRateLimited); crowded != (i == 2) || !crowded && err != nil {
				w.t.Errorf("call %d: %v, want an answer of each target, then that no more goes through", i, err)
			}
		}
		about(w.t, "all three", time.Since(began), 0)
	})
}

// Equal targets share the load.
func TestLimitEqualTargets(t *testing.T) {
	bubble(t, in(replies{"a": {slow(good)}, "b": {slow(good)}}), []string{"a", "b"}, func(w *world) {
		w.target("a").Concurrency, w.target("b").Concurrency = 4, 4
		r := w.router()
		var all sync.WaitGroup
		for i := range 8 {
			c := w.call()
			c.Key = fmt.Sprint(i)
			all.Go(func() { w.must(r, c) })
			time.Sleep(time.Millisecond)
		}
		all.Wait()
		if a, b := w.Count("a"), w.Count("b"); a != 4 || b != 4 {
			w.t.Errorf("requests = %d and %d, want 4 each", a, b)
		}
	})
}
