package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

// byKey answers by the key of the request.
func byKey(replies map[string]modeltest.Reply) modeltest.Script {
	return func(s modeltest.Seen) modeltest.Reply {
		if r, there := replies[s.Key]; there {
			return r
		}
		return ok(s)
	}
}

func (w *world) keys() []string {
	var keys []string
	for _, r := range w.Requests() {
		keys = append(keys, r.Key)
	}
	return keys
}

func (w *world) wantKeys(want ...string) {
	w.t.Helper()
	if got := w.keys(); !slices.Equal(got, want) {
		w.t.Errorf("keys = %v, want %v", got, want)
	}
}

// Keys are rotated with a bound of their own: six refused keys are more than four attempts.
func TestKeysRotateBeyondAttempts(t *testing.T) {
	t.Parallel()
	w := loopback(t, byKey(map[string]modeltest.Reply{
		"k1": status(401), "k2": status(402), "k3": status(403), "k4": status(404), "k5": status(401), "k6": status(401),
	}))
	w.targets = append(w.targets, w.deployment("a", "k1", "k2", "k3", "k4", "k5", "k6", "k7"))
	w.must(w.router(), w.call())
	w.wantKeys("k1", "k2", "k3", "k4", "k5", "k6", "k7")
}

func TestKeysRest(t *testing.T) {
	bubble(t, byKey(map[string]modeltest.Reply{"k1": status(401)}), nil, func(w *world) {
		w.targets = append(w.targets, w.deployment("a", "k1", "k2"))
		r := w.router()
		ask := func(key string) {
			c := w.call()
			c.Key = key
			w.must(r, c)
		}
		ask("p1")
		ask("p2")
		ask("p3")
		w.wantKeys("k1", "k2", "k2", "k2")
		time.Sleep(w.cfg.KeyCooldown)
		ask("p4")
		w.wantKeys("k1", "k2", "k2", "k2", "k1", "k2")
	})
}

func TestKeysAllRest(t *testing.T) {
	t.Parallel()
	w := loopback(t, byKey(map[string]modeltest.Reply{"k1": status(401)}), "a")
	r := w.router()
	err := w.refused(r, w.call(), pipeline.ErrProviderAuth)
	if !strings.Contains(err.Error(), "a/k1") {
		t.Errorf("error %q, want it to name target and key", err)
	}
	w.refused(r, w.call(), pipeline.ErrProviderAuth)
	w.wantRequests(1)
}

func TestKeysTakeTurns(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok)
	w.targets = append(w.targets, w.deployment("a", "k1", "k2"))
	r := w.router()
	for _, key := range []string{"p1", "p2", "p3", "p4"} {
		c := w.call()
		c.Key = key
		w.must(r, c)
	}
	w.wantKeys("k1", "k2", "k1", "k2")
}

// A key that is told to wait leaves its place to the next one.
func TestKeysBusy(t *testing.T) {
	t.Parallel()
	w := loopback(t, byKey(map[string]modeltest.Reply{"k1": busy(30 * time.Second)}))
	w.targets = append(w.targets, w.deployment("a", "k1", "k2"), w.deployment("b", "k3"))
	w.must(w.router(), w.call())
	w.wantKeys("k1", "k2")
}
