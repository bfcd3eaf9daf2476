package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"time"
)

// refused starts a process that cannot work, and demands its exit code and what it says.
func refused(t *testing.T, p *process, code int, says ...string) {
	t.Helper()
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	got, err := p.wait(time.Minute)
	if err != nil || got != code {
		t.Errorf("exit %d, %v, want %d", got, err, code)
	}
	for _, word := range says {
		if message := p.log.tail(5); !strings.Contains(message, word) {
			t.Errorf("message %q does not say %q", message, word)
		}
	}
}

func TestServeRefusesWhatIsInUse(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	busy := l.Addr().String()
	refused(t, newProcess(t, map[string]string{"DOCPIPE_DATA": t.TempDir(), "DOCPIPE_LISTEN": busy}, "serve"), exitUsage, busy+" is in use", "--listen", "DOCPIPE_LISTEN")
	refused(t, newProcess(t, map[string]string{"DOCPIPE_DATA": t.TempDir(), "DOCPIPE_LISTEN": "127.0.0.1:0"}, "serve", "--listen", busy), exitUsage, busy+" is in use")

	data := t.TempDir()
	if err := alone(t, data).startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	refused(t, alone(t, data), exitUsage, data+" is in use by process")
	long := t.TempDir() + "/" + strings.Repeat("long", 30)
	refused(t, alone(t, long), exitUsage, "shorter")
}

func TestServeSaysWhatIsAway(t *testing.T) {
	t.Parallel()
	nobody := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	away := func(setting, url string) *process {
		return newProcess(t, map[string]string{
			"DOCPIPE_DATA": t.TempDir(), "DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__LISTEN": "127.0.0.1:0", setting: url,
		}, "serve")
	}
	refused(t, away("DOCPIPE_NATS__URL", "nats://"+nobody), exitFailed, "nats.url", nobody, "start the server or correct the setting")
	refused(t, away("DOCPIPE_LEDGER__URL", "postgres://"+nobody+"/docpipe?connect_timeout=2"), exitFailed, "ledger.url", nobody)
	refused(t, away("DOCPIPE_BLOBS__URL", "ftp://"+nobody), exitUsage, "blobs.url")
}

// R6: on SIGTERM nothing new is taken at once, who waits gets an answer, and what is left is
// done after the next start.
func TestServeEndsInOrder(t *testing.T) {
	t.Parallel()
	serve := alone(t, t.TempDir())
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := &history{address: serve.address, accepted: map[string][]string{}}
	all := uploads(t, 12)
	h.send(t.Context(), all, dice(t))
	let, waiting := make(chan struct{}), make(chan int, 1)
	go func() { waiting <- answerTo(t, serve.address(), all[3], let) }()
	<-let
	start := time.Now()
	code, err := serve.stop()
	if err != nil || code != 0 {
		t.Errorf("SIGTERM: exit %d, %v, want 0", code, err)
	}
	if took := time.Since(start); took > drainTime {
		t.Errorf("SIGTERM took %v, want at most %v", took, drainTime)
	}
	if status := <-waiting; status != http.StatusAccepted && status != http.StatusOK {
		t.Errorf("the request in flight was answered %d, want 202 or 200", status)
	}
	if resp, err := http.Get(serve.address() + "/readyz"); err == nil {
		resp.Body.Close()
		t.Errorf("readyz answers %d after the end", resp.StatusCode)
	}
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.settled(t, time.Minute)
	h.check(t)
}

// answerTo sends u, ready to wait for its result, and returns the status of the answer. It closes
// let when the service has let the request in, by asking for its body, or has ended it.
func answerTo(t *testing.T, address string, u upload, let chan struct{}) int {
	in := sync.OnceFunc(func() { close(let) })
	defer in()
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: in})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/v1/documents", strings.NewReader(string(u.body)))
	if err != nil {
		t.Error(err)
		return 0
	}
	req.Header.Set("Idempotency-Key", u.key)
	req.Header.Set("Prefer", "wait=60")
	req.Header.Set("Expect", "100-continue")
	client := http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
	resp, err := client.Do(req)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// While NATS is away uploads are accepted; they are worked on when it is back.
func TestServeSurvivesNATS(t *testing.T) {
	t.Parallel()
	cluster := newNATS(t, 1)
	serve := newProcess(t, map[string]string{
		"DOCPIPE_DATA": t.TempDir(), "DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__URL": cluster.url(),
	}, "serve", "--dev")
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := &history{address: serve.address, accepted: map[string][]string{}}
	random, all := dice(t), uploads(t, 8)
	h.send(t.Context(), all[:4], random)
	cluster.stop()
	h.send(t.Context(), all[4:], random)
	if h.count() != len(all) {
		t.Fatalf("%d uploads were accepted while NATS was away, want %d", h.count(), len(all))
	}
	cluster.start()
	h.settled(t, time.Minute)
	h.check(t)
}

// While Postgres is away nothing is accepted, and what was accepted is not lost.
func TestServeSurvivesPostgres(t *testing.T) {
	t.Parallel()
	database := newPostgres(t)
	serve := newProcess(t, map[string]string{
		"DOCPIPE_DATA": t.TempDir(), "DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__LISTEN": "127.0.0.1:0", "DOCPIPE_LEDGER__URL": database.url(),
	}, "serve")
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := &history{address: serve.address, accepted: map[string][]string{}}
	random, all := dice(t), uploads(t, 8)
	h.send(t.Context(), all[:4], random)
	database.stop()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	h.send(ctx, all[4:], random)
	if h.count() != 4 {
		t.Errorf("%d uploads were accepted without a ledger, want 0", h.count()-4)
	}
	if resp, err := http.Get(serve.address() + "/readyz"); err != nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("readyz = %v, %v, want 503", resp, err)
	} else {
		resp.Body.Close()
	}
	database.start()
	h.send(t.Context(), all[4:], random)
	h.settled(t, time.Minute)
	h.check(t)
}
