package model_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

// askPages asks for n pages one after the other and returns how many were answered.
func (w *world) askPages(ask func(key string) error, n int) int {
	answered := 0
	for i := range n {
		if ask(fmt.Sprintf("page %d of %p", i, &answered)) == nil {
			answered++
		}
	}
	return answered
}

// Five failures stop a target for 30 seconds; then one request looks whether it is back.
func TestBreaker(t *testing.T) {
	var down atomic.Bool
	down.Store(true)
	script := func(s modeltest.Seen) modeltest.Reply {
		if s.Model == "a" && down.Load() {
			return status(503)
		}
		return ok(s)
	}
	bubble(t, script, []string{"a", "b"}, func(w *world) {
		r := w.router()
		r.SetJitter(func(time.Duration) time.Duration { return time.Millisecond })
		ask := func(key string) error {
			c := w.call()
			c.Key = key
			_, err := r.Ask(w.t.Context(), c)
			return err
		}
		if got := w.askPages(ask, 50); got != 50 {
			w.t.Errorf("%d of 50 pages answered, want all by the other target", got)
		}
		if got := w.Count("a"); got != 5 {
			w.t.Errorf("the failing target got %d requests, want 5", got)
		}
		time.Sleep(30*time.Second + time.Millisecond)
		w.askPages(ask, 10)
		if got := w.Count("a"); got != 6 {
			w.t.Errorf("the failing target got %d requests after 30 s, want one probe more", got)
		}
		down.Store(false)
		time.Sleep(31 * time.Second)
		w.askPages(ask, 10)
		if got := w.Count("a"); got != 16 {
			w.t.Errorf("the target got %d requests when it was back, want 10 more", got)
		}
	})
}

// Requests that a target refuses say that it works.
func TestBreakerIgnoresRefusals(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {status(422)}}), "a", "b")
	r := w.router()
	for i := range 10 {
		c := w.call()
		c.Key = fmt.Sprint(i)
		w.must(r, c)
	}
	if got := w.Count("a"); got != 20 {
		t.Errorf("a got %d requests, want 20: no breaker opens for refused requests", got)
	}
}

// With nobody else to ask, a call waits for the breaker rather than giving up.
func TestBreakerIsWaitedFor(t *testing.T) {
	bubble(t, func(s modeltest.Seen) modeltest.Reply {
		if s.N <= 5 {
			return status(500)
		}
		return ok(s)
	}, []string{"a"}, func(w *world) {
		r := w.router()
		r.SetJitter(func(time.Duration) time.Duration { return time.Millisecond })
		w.refused(r, w.call(), pipeline.ErrProviderUnavailable)
		began := time.Now()
		c := w.call()
		c.Key = "page2"
		w.must(r, c)
		about(w.t, "Ask", time.Since(began), 30*time.Second)
	})
}
