package bus

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"docpipe/pipeline"
)

func credentials(t *testing.T, cfg Config) Credentials {
	t.Helper()
	path := CredentialsFile(filepath.Dir(cfg.Folder))
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if i, err := os.Stat(path); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("mode of %s = %v, %v, want 0600", path, i.Mode().Perm(), err)
	}
	var c Credentials
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCredentialsFile(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	if err := os.WriteFile(CredentialsFile(filepath.Dir(cfg.Folder)), []byte("open to all"), 0o644); err != nil {
		t.Fatal(err)
	}
	b := setupWith(t, cfg, Access{})
	b.publish(t, b.ledger.event(localTenant, "hello"))
	c := credentials(t, cfg)
	if c.URL != b.server.URL() || c.Tenant != localTenant || len(c.Token) != 32 {
		t.Errorf("credentials = %+v, want those of %s", c, b.server.URL())
	}
	got := subscribe(t, Subscription{URL: c.URL, Token: c.Token, Inbox: c.Inbox, Tenant: c.Tenant, All: true})
	got.wait(t, `"hello"`)
}

func TestBusyPortMovesOn(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	busy := l.Addr().(*net.TCPAddr).Port
	b := setup(t, func(c *Config) { c.Listen = net.JoinHostPort("127.0.0.1", strconv.Itoa(busy)) })
	url := credentials(t, b.cfg).URL
	_, text, _ := net.SplitHostPort(strings.TrimPrefix(url, "nats://"))
	if port, _ := strconv.Atoi(text); port <= busy || port > busy+99 {
		t.Errorf("port = %s, want one after the busy %d", text, busy)
	}
	nc, err := nats.Connect(url, nats.Token(credentials(t, b.cfg).Token))
	if err != nil {
		t.Fatalf("Connect to %s: %v", url, err)
	}
	nc.Close()
}

func TestRestartKeepsThePort(t *testing.T) {
	t.Parallel()
	b := setup(t)
	before := b.server.URL()
	if err := b.server.Restart(); err != nil {
		t.Fatalf("Restart: %v", err)
	}
	if got := b.server.URL(); got != before {
		t.Errorf("URL = %s, want %s", got, before)
	}
	eventually(t, 5*time.Second, "our reconnection", func() bool { return b.bus.Probe(t.Context()) == nil })
}

// A tenant's events expire also when nobody asks for them after a restart.
func TestRestartOpensTheAccounts(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.publish(t, b.ledger.event("acme", "one"))
	b.bus.Close()
	if err := b.server.Restart(); err != nil {
		t.Fatalf("Restart: %v", err)
	}
	a, err := b.server.current.LookupAccount(accountPrefix + "acme")
	if err != nil || !a.JetStreamEnabled() || a.NumConnections() != 0 {
		t.Errorf("account of acme = %v, %v, want it open without connections", a, err)
	}
}

func TestServerThatCannotListen(t *testing.T) {
	t.Parallel()
	for _, listen := range []string{"127.0.0.1", "127.0.0.1:nats", "192.0.2.1:4222"} {
		cfg := testConfig(t)
		cfg.Listen = listen
		s, err := StartServer(cfg, Access{})
		if !errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), "nats.listen") {
			t.Errorf("StartServer on %s = %v, want ErrInvalid that names nats.listen", listen, err)
		}
		if s != nil {
			s.Shutdown()
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"as it is":                 {func(*Config) {}, ""},
		"neither url nor folder":   {func(c *Config) { c.Folder = "" }, "neither a url nor a folder"},
		"two replicas in earnest":  {func(c *Config) { c.URL, c.Replicas = "nats://a", 2 }, "--dev"},
		"one replica for trying":   {func(c *Config) { c.URL, c.Replicas, c.Dev = "nats://a", 1, true }, ""},
		"six replicas":             {func(c *Config) { c.Replicas = 6 }, "6 replicas"},
		"hardly room for jobs":     {func(c *Config) { c.MaxJobs = 9 }, "at least 1 MiB"},
		"events that never live":   {func(c *Config) { c.MaxAge = 0 }, "events.max_age"},
		"no patience with workers": {func(c *Config) { c.AckWait = 0 }, "more than 0"},
	} {
		cfg := testConfig(t)
		test.change(&cfg)
		switch err := cfg.Validate(); {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v, want nil", name, err)
		case test.want != "" && (!errors.Is(err, pipeline.ErrInvalid) || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want ErrInvalid with %q", name, err, test.want)
		}
	}
}

func TestUnreachableServerIsNamed(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	cfg.URL = "nats://bob:secret@127.0.0.1:1,nats://127.0.0.1:2"
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, err := Connect(ctx, cfg, nil)
	if err == nil || !strings.Contains(err.Error(), "nats.url nats://127.0.0.1:1,nats://127.0.0.1:2") {
		t.Errorf("Connect = %v, want an error that names nats.url and its addresses", err)
	}
	if err != nil && strings.Contains(err.Error(), "secret") {
		t.Errorf("Connect = %v, want no password", err)
	}
}
