package bus

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// bodies lists what a tenant's event stream holds, in its order.
func (b *bench) bodies(t *testing.T, tenant string) []string {
	t.Helper()
	c, err := b.account(t, tenant).OrderedConsumer(t.Context(), EventsStream(tenant), jetstream.OrderedConsumerConfig{})
	if err != nil {
		t.Fatalf("events of %s: %v", tenant, err)
	}
	var all []string
	for range b.stored(t, EventsStream(tenant)) {
		m, err := c.Next()
		if err != nil {
			t.Fatalf("event of %s: %v", tenant, err)
		}
		all = append(all, string(m.Data()))
	}
	return all
}

func numbered(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("%q", fmt.Sprintf("event %d", i)))
	}
	return all
}

func (b *bench) events(tenant string, n int) {
	for i := range n {
		b.ledger.event(tenant, fmt.Sprintf("event %d", i))
	}
}

func TestEventsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.events("acme", 300)
	b.events("globex", 10)
	background(t, b.relay.Run)
	eventually(t, 20*time.Second, "an empty outbox", b.ledger.empty)
	for tenant, n := range map[string]int{"acme": 300, "globex": 10} {
		if got, want := b.bodies(t, tenant), numbered(n); !slices.Equal(got, want) {
			t.Errorf("events of %s = %v, want %v", tenant, got, want)
		}
	}
	if got := b.ledger.sequence["evt_300"]; got != 300 {
		t.Errorf("event 300 is at %d of its stream, want 300", got)
	}
}

// A tenant whose events cannot be stored delays nobody, not even its own jobs.
func TestFailingTenantBlocksNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	huge := b.ledger.event("acme", strings.Repeat("x", 2<<20)) // more than the server takes
	b.events("acme", 4)
	b.events("globex", 5)
	b.ledger.accept("acme", "prepare")
	background(t, b.relay.Run)
	eventually(t, 10*time.Second, "all but five", func() bool { m, _ := b.ledger.PendingEvents(t.Context(), 99); return len(m) == 5 })
	if n := b.stored(t, EventsStream("acme")); n != 0 {
		t.Errorf("stream of acme holds %d events, want 0: none may overtake the one that failed", n)
	}
	b.ledger.drop(huge)
	eventually(t, 10*time.Second, "an empty outbox", b.ledger.empty)
	if got := b.bodies(t, "acme"); !slices.Equal(got, numbered(4)) {
		t.Errorf("events of acme = %v, want four in order", got)
	}
}

// A crash between publishing and the ledger's note publishes again; the stream holds it once.
func TestRepublishedMessageIsStoredOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var crashes atomic.Int32
	b.ledger.publishing = func(pipeline.Message) error {
		if crashes.Add(1) <= 2 {
			return errAway
		}
		return nil
	}
	b.ledger.event("acme", "event 0")
	background(t, b.relay.Run)
	eventually(t, 10*time.Second, "an empty outbox", b.ledger.empty)
	if n := b.stored(t, EventsStream("acme")); n != 1 || b.ledger.sequence["evt_1"] != 1 {
		t.Errorf("stream holds %d events, the ledger has sequence %d, want 1 and 1", n, b.ledger.sequence["evt_1"])
	}
}

// While NATS is down the outbox waits; when it is back everything goes out, once, in order.
func TestRelaySurvivesRestart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	background(t, b.relay.Run)
	b.start(t, b.worker(2, nothing))
	b.events("acme", 20)
	eventually(t, 10*time.Second, "an empty outbox", b.ledger.empty)
	b.server.Shutdown()
	for i := range 20 {
		b.ledger.event("acme", fmt.Sprintf("event %d", 20+i))
		b.ledger.accept("acme", "prepare")
		b.relay.Kick()
	}
	if b.ledger.empty() {
		t.Error("the outbox is empty while NATS is down")
	}
	if err := b.server.Restart(); err != nil {
		t.Fatalf("Restart: %v", err)
	}
	eventually(t, 30*time.Second, "all jobs", func() bool { return b.ledger.empty() && b.ledger.finished() == 20 })
	if got := b.bodies(t, "acme"); !slices.Equal(got, numbered(40)) {
		t.Errorf("events = %v, want forty in order", got)
	}
}

// Restarts under load lose nothing and run nothing twice to its end.
func TestRestartUnderLoad(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.AckWait = 2 * time.Second })
	background(t, b.relay.Run)
	b.start(t, b.worker(4, func(ctx context.Context, _ *pipeline.Claim) error { return rest(ctx, 5*time.Millisecond) }))
	const jobs = 200
	for range jobs {
		b.ledger.accept("acme", "prepare")
	}
	for n := range 3 {
		eventually(t, 20*time.Second, "some work", func() bool { return b.ledger.finished() > n*30 })
		if err := b.server.Restart(); err != nil {
			t.Fatalf("Restart: %v", err)
		}
	}
	eventually(t, 60*time.Second, "all jobs", func() bool { return b.ledger.finished() == jobs })
	for i, n := range b.ledger.executions() {
		if n != 1 {
			t.Errorf("job %d ran %d times, want once", i, n)
		}
	}
}

// Who does not lead publishes nothing, and takes over when it may.
func TestOnlyTheLeaderPublishes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var leads atomic.Bool
	b.ledger.leading = leads.Load
	b.ledger.event("acme", "event 0")
	if n, err := b.relay.events.round(t.Context()); n != 0 || err != nil || b.ledger.empty() {
		t.Errorf("round of a relay that does not lead = %d, %v, want nothing", n, err)
	}
	leads.Store(true)
	background(t, b.relay.Run)
	eventually(t, 2*relayLease, "the change", b.ledger.empty)
}

// A jobs stream that is full refuses; the jobs wait in the ledger until there is room.
func TestFullStreamDelaysJobs(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.MaxJobs = 1 << 20 })
	fill := make([]byte, 8000)
	for {
		if _, err := b.bus.js.Publish(t.Context(), jobsPrefix+"extract.acme", fill); err != nil {
			if !isFull(err) {
				t.Fatalf("publish into a full stream: %v, want it recognised", err)
			}
			break
		}
	}
	for b.stored(t, jobsStream) >= 0 { // to the last byte
		if _, err := b.bus.js.Publish(t.Context(), jobsPrefix+"extract.acme", nil); err != nil {
			break
		}
	}
	background(t, b.relay.Run)
	b.ledger.accept("acme", "prepare")
	b.start(t, b.worker(1, nothing))
	eventually(t, 10*time.Second, "the refusal", func() bool { return !b.ledger.empty() && isFull(b.bus.Probe(t.Context())) })
	s, err := b.bus.js.Stream(t.Context(), jobsStream)
	if err == nil {
		err = s.Purge(t.Context(), jetstream.WithPurgeSubject(jobsPrefix+"extract.acme"))
	}
	if err != nil {
		t.Fatalf("purge: %v", err)
	}
	eventually(t, 10*time.Second, "the job", func() bool { return b.ledger.finished() == 1 })
	if err := b.bus.Probe(t.Context()); err != nil {
		t.Errorf("Probe = %v, want nil", err)
	}
}
