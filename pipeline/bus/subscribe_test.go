package bus

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/pipeline"
)

// A listener is a subscription that runs beside the test.
type listener struct {
	mu   sync.Mutex
	got  []string
	err  error
	end  chan bool
	stop context.CancelFunc
}

func subscribe(t *testing.T, s Subscription) *listener {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	l := &listener{end: make(chan bool), stop: cancel}
	go func() {
		defer close(l.end)
		l.err = Subscribe(ctx, s, func(event []byte) error {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.got = append(l.got, string(event))
			return nil
		})
	}()
	t.Cleanup(func() { cancel(); <-l.end })
	return l
}

func (l *listener) events() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.got)
}

// wait waits for exactly these events.
func (l *listener) wait(t *testing.T, want ...string) {
	t.Helper()
	eventually(t, 15*time.Second, fmt.Sprintf("event %d", len(want)), func() bool { return len(l.events()) >= len(want) })
	if got := l.events(); !slices.Equal(got, want) {
		t.Errorf("events = %v, want %v", got, want)
	}
}

func (b *bench) subscription(tenant string) Subscription {
	return Subscription{URL: b.server.URL(), Token: "key of acme", Inbox: Inbox("key_a"), Tenant: tenant}
}

// listening waits until a tenant's stream has n consumers.
func (b *bench) listening(t *testing.T, tenant string, n int) {
	t.Helper()
	eventually(t, 5*time.Second, "the consumer", func() bool {
		s, err := b.account(t, tenant).Stream(t.Context(), EventsStream(tenant))
		return err == nil && s.CachedInfo().State.Consumers == n
	})
}

func TestSubscribeFrom(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	between := time.Now()
	b.publish(t, b.ledger.event("acme", "three"))
	all, since, now, filtered := b.subscription("acme"), b.subscription("acme"), b.subscription("acme"), b.subscription("acme")
	all.All, since.Since, filtered.All, filtered.Filter = true, between, true, "finding.raised.>"
	everything, later, fresh, findings := subscribe(t, all), subscribe(t, since), subscribe(t, now), subscribe(t, filtered)
	b.listening(t, "acme", 4)
	m := b.ledger.event("acme", "four")
	m.Subject = "docpipe.v1.acme.finding.raised.high.invoice.pack"
	b.publish(t, m)
	everything.wait(t, `"one of acme"`, `"two of acme"`, `"three"`, `"four"`)
	later.wait(t, `"three"`, `"four"`)
	fresh.wait(t, `"four"`)
	findings.wait(t, `"four"`)
}

// A subscription that began before its tenant's first event hears that event.
func TestSubscribeBeforeTheFirstEvent(t *testing.T) {
	t.Parallel()
	b := setupWith(t, testConfig(t), Access{Keys: keyring{"key of acme": reader("acme", "key_a")}})
	got := subscribe(t, b.subscription("acme"))
	eventually(t, 5*time.Second, "the connection", func() bool { return b.server.current.NumClients() >= 2 })
	b.publish(t, b.ledger.event("acme", "first"))
	b.publish(t, b.ledger.event("acme", "second"))
	got.wait(t, `"first"`, `"second"`)
}

// A restart of the server loses nothing and repeats nothing, also before the first event.
func TestSubscribeSurvivesRestart(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	fresh, all := b.subscription("acme"), b.subscription("acme")
	all.All = true
	quietUntilNow, everything := subscribe(t, fresh), subscribe(t, all)
	everything.wait(t, `"one of acme"`, `"two of acme"`)
	b.listening(t, "acme", 2)
	want := []string{}
	for n := range 2 {
		if err := b.server.Restart(); err != nil {
			t.Fatalf("Restart: %v", err)
		}
		eventually(t, 5*time.Second, "our reconnection", b.bus.connected)
		for i := range 5 {
			text := fmt.Sprintf("event %d-%d", n, i)
			want = append(want, fmt.Sprintf("%q", text))
			b.publish(t, b.ledger.event("acme", text))
		}
		quietUntilNow.wait(t, want...)
	}
	everything.wait(t, append([]string{`"one of acme"`, `"two of acme"`}, want...)...)
}

// A stream that was made anew is read from its beginning.
func TestSubscribeToStreamMadeAnew(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	s := b.subscription("acme")
	s.All = true
	got := subscribe(t, s)
	got.wait(t, `"one of acme"`, `"two of acme"`)
	if err := b.account(t, "acme").DeleteStream(t.Context(), EventsStream("acme")); err != nil {
		t.Fatal(err)
	}
	b.ledger.waiting = nil
	b.ledger.event("acme", "after")
	background(t, b.relay.Run)
	got.wait(t, `"one of acme"`, `"two of acme"`, `"after"`)
}

func TestSubscribeWithoutTheRight(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	start := time.Now()
	err := Subscribe(t.Context(), b.subscription("globex"), func([]byte) error { return nil })
	if !errors.Is(err, pipeline.ErrForbidden) || !strings.Contains(err.Error(), "events:read") || !strings.Contains(err.Error(), "globex") {
		t.Errorf("Subscribe to another tenant = %v, want ErrForbidden that explains", err)
	}
	if took := time.Since(start); took > 6*time.Second {
		t.Errorf("the answer took %v, want at most 6 s", took)
	}
	wrong := b.subscription("acme")
	wrong.Token = "guessed"
	if err := Subscribe(t.Context(), wrong, nil); !errors.Is(err, pipeline.ErrUnauthorized) {
		t.Errorf("Subscribe with a wrong key = %v, want ErrUnauthorized", err)
	}
	nowhere := Subscription{URL: "nats://127.0.0.1:1", Tenant: "acme"}
	if err := Subscribe(t.Context(), nowhere, nil); err == nil || !strings.Contains(err.Error(), "serve") {
		t.Errorf("Subscribe to no server = %v, want a hint", err)
	}
}

// A key that is taken away ends the subscription at the next connection, with a reason.
func TestSubscribeWithRevokedKey(t *testing.T) {
	t.Parallel()
	keys := keyring{"key of acme": reader("acme", "key_a")}
	b := setupWith(t, testConfig(t), Access{Keys: keys})
	b.publish(t, b.ledger.event("acme", "one"))
	s := b.subscription("acme")
	s.All = true
	got := subscribe(t, s)
	got.wait(t, `"one"`)
	b.server.Shutdown()
	delete(keys, "key of acme")
	if err := b.server.Restart(); err != nil {
		t.Fatalf("Restart: %v", err)
	}
	select {
	case <-got.end:
	case <-time.After(20 * time.Second):
		t.Fatal("Subscribe goes on")
	}
	if !errors.Is(got.err, pipeline.ErrUnauthorized) {
		t.Errorf("Subscribe = %v, want ErrUnauthorized", got.err)
	}
}

func TestSubscribeEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	s := b.subscription("acme")
	s.All = true
	if err := Subscribe(t.Context(), s, func([]byte) error { return errAway }); !errors.Is(err, errAway) {
		t.Errorf("Subscribe = %v, want the caller's own error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := Subscribe(ctx, s, func([]byte) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Subscribe = %v, want context.Canceled", err)
	}
}
