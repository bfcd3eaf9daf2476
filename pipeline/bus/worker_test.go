package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"docpipe/pipeline"
)

func TestEachJobRunsOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var running, most atomic.Int32
	const jobs, slots = 50, 4
	for range jobs {
		b.ledger.accept("acme", "prepare")
	}
	background(t, b.relay.Run)
	b.start(t, b.worker(slots, func(context.Context, *pipeline.Claim) error {
		most.Store(max(most.Load(), running.Add(1)))
		running.Add(-1)
		return nil
	}))
	eventually(t, 20*time.Second, "50 commits", func() bool { return b.ledger.finished() == jobs })
	for i, n := range b.ledger.executions() {
		if n != 1 {
			t.Errorf("job %d ran %d times, want once", i, n)
		}
	}
	if most.Load() > slots {
		t.Errorf("%d jobs ran at once, want at most %d", most.Load(), slots)
	}
	eventually(t, 5*time.Second, "the last ack", func() bool { return b.stored(t, jobsStream) == 0 })
}

// A message that comes twice, with the same id or without any, is work for one.
func TestDuplicateMessagesRunOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.ledger.accept("acme", "prepare")
	m, _ := b.ledger.PendingJobs(t.Context(), 1)
	for range 5 {
		if _, err := b.bus.Publish(t.Context(), m); err != nil {
			t.Fatalf("Publish: %v", err)
		}
		b.send(t, string(m[0].Data))
	}
	if n := b.stored(t, jobsStream); n != 6 {
		t.Errorf("stream holds %d messages, want 6: one with the id, five without", n)
	}
	b.start(t, b.worker(4, nothing))
	eventually(t, 10*time.Second, "an empty stream", func() bool { return b.stored(t, jobsStream) == 0 })
	if j := b.ledger.job(id); j.runs != 1 || j.commits != 1 {
		t.Errorf("job ran %d times with %d commits, want once", j.runs, j.commits)
	}
}

func TestMessagesThatAreNoJob(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		left int
	}{
		"no JSON":            {`{"v":1,`, 0},
		"another object":     {`{"specversion":"1.0"}`, 0},
		"without a version":  {`{"job":"job1"}`, 0},
		"a job nobody knows": {`{"v":1,"job":"job9"}`, 0},
		"a newer release's":  {`{"v":2,"job":"job1"}`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id := b.ledger.accept("acme", "prepare")
			b.send(t, test.body)
			b.start(t, b.worker(1, nothing))
			eventually(t, 10*time.Second, "the decision", func() bool { return b.delivered(t) == 1 && b.stored(t, jobsStream) == test.left })
			if j := b.ledger.job(id); j.claims != 0 {
				t.Errorf("the job was claimed %d times, want never", j.claims)
			}
			if test.left > 0 {
				eventually(t, againAfter+5*time.Second, "another delivery", func() bool { return b.delivered(t) == 2 })
			}
		})
	}
}

func TestClaimedJobIsLeftToItsHolder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.ledger.accept("acme", "prepare")
	b.ledger.steal(id)
	background(t, b.relay.Run)
	b.start(t, b.worker(1, nothing))
	eventually(t, 10*time.Second, "the ack", func() bool { return b.delivered(t) == 1 && b.stored(t, jobsStream) == 0 })
	if n := b.ledger.job(id).runs; n != 0 {
		t.Errorf("the job of another worker ran %d times, want never", n)
	}
}

