package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// The tests in chaos_*_test.go kill real processes at random moments, as a power cut would,
// while senders go on sending, and hold what the senders were promised against what the
// service has in the end. DOCPIPETEST_KILLS is how often (200 before a release), and
// DOCPIPETEST_SEED repeats a run's choices.

// kills is how often serve is killed.
func kills(t *testing.T) int { return setting(t, "DOCPIPETEST_KILLS", 20) }

func setting(t *testing.T, name string, otherwise int) int {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		return otherwise
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// dice throws what DOCPIPETEST_SEED decides; a failing test says which seed it had.
func dice(t *testing.T) *rand.Rand {
	t.Helper()
	seed := setting(t, "DOCPIPETEST_SEED", int(time.Now().UnixNano()&0xffffff))
	t.Logf("DOCPIPETEST_SEED=%d", seed)
	return rand.New(rand.NewPCG(uint64(seed), 0))
}

func TestServeKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills processes for a minute")
	}
	t.Run("nothing accepted is lost or done twice", func(t *testing.T) {
		t.Parallel()
		data := t.TempDir()
		killed(t, data, func() {})
	})
	t.Run("nothing is lost with the stream's folder", func(t *testing.T) {
		t.Parallel()
		data := t.TempDir()
		killed(t, data, func() {
			if err := os.RemoveAll(filepath.Join(data, "nats")); err != nil {
				t.Error(err)
			}
		})
	})
}

// alone is a service on one machine, on ports of its own.
func alone(t *testing.T, data string) *process {
	return newProcess(t, map[string]string{
		"DOCPIPE_DATA": data, "DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__LISTEN": "127.0.0.1:0",
		"DOCPIPE_LIMITS__MIN_FREE_DISK": "1MiB",
	}, "serve")
}

// killed runs a service that is killed again and again while documents arrive. After each
// kill it does meanwhile.
func killed(t *testing.T, data string, meanwhile func()) {
	random, serve := dice(t), alone(t, data)
	h := &history{address: serve.address, accepted: map[string][]string{}}
	start := time.Now()
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	sending, all := make(chan struct{}), uploads(t, 20+kills(t))
	theirs := rand.New(rand.NewPCG(random.Uint64(), 2))
	go func() {
		defer close(sending)
		h.send(t.Context(), all, theirs)
	}()
	for range kills(t) {
		if random.IntN(4) > 0 { // else perhaps while it starts
			if err := serve.untilReady(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		<-time.After(time.Duration(random.IntN(1200)) * time.Millisecond)
		serve.kill()
		meanwhile()
		if err := serve.start(); err != nil {
			t.Fatal(err)
		}
	}
	<-sending
	t.Logf("%d kills in %v", kills(t), time.Since(start).Round(time.Second))
	h.settled(t, time.Minute+time.Duration(len(all))*3*time.Second)
	t.Logf("%d documents in %v", h.count(), time.Since(start).Round(time.Second))
	h.check(t)
	h.checkStream(t, data)
	end(t, serve, data)
}

// end stops the service in order and looks at what it leaves behind.
func end(t *testing.T, serve *process, data string) {
	t.Helper()
	if code, err := serve.stop(); err != nil || code != 0 {
		t.Errorf("SIGTERM: exit %d, %v, want 0", code, err)
	}
	eventually(t, 5*time.Second, "no child outlives its parent", func() bool { return len(serve.orphans()) == 0 })
	checkFolders(t, serve.temp, filepath.Join(data, "tmp"), filepath.Join(data, "blobs", ".tmp"))
}
