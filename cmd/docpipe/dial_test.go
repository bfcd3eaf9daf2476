package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"docpipe/pipeline/bus"
)

func TestDialHere(t *testing.T) {
	t.Parallel()
	dial := (&globals{offline: true}).dialer()
	socket := filepath.Join(t.TempDir(), "s")
	for network, address := range map[string]string{"tcp": "127.0.0.1:0", "tcp4": "localhost:0", "unix": socket} {
		l, err := net.Listen(network, address)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		conn, err := dial(t.Context(), network, l.Addr().String())
		if err != nil {
			t.Errorf("dial %s %s: %v, want a connection", network, l.Addr(), err)
			continue
		}
		conn.Close()
	}
	for _, address := range []string{"192.0.2.1:80", "[2001:db8::1]:80", "169.254.169.254:80", "docpipe.example:443", "localhost.example:80", "0.0.0.0:80", "nonsense"} {
		conn, err := dial(t.Context(), "tcp", address)
		var usage usageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), "--offline") {
			t.Errorf("dial %s = %v, %v, want a refusal that names --offline", address, conn, err)
		}
	}
	if (&globals{}).dialer() != nil {
		t.Error("without --offline there is a dialer of its own")
	}
}

// Every client goes through the dialer, wherever the address came from.
func TestOffline_guards_every_client(t *testing.T) {
	t.Parallel()
	dial := (&globals{offline: true}).dialer()
	away := httptest.NewServer(http.RedirectHandler("http://192.0.2.1/", http.StatusFound))
	defer away.Close()
	c := defaultConfig()
	c.Data, c.dial = t.TempDir(), dial
	c.Encryption.Key = secret(strings.Repeat("ab", 32))
	c.Ledger.URL, c.NATS.URL = "postgres://192.0.2.1/docpipe?connect_timeout=5", "nats://192.0.2.1:4222"
	for name, connect := range map[string]func() error{
		"submit": func() error {
			_, err := newClient(away.URL, "", dial).header(t.Context(), "doc_1")
			return err
		},
		"a model": func() error {
			r, err := modelClient(dial).Get(away.URL)
			if err == nil {
				r.Body.Close()
			}
			return err
		},
		"the blobs": func() error {
			other := c
			other.Blobs.URL = "s3://bucket?region=eu-west-1&anonymous=true&endpoint=http://192.0.2.1"
			b, err := other.openBlobs(t.Context())
			if err == nil {
				_, err = b.Open(t.Context(), "key")
			}
			return err
		},
		"the ledger": func() error {
			_, err := openStores(t.Context(), c, 1, io.Discard)
			return err
		},
		"the stream": func() error {
			return (&service{}).startBus(t.Context(), serviceOptions{config: c, dev: true})
		},
		"watch": func() error {
			s, err := subscription(c, "", localTenant)
			return errors.Join(err, bus.Subscribe(t.Context(), s, nil))
		},
	} {
		if err := connect(); err == nil || !strings.Contains(err.Error(), "--offline") {
			t.Errorf("%s reached out: %v, want a refusal that names --offline", name, err)
		}
	}
}