// Whoever loses the lease stops, and leaves no result.
func TestLostLeaseStopsTheWork(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.ledger.accept("acme", "prepare")
	cause := make(chan error, 1)
	w := b.worker(1, func(ctx context.Context, c *pipeline.Claim) error {
		b.ledger.steal(c.Job)
		<-ctx.Done()
		cause <- context.Cause(ctx)
		return nil // as if the work had come to its end all the same
	})
	w.Lease = 300 * time.Millisecond
	background(t, b.relay.Run)
	b.start(t, w)
	select {
	case err := <-cause:
		if !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("cause of the end = %v, want ErrClaimed", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the work was not stopped")
	}
	eventually(t, 5*time.Second, "the ack", func() bool { return b.stored(t, jobsStream) == 0 })
	if j := b.ledger.job(id); j.commits != 0 || j.released != 0 {
		t.Errorf("commits, releases = %d, %d, want none", j.commits, j.released)
	}
}

// A lease that is renewed lasts, and the message stays with its worker beyond the ack wait.
func TestLongJobKeepsItsMessage(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.AckWait = time.Second })
	id := b.ledger.accept("acme", "prepare")
	w := b.worker(2, func(ctx context.Context, _ *pipeline.Claim) error { return rest(ctx, 3*time.Second) })
	w.Lease = time.Second
	background(t, b.relay.Run)
	b.start(t, w)
	eventually(t, 15*time.Second, "the commit", func() bool { return b.ledger.finished() == 1 && b.stored(t, jobsStream) == 0 })
	if j := b.ledger.job(id); j.runs != 1 || b.delivered(t) != 1 {
		t.Errorf("runs, deliveries = %d, %d, want one each", j.runs, b.delivered(t))
	}
}

// A stage that hangs and then says no more than that it was cancelled took too long all the same:
// a cancelled job is handed on untouched, and would hang the next worker too.
func TestHangingJobShowsNoSignOfLife(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(context.Context) error{"with its cause": context.Cause, "cancelled": context.Context.Err} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			id := b.ledger.accept("acme", "prepare")
			w := b.worker(1, func(ctx context.Context, _ *pipeline.Claim) error {
				<-ctx.Done()
				return answer(ctx)
			})
			w.Lease, w.Limit = 150*time.Millisecond, 300*time.Millisecond
			b.start(t, w)
			b.send(t, fmt.Sprintf(`{"v":1,"job":%q}`, id))
			eventually(t, 10*time.Second, "the release", func() bool { return b.ledger.job(id).released == 1 })
			if err := b.ledger.job(id).cause; !errors.Is(err, pipeline.ErrTimeout) {
				t.Errorf("released because of %v, want ErrTimeout", err)
			}
		})
	}
}

// While the ledger is away nothing is decided: the message comes again.
func TestLedgerAwayAtTheClaim(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.ledger.claiming = failing(1)
	b.ledger.accept("acme", "prepare")
	background(t, b.relay.Run)
	b.start(t, b.worker(1, nothing))
	eventually(t, againAfter+10*time.Second, "the commit", func() bool { return b.ledger.finished() == 1 })
	if b.delivered(t) != 2 {
		t.Errorf("deliveries = %d, want two", b.delivered(t))
	}
}

// The message comes again when the lease that is in the way is over.
func TestLedgerAwayAfterTheWork(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.ledger.committing, b.ledger.releasing = failing(1), failing(1)
	id := b.ledger.accept("acme", "prepare")
	background(t, b.relay.Run)
	w := b.worker(1, nothing)
	w.Lease = time.Second
	b.start(t, w)
	eventually(t, 10*time.Second, "the commit", func() bool { return b.ledger.finished() == 1 })
	if j := b.ledger.job(id); b.delivered(t) != 2 || j.runs != 2 || j.commits != 1 {
		t.Errorf("deliveries, runs, commits = %d, %d, %d, want 2, 2, 1", b.delivered(t), j.runs, j.commits)
	}
}

// An outcome that the ledger never takes counts as failed attempts, and the queue goes on.
func TestOutcomeThatIsRefusedIsReleased(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.ledger.committing = failing(1)
	id := b.ledger.accept("acme", "prepare")
	background(t, b.relay.Run)
	b.start(t, b.worker(1, nothing))
	eventually(t, 10*time.Second, "the commit", func() bool { return b.ledger.finished() == 1 })
	if j := b.ledger.job(id); j.released != 1 || !errors.Is(j.cause, errAway) {
		t.Errorf("released %d times because of %v, want once because of the ledger's error", j.released, j.cause)
	}
}

// failing fails n times.
func failing(n int32) func() error {
	var calls atomic.Int32
	return func() error {
		if calls.Add(1) <= n {
			return errAway
		}
		return nil
	}
}

