package main

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline/bus"
)

// An installation is docpipe on several machines: serve takes uploads, workers do the work,
// and NATS, Postgres and blobs are ones that all of them reach.
type installation struct {
	nats     *natsCluster
	postgres *postgres
	serve    *process
	workers  []*process
}

// install starts everything and waits until it is ready.
func install(t *testing.T) *installation {
	t.Helper()
	x := &installation{postgres: newPostgres(t), nats: newNATS(t, 3)}
	shared := map[string]string{
		"DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__URL": x.nats.url(), "DOCPIPE_LEDGER__URL": x.postgres.url(),
		"DOCPIPE_BLOBS__URL": "file://" + t.TempDir(), "DOCPIPE_ENCRYPTION__KEY": strings.Repeat("5a", 32),
	}
	machine := func(args ...string) *process {
		p := newProcess(t, shared, append(args, "--data", t.TempDir())...)
		if err := p.startReady(t.Context()); err != nil {
			t.Fatal(err)
		}
		return p
	}
	x.serve = machine("serve", "--jobs", "0")
	for range 2 {
		x.workers = append(x.workers, machine("worker", "--jobs", "1"))
	}
	return x
}

func TestWorkersKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills processes for a minute")
	}
	t.Run("each upload has one result", func(t *testing.T) {
		install(t).killed(t, func(*installation) {})
	})
	t.Run("also without the streams' folders", func(t *testing.T) {
		install(t).killed(t, func(x *installation) {
			x.nats.stop()
			x.nats.forget()
			x.nats.start()
		})
	})
}

// killed uploads documents while every few seconds one of the workers is killed, and once does
// meanwhile. DOCPIPETEST_UPLOADS is how many (200 before a release).
func (x *installation) killed(t *testing.T, meanwhile func(*installation)) {
	random := dice(t)
	h := &history{address: x.serve.address, accepted: map[string][]string{}}
	all := uploads(t, setting(t, "DOCPIPETEST_UPLOADS", 20))
	start := time.Now()
	h.send(t.Context(), all, random)
	patience := time.Minute + time.Duration(len(all))*6*time.Second
	kills := x.killUntil(t, random, patience, func() bool { return h.ended() == len(all) }, func(kill int) {
		if kill == 2 {
			meanwhile(x)
		}
	})
	t.Logf("%d uploads, %d kills, all ended after %v", len(all), kills, time.Since(start).Round(time.Second))
	h.settled(t, time.Minute)
	h.check(t)
	h.checkStreamOf(t, bus.Credentials{URL: x.nats.url(), Tenant: localTenant, Inbox: "_INBOX"})
	x.end(t)
}

// killUntil kills one of the workers every few seconds, and starts it again, until done.
func (x *installation) killUntil(t *testing.T, random *rand.Rand, patience time.Duration, done func() bool, after func(kill int)) (kills int) {
	t.Helper()
	end := time.After(patience)
	for {
		select {
		case <-end:
			t.Fatalf("the documents have not all ended after %d kills", kills)
		case <-time.After(time.Duration(3000+random.IntN(3000)) * time.Millisecond):
		}
		if done() {
			return kills
		}
		victim := x.workers[random.IntN(len(x.workers))]
		victim.kill()
		kills++
		after(kills)
		if err := victim.startReady(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// end stops all in order and looks at what they leave behind.
func (x *installation) end(t *testing.T) {
	t.Helper()
	for _, p := range append(x.workers, x.serve) {
		if code, err := p.stop(); err != nil || code != 0 {
			t.Errorf("SIGTERM for %s: exit %d, %v, want 0", p.args[0], code, err)
		}
		eventually(t, 5*time.Second, "no child outlives its parent", func() bool { return len(p.orphans()) == 0 })
		checkFolders(t, p.temp)
	}
}
