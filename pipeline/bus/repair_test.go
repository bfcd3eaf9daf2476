package bus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"docpipe/pipeline"
)

// mender makes a reconciler that the test drives by hand.
func (b *bench) mender() *Reconciler {
	return &Reconciler{Ledger: b.ledger, Bus: b.bus, Relay: b.relay, Server: b.server, Every: time.Minute, Log: quiet()}
}

// Nothing is lost with the folder of streams: the jobs come again from the ledger.
func TestFolderDeletedWhileStopped(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stop := background(t, b.relay.Run)
	for range 10 {
		b.ledger.accept("acme", "prepare")
	}
	eventually(t, 10*time.Second, "ten messages", func() bool { return b.ledger.empty() && b.stored(t, jobsStream) == 10 })
	stop()
	b.server.Shutdown()
	if err := os.RemoveAll(b.cfg.Folder); err != nil {
		t.Fatal(err)
	}
	if err := b.server.Restart(); err != nil {
		t.Fatalf("Restart: %v", err)
	}
	eventually(t, 5*time.Second, "our reconnection", b.bus.connected)
	background(t, b.mender().Run)
	background(t, b.relay.Run)
	b.start(t, b.worker(2, nothing))
	eventually(t, 20*time.Second, "all jobs", func() bool { return b.ledger.finished() == 10 })
}

func TestStreamDeletedWhileRunning(t *testing.T) {
	t.Parallel()
	b := setup(t)
	background(t, b.relay.Run)
	b.ledger.accept("acme", "extract") // of a stage that nobody takes yet
	b.ledger.accept("acme", "prepare")
	b.start(t, b.worker(2, nothing))
	eventually(t, 10*time.Second, "the first job", func() bool { return b.ledger.finished() == 1 })
	if err := b.bus.js.DeleteStream(t.Context(), jobsStream); err != nil {
		t.Fatal(err)
	}
	background(t, b.mender().Run)
	w := b.worker(1, nothing)
	w.Stages = []string{"extract"}
	b.start(t, w)
	b.ledger.accept("acme", "prepare")
	eventually(t, 20*time.Second, "all three", func() bool { return b.ledger.finished() == 3 })
}

// The relay alone puts back a jobs stream that it finds missing.
func TestRelayPutsBackTheStream(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.bus.js.DeleteStream(t.Context(), jobsStream); err != nil {
		t.Fatal(err)
	}
	b.ledger.accept("acme", "prepare")
	background(t, b.relay.Run)
	eventually(t, 10*time.Second, "the message", func() bool { return b.stored(t, jobsStream) == 1 })
}

func TestProbeTellsTheTruth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.bus.Probe(t.Context()); err != nil || b.stored(t, jobsStream) != 0 {
		t.Errorf("Probe = %v with %d messages left, want nil and none", err, b.stored(t, jobsStream))
	}
	if _, err := b.bus.js.Publish(t.Context(), probeSubject, nil); err != nil {
		t.Fatal(err)
	}
	if err := b.bus.Repair(t.Context()); err != nil || b.stored(t, jobsStream) != 0 {
		t.Errorf("Repair = %v with %d messages left, want it to remove probes", err, b.stored(t, jobsStream))
	}
	if err := b.bus.js.DeleteStream(t.Context(), jobsStream); err != nil {
		t.Fatal(err)
	}
	if err := b.bus.Probe(t.Context()); err == nil {
		t.Error("Probe without a stream = nil, want an error")
	}
	if err := errors.Join(b.bus.Repair(t.Context()), b.bus.Probe(t.Context())); err != nil {
		t.Errorf("Repair and Probe = %v, want nil", err)
	}
	b.server.Shutdown()
	if err := b.bus.Probe(t.Context()); err == nil {
		t.Error("Probe without a server = nil, want an error")
	}
}

// Repair runs every minute, also under load: what is published and acked while it looks must not
// pass for a stream that a power cut left behind its consumers.
func TestRepairLeavesABusyStream(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.start(t, b.worker(2, nothing))
	background(t, func(ctx context.Context) {
		for ctx.Err() == nil { // one at a time, so that consumers keep up with the stream
			_, _ = b.bus.js.Publish(ctx, jobsPrefix+"prepare.acme", []byte(`{"v":1,"job":"gone"}`))
			for ctx.Err() == nil && b.held(ctx) > 0 {
			}
		}
	})
	made := func() time.Time {
		s, err := b.bus.js.Stream(t.Context(), jobsStream)
		if err != nil {
			t.Fatal(err)
		}
		return s.CachedInfo().Created
	}
	before := made()
	for range 100 {
		if err := b.bus.Repair(t.Context()); err != nil {
			t.Fatalf("Repair: %v", err)
		}
	}
	if after := made(); !after.Equal(before) {
		t.Errorf("the stream of %v was replaced at %v, want it left alone", before, after)
	}
}

func (b *bench) held(ctx context.Context) uint64 {
	s, err := b.bus.js.Stream(ctx, jobsStream)
	if err != nil {
		return 0
	}
	return s.CachedInfo().State.Msgs
}

// R14: after a full disk the embedded server is started anew, once there is room, and every
// message that it had acknowledged is still there.
func TestFullDiskIsOvercome(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	disk := smallDisk(t, 16<<20)
	cfg.Folder = filepath.Join(disk, "nats")
	b := setupWith(t, cfg, Access{})
	id := b.ledger.accept("acme", "prepare")
	m, _ := b.ledger.PendingJobs(t.Context(), 1)
	b.publish(t, m[0])
	ballast := filepath.Join(disk, "ballast")
	if err := fill(ballast); err != nil {
		t.Fatal(err)
	}
	r := b.mender()
	room := false
	r.MayRestart = func() bool { return room }
	eventually(t, 30*time.Second, "the refusal", func() bool { return b.bus.Probe(t.Context()) != nil })
	before := b.server.current
	r.watch(t.Context())
	r.failing = r.failing.Add(-restartAfter)
	r.watch(t.Context())
	if b.server.current != before {
		t.Error("the server was started anew without room on the disk")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	room = true
	background(t, b.relay.Run)
	b.start(t, b.worker(1, nothing))
	eventually(t, 60*time.Second, "recovery", func() bool {
		r.watch(t.Context())
		if !r.failing.IsZero() {
			r.failing = r.failing.Add(-restartAfter)
		}
		return b.bus.Probe(t.Context()) == nil && b.ledger.job(id).done
	})
	t.Logf("started anew: %v", b.server.current != before)
}

// smallDisk mounts a file system of its own; that takes root on Linux.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("a file system of %d bytes cannot be mounted here: %v", size, err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return folder
}

// fill writes until the disk is full.
func fill(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for _, size := range []int{1 << 16, 1 << 10, 1} {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

// A stream that is full of jobs is no reason to start the server anew.
func TestFullStreamIsNoFault(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.MaxJobs = 1 << 20 })
	for _, size := range []int{8000, 0} {
		for err := error(nil); err == nil; {
			_, err = b.bus.js.Publish(t.Context(), jobsPrefix+"extract.acme", make([]byte, size))
		}
	}
	if err := b.bus.Probe(t.Context()); !errors.Is(err, pipeline.ErrQueueFull) {
		t.Errorf("Probe = %v, want ErrQueueFull", err)
	}
	r := b.mender()
	before := b.server.current
	r.failing = time.Now().Add(-time.Hour)
	r.watch(t.Context())
	if b.server.current != before || !r.failing.IsZero() {
		t.Error("a full stream counts as a fault of the server")
	}
}