// What is in flight when a worker is told to stop is done, and no more.
func TestStopWaitsForWorkInFlight(t *testing.T) {
	t.Parallel()
	b := setup(t)
	begun, may := make(chan bool, 1), make(chan bool)
	w := b.worker(1, func(ctx context.Context, _ *pipeline.Claim) error {
		begun <- true
		<-may
		return ctx.Err()
	})
	first, second := b.ledger.accept("acme", "prepare"), b.ledger.accept("acme", "prepare")
	background(t, b.relay.Run)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan bool)
	go func() { w.Run(ctx, context.WithoutCancel(ctx)); close(ended) }()
	<-begun
	cancel()
	select {
	case <-ended:
		t.Error("Run ended before the work in flight")
	default:
	}
	close(may)
	<-ended
	if one, two := b.ledger.job(first), b.ledger.job(second); !one.done || two.claims != 0 {
		t.Errorf("first done = %v, second claimed %d times, want true and never", one.done, two.claims)
	}
}

// When the drain ends too, the job is given back as nobody's fault, whatever error the stage
// makes of its end.
func TestEndOfDrainGivesTheJobBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.ledger.accept("acme", "prepare")
	begun := make(chan bool, 1)
	w := b.worker(1, func(ctx context.Context, _ *pipeline.Claim) error {
		begun <- true
		<-ctx.Done()
		return fmt.Errorf("page 3: %w", pipeline.ErrDamaged)
	})
	background(t, b.relay.Run)
	ctx, cancel := context.WithCancel(t.Context())
	drain, end := context.WithCancelCause(context.Background())
	ended := make(chan bool)
	go func() { w.Run(ctx, drain); close(ended) }()
	<-begun
	cancel()
	end(pipeline.ErrCancelled)
	<-ended
	if j := b.ledger.job(id); j.released != 1 || !errors.Is(j.cause, context.Canceled) || errors.Is(j.cause, pipeline.ErrDamaged) {
		t.Errorf("released %d times because of %v, want once because of context.Canceled", j.released, j.cause)
	}
}

func TestFailureIsReleased(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.ledger.accept("acme", "prepare")
	b.start(t, b.worker(1, func(_ context.Context, c *pipeline.Claim) error {
		if c.Attempt == 1 {
			return fmt.Errorf("page 1: %w", pipeline.ErrProviderUnavailable)
		}
		return nil
	}))
	background(t, b.relay.Run)
	eventually(t, 10*time.Second, "the second try", func() bool { return b.ledger.finished() == 1 })
	if j := b.ledger.job(id); j.runs != 2 || !errors.Is(j.cause, pipeline.ErrProviderUnavailable) {
		t.Errorf("runs = %d, released because of %v, want 2, ErrProviderUnavailable", j.runs, j.cause)
	}
}

// Not parallel: it counts goroutines.
func TestIdleWorkerStopsAndLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	b := setup(t)
	w := b.worker(8, nothing)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan bool)
	go func() { w.Run(ctx, ctx); close(ended) }()
	relayed := make(chan bool)
	go func() { b.relay.Run(ctx); close(relayed) }()
	eventually(t, 5*time.Second, "the first fetch", func() bool {
		c, err := b.bus.js.Consumer(t.Context(), jobsStream, "stage-prepare")
		return err == nil && c.CachedInfo().NumWaiting == 8
	})
	start := time.Now()
	cancel()
	<-ended
	<-relayed
	if took := time.Since(start); took > 2500*time.Millisecond {
		t.Errorf("Run ended after %v, want about a second", took)
	}
	b.bus.Close()
	b.server.Shutdown()
	eventually(t, 10*time.Second, "the end of all goroutines", func() bool { return runtime.NumGoroutine() <= before+1 })
}

// rest ends with its context, with its cause.
func TestRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Minute, func() { cancel(errAway) })
		if err := rest(ctx, time.Second); err != nil {
			t.Errorf("rest = %v, want nil", err)
		}
		if err := rest(ctx, time.Hour); !errors.Is(err, errAway) {
			t.Errorf("rest = %v, want the cause", err)
		}
	})
}
