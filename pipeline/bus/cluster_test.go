package bus

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"docpipe/pipeline"
)

// startPlain starts a server as others would run it.
func startPlain(t *testing.T, o *server.Options) *server.Server {
	t.Helper()
	o.Host, o.NoLog, o.NoSigs, o.JetStream, o.StoreDir = "127.0.0.1", true, true, true, t.TempDir()
	o.JetStreamMaxMemory, o.JetStreamMaxStore = 64<<20, 1<<30
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(20 * time.Second) {
		t.Fatal("the server is not ready")
	}
	return s
}

func freePorts(t *testing.T, n int) []int {
	t.Helper()
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// startCluster starts three servers on loopback.
func startCluster(t *testing.T) (all []*server.Server, url string) {
	t.Helper()
	var urls []string
	for _, o := range clusterOf(t, 3) {
		s := startPlain(t, o)
		all, urls = append(all, s), append(urls, s.ClientURL())
	}
	return all, strings.Join(urls, ",")
}

// clusterOf returns the options of n servers on loopback that look for each other.
func clusterOf(t *testing.T, n int) (all []*server.Options) {
	t.Helper()
	ports := freePorts(t, n)
	var routes []string
	for _, p := range ports {
		routes = append(routes, fmt.Sprintf("nats://127.0.0.1:%d", p))
	}
	for i, p := range ports {
		all = append(all, &server.Options{
			ServerName: fmt.Sprintf("n%d", i), Cluster: server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: p},
			Routes: server.RoutesFromStr(strings.Join(routes, ",")),
		})
	}
	return all
}

// Machines are switched on in any order: two servers of three agree on who leads, and the third
// comes while docpipe waits.
func TestConnectAwaitsServers(t *testing.T) {
	t.Parallel()
	servers := clusterOf(t, 3)
	cfg := DefaultConfig()
	cfg.URL = startPlain(t, servers[0]).ClientURL()
	startPlain(t, servers[1])
	connected := make(chan error, 1)
	go func() {
		b, err := Connect(t.Context(), cfg, nil)
		if err == nil {
			b.Close()
		}
		connected <- err
	}()
	select {
	case err := <-connected:
		t.Fatalf("Connect to two servers of three ended with %v, want patience", err)
	case <-time.After(time.Second):
	}
	startPlain(t, servers[2])
	if err := <-connected; err != nil {
		t.Errorf("Connect = %v, want the third server awaited", err)
	}
}

// The same code on three servers, one of which dies meanwhile.
func TestClusterOfThreeLosesOne(t *testing.T) {
	t.Parallel()
	servers, url := startCluster(t)
	cfg := DefaultConfig()
	cfg.URL = url
	b, err := Connect(t.Context(), cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	l := newMemory()
	c := &bench{cfg: cfg, bus: b, ledger: l, relay: NewRelay(l, b, "test", quiet())}
	s, err := b.js.Stream(t.Context(), jobsStream)
	if err != nil || s.CachedInfo().Config.Replicas != 3 {
		t.Fatalf("jobs stream = %+v, %v, want three replicas", s, err)
	}
	background(t, c.relay.Run)
	c.start(t, c.worker(4, nothing))
	for range 20 {
		l.accept("acme", "prepare")
		l.event("acme", "an event")
	}
	eventually(t, 30*time.Second, "half of the jobs", func() bool { return l.finished() >= 10 })
	servers[0].Shutdown()
	for range 20 {
		l.accept("acme", "prepare")
	}
	eventually(t, 60*time.Second, "all jobs", func() bool { return l.finished() == 40 && l.empty() })
	for i, n := range l.executions() {
		if n != 1 {
			t.Errorf("job %d ran %d times, want once", i, n)
		}
	}
}

func TestSingleExternalServer(t *testing.T) {
	t.Parallel()
	cfg := DefaultConfig()
	cfg.URL = startPlain(t, &server.Options{}).ClientURL()
	if _, err := Connect(t.Context(), cfg, nil); !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), "--dev") {
		t.Errorf("Connect to one server = %v, want ErrInvalid that names --dev", err)
	}
	cfg.Dev, cfg.Replicas = true, 1
	b, err := Connect(t.Context(), cfg, nil)
	if err != nil {
		t.Fatalf("Connect with --dev: %v", err)
	}
	defer b.Close()
	if err := b.Probe(t.Context()); err != nil {
		t.Errorf("Probe = %v, want nil", err)
	}
}
