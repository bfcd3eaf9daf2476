package model_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

// bubble runs do on virtual time, before a server without a socket.
func bubble(t *testing.T, script modeltest.Script, names []string, do func(*world)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		do(newWorld(t, modeltest.NewPiped(t, script), names...))
	})
}

// full makes the random wait its ceiling.
func full(ceiling time.Duration) time.Duration { return ceiling }

// about wants got to be at least want and hardly more: virtual time stands while code runs.
func about(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if got < want || got > want+10*time.Millisecond {
		t.Errorf("%s took %v, want %v", what, got, want)
	}
}

func busy(wait time.Duration) modeltest.Reply {
	return modeltest.Reply{Status: 429, RetryAfter: wait}
}

func TestWait(t *testing.T) {
	t.Parallel()
	s := time.Second
	rows := []struct {
		name    string
		targets []string
		replies replies
		took    time.Duration
		want    []string
	}{
		{"Retry-After of the only target", []string{"a"}, replies{"a": {busy(7 * s), says(good)}}, 7 * s, []string{"a:rate_limited", "a:answered"}},
		{"Retry-After of 503", []string{"a"}, replies{"a": {{Status: 503, RetryAfter: 3 * s}, says(good)}}, 3 * s, []string{"a:unavailable", "a:answered"}},
		{"Retry-After is capped", []string{"a"}, replies{"a": {busy(3600 * s), says(good)}}, 60 * s, []string{"a:rate_limited", "a:answered"}},
		{"back-off doubles", []string{"a"}, replies{"a": {status(500), status(500), status(500), says(good)}}, 3500 * time.Millisecond, []string{"a:unavailable", "a:unavailable", "a:unavailable", "a:answered"}},
		{"another target needs no wait", []string{"a", "b"}, replies{"a": {busy(7 * s)}}, 0, []string{"a:rate_limited", "b:answered"}},
		{"all busy: the first that is ready", []string{"a", "b"}, replies{"a": {busy(9 * s), says(good)}, "b": {busy(4 * s), says(good)}}, 4 * s, []string{"a:rate_limited", "b:rate_limited", "b:answered"}},
		{"a wait that was asked for is no attempt", []string{"a"}, replies{"a": {busy(8 * s), busy(8 * s), busy(8 * s), busy(8 * s), busy(8 * s), says(good)}}, 40 * s,
			[]string{"a:rate_limited", "a:rate_limited", "a:rate_limited", "a:rate_limited", "a:rate_limited", "a:answered"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, in(row.replies), row.targets, func(w *world) {
				r := w.router()
				r.SetJitter(full)
				began := time.Now()
				w.must(r, w.call())
				about(t, "Ask", time.Since(began), row.took)
				w.wantOutcomes(row.want...)
			})
		})
	}
}

func TestWaitsAreBounded(t *testing.T) {
	bubble(t, in(replies{"a": {busy(time.Second)}}), []string{"a"}, func(w *world) {
		w.refused(w.router(), w.call(), pipeline.ErrProviderUnavailable)
		w.wantRequests(w.cfg.MaxWaits + 1)
	})
}

func TestWall(t *testing.T) {
	bubble(t, in(replies{"a": {busy(40 * time.Second)}}), []string{"a"}, func(w *world) {
		w.cfg.Wall = time.Minute
		began := time.Now()
		w.refused(w.router(), w.call(), pipeline.ErrProviderUnavailable)
		about(w.t, "Ask", time.Since(began), 40*time.Second)
		w.wantRequests(2)
	})
}

// Everyone who uses the key keeps the wait that one call was asked for.
func TestCooldownHoldsForAllCalls(t *testing.T) {
	bubble(t, in(replies{"a": {busy(20 * time.Second), says(good)}}), []string{"a"}, func(w *world) {
		r := w.router()
		began := time.Now()
		w.must(r, w.call())
		next := w.call()
		next.Key = "page2"
		w.must(r, next)
		about(w.t, "two calls", time.Since(began), 20*time.Second)
		w.wantRequests(3)
	})
}

func TestTimeout(t *testing.T) {
	bubble(t, in(replies{"a": {{Hang: true}}}), []string{"a", "b"}, func(w *world) {
		began := time.Now()
		w.must(w.router(), w.call())
		about(w.t, "Ask", time.Since(began), time.Minute)
		w.wantOutcomes("a:timeout", "b:answered")
		if u := w.wallet.Usage(); u.PossiblyBilled == 0 || u.Attempts[0].Cost != 0 {
			w.t.Errorf("usage = %+v, want the timeout possibly billed and not charged", u)
		}
	})
}

