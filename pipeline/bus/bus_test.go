package bus

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

func testConfig(t testing.TB) Config {
	t.Helper()
	c := DefaultConfig()
	c.Listen, c.Folder = "127.0.0.1:0", filepath.Join(t.TempDir(), "nats")
	return c
}

// A bench is an embedded server with a connection, a ledger and a relay of its own.
type bench struct {
	cfg    Config
	server *Server
	bus    *Bus
	ledger *memory
	relay  *Relay
}

func setup(t testing.TB, change ...func(*Config)) *bench {
	t.Helper()
	cfg := testConfig(t)
	for _, f := range change {
		f(&cfg)
	}
	return setupWith(t, cfg, Access{})
}

func setupWith(t testing.TB, cfg Config, access Access) *bench {
	t.Helper()
	s, err := StartServer(cfg, access)
	if err != nil {
		t.Fatalf("StartServer: %v", err)
	}
	t.Cleanup(s.Shutdown)
	b, err := Connect(context.Background(), cfg, s)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	t.Cleanup(b.Close)
	l := newMemory()
	return &bench{cfg: cfg, server: s, bus: b, ledger: l, relay: NewRelay(l, b, "test", quiet())}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// background runs f until the test ends, and waits for it.
func background(t testing.TB, f func(ctx context.Context)) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { f(ctx) })
	stop = sync.OnceFunc(func() { cancel(); wg.Wait() })
	t.Cleanup(stop)
	return stop
}

// worker makes a worker of stage prepare that counts executions and then does work.
func (b *bench) worker(slots int, work func(ctx context.Context, c *pipeline.Claim) error) *Worker {
	return &Worker{
		Bus: b.bus, Jobs: b.ledger, Relay: b.relay, Name: "w", Stages: []string{"prepare"}, Slots: slots, Lease: time.Minute, Log: quiet(),
		Runner: runner(func(ctx context.Context, c *pipeline.Claim) (pipeline.Outcome, error) {
			b.ledger.run(c.Job)
			return pipeline.Outcome{}, work(ctx, c)
		}),
	}
}

func nothing(context.Context, *pipeline.Claim) error { return nil }

func (b *bench) start(t testing.TB, w *Worker) (stop func()) {
	t.Helper()
	return background(t, func(ctx context.Context) { w.Run(ctx, context.WithoutCancel(ctx)) })
}

func eventually(t testing.TB, within time.Duration, what string, is func() bool) {
	t.Helper()
	deadline, tick := time.After(within), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-deadline:
			t.Fatalf("%s did not happen within %v", what, within)
		case <-tick.C:
		}
	}
}

// stored is how many messages the stream holds; -1 when it is not there.
func (b *bench) stored(t testing.TB, stream string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	js := b.bus.js
	if tenant, ok := strings.CutPrefix(stream, eventsStream); ok {
		js = b.account(t, tenant)
	}
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return -1
	}
	return int(s.CachedInfo().State.Msgs)
}

// delivered is how often messages of stage prepare were handed out so far.
func (b *bench) delivered(t testing.TB) int {
	t.Helper()
	c, err := b.bus.js.Consumer(t.Context(), jobsStream, "stage-prepare")
	if err != nil {
		return 0
	}
	return int(c.CachedInfo().Delivered.Consumer)
}

// send publishes a body as a job message of stage prepare.
func (b *bench) send(t testing.TB, body string, o ...jetstream.PublishOpt) {
	t.Helper()
	if _, err := b.bus.js.Publish(t.Context(), jobsPrefix+"prepare.acme", []byte(body), o...); err != nil {
		t.Fatalf("publish %s: %v", body, err)
	}
}

// account is the way to a tenant's events.
func (b *bench) account(t testing.TB, tenant string) jetstream.JetStream {
	t.Helper()
	js, err := b.bus.events(tenant)
	if err != nil {
		t.Fatalf("account of %s: %v", tenant, err)
	}
	return js
}

func TestPublicURL(t *testing.T) {
	t.Parallel()
	const given = "nats://user:secret@a:4222,b:4222,token@c:4222,tls://d"
	if got, want := PublicURL(given), "nats://a:4222,b:4222,c:4222,tls://d"; got != want {
		t.Errorf("PublicURL = %q, want %q", got, want)
	}
}