// A cancelled call returns at once wherever it is.
func TestCancel(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name    string
		reply   modeltest.Reply
		prepare func(w *world, r *model.Router)
	}{
		{"in a request", modeltest.Reply{Hang: true}, nil},
		{"in back-off", busy(30 * time.Second), nil},
		{"behind the slots of the target", modeltest.Reply{Hang: true}, func(w *world, r *model.Router) {
			first := w.call()
			first.Key = "page2"
			go func() { _, _ = r.Ask(w.t.Context(), first) }()
			synctest.Wait()
		}},
		{"behind requests per minute", says(good), func(w *world, r *model.Router) {
			first := w.call()
			first.Key = "page2"
			w.must(r, first)
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, in(replies{"a": {row.reply}}), []string{"a"}, func(w *world) {
				w.target("a").Concurrency, w.target("a").RPM = 1, 2
				r := w.router()
				if row.prepare != nil {
					row.prepare(w, r)
				}
				ctx, cancel := context.WithTimeout(w.t.Context(), 5*time.Second)
				defer cancel()
				began := time.Now()
				_, err := r.Ask(ctx, w.call())
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Ask: %v, want the end of its context", err)
				}
				about(t, "Ask", time.Since(began), 5*time.Second)
			})
		})
	}
}

// Who waits because a provider asked for it, is told by whom, until when, and what to do.
func TestToldToWait(t *testing.T) {
	for name, limit := range map[string]time.Duration{"until the call gives up": time.Hour, "until the document's time is over": 30 * time.Second} {
		t.Run(name, func(t *testing.T) {
			bubble(t, in(replies{"a": {busy(2 * time.Hour)}}), []string{"a"}, func(w *world) {
				ctx, cancel := context.WithTimeout(w.t.Context(), limit)
				defer cancel()
				_, err := w.router().Ask(ctx, w.call())
				if err == nil || !strings.Contains(err.Error(), "a asks to be left alone until 2000-01-01 0") || !strings.Contains(err.Error(), "(HTTP 429): run again after that") {
					t.Errorf("Ask: %v, want who asked to wait, until when, and the choices", err)
				}
			})
		})
	}
}

// Without a wait of the provider's own, being put off counts: four requests and no more.
func TestBackoffIsBounded(t *testing.T) {
	bubble(t, in(replies{"a": {status(429)}}), []string{"a"}, func(w *world) {
		r := w.router()
		r.SetJitter(full)
		began := time.Now()
		w.refused(r, w.call(), pipeline.ErrProviderUnavailable)
		about(w.t, "Ask", time.Since(began), 3500*time.Millisecond)
		w.wantRequests(4)
	})
}

// The random wait stays under its ceiling, which stops at eight seconds.
func TestBackoffIsJitter(t *testing.T) {
	bubble(t, in(replies{"a": {status(500)}}), []string{"a"}, func(w *world) {
		w.cfg.MaxAttempts = 8
		var ceilings []time.Duration
		r := w.router()
		r.SetJitter(func(ceiling time.Duration) time.Duration {
			ceilings = append(ceilings, ceiling)
			return time.Millisecond
		})
		w.refused(r, w.call(), pipeline.ErrProviderUnavailable)
		s := time.Second
		if want := []time.Duration{s / 2, s, 2 * s, 4 * s, 8 * s}; !slices.Equal(ceilings[:min(len(ceilings), 5)], want) {
			w.t.Errorf("ceilings = %v, want %v and 8 s from then on", ceilings, want)
		}
		for _, c := range ceilings {
			if c > 8*s {
				w.t.Errorf("ceiling = %v, want at most 8 s", c)
			}
		}
	})
}

// On a real connection too, a cancelled call is back within 50 ms; the best of five, since
// machines that run tests are busy.
func TestCancelOnLoopback(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 1)
	w := loopback(t, func(modeltest.Seen) modeltest.Reply {
		arrived <- struct{}{}
		return modeltest.Reply{Hang: true}
	}, "a")
	r := w.router()
	best := time.Hour
	for i := range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		back := make(chan time.Time)
		c := w.call()
		c.Key = string(rune('a' + i))
		go func() {
			_, _ = r.Ask(ctx, c)
			back <- time.Now()
		}()
		<-arrived
		began := time.Now()
		cancel()
		best = min(best, (<-back).Sub(began))
	}
	if best > 50*time.Millisecond {
		t.Errorf("a cancelled call took %v, want 50 ms at most", best)
	}
}
