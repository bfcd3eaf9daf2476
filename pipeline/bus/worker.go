package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// Jobs is the ledger as a worker sees it: the claim decides who works, not the message.
type Jobs interface {
	// ClaimJob wraps ErrNotFound when there is nothing left to do for the job, and ErrClaimed
	// while somebody else holds it or it is not due.
	ClaimJob(ctx context.Context, job, worker string, lease time.Duration) (*pipeline.Claim, error)
	// Renew wraps ErrClaimed when the claim was lost.
	Renew(ctx context.Context, c *pipeline.Claim, lease time.Duration) error
	// Commit records the outcome, or wraps ErrClaimed and changes nothing.
	Commit(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome) error
	// Release gives the job back with what went wrong: for another try, or for good.
	Release(ctx context.Context, c *pipeline.Claim, cause error) error
}

// A Runner does the work of one claimed job. Its error goes to Release. It must be safe to
// run twice.
type Runner interface {
	Run(ctx context.Context, c *pipeline.Claim) (pipeline.Outcome, error)
}

// A Worker takes job messages and runs them, at most Slots of each stage at a time.
type Worker struct {
	Bus    *Bus
	Jobs   Jobs
	Runner Runner
	Relay  *Relay // kicked after each commit; nil when the relay lives in another process
	Name   string
	Stages []string
	Slots  int
	Lease  time.Duration
	Log    *slog.Logger
}

// jobVersion is the newest version of job messages that this release understands.
const jobVersion = 1

// A job is the body of a job message.
type job struct {
	V     int    `json:"v"`
	Job   string `json:"job"`
	Stage string `json:"stage"`
}

// Run takes jobs until ctx ends. What is in flight then goes on until drain ends, so that the
// work is not done twice; a job that is still not done is given back.
func (w *Worker) Run(ctx, drain context.Context) {
	var slots sync.WaitGroup
	for _, stage := range w.Stages {
		for range w.Slots {
			slots.Go(func() { w.slot(ctx, drain, stage) })
		}
	}
	slots.Wait()
}

// slot handles one message after the other. It asks for one message at a time: whatever a
// client buffers burns its ack wait without being worked on.
func (w *Worker) slot(ctx, drain context.Context, stage string) {
	for ctx.Err() == nil {
		consumer, err := w.consumer(ctx, stage)
		if err != nil {
			w.pause(ctx, err)
			continue
		}
		for ctx.Err() == nil {
			batch, err := consumer.Fetch(1, jetstream.FetchMaxWait(fetchWait))
			if err != nil {
				w.pause(ctx, err)
				break
			}
			for m := range batch.Messages() {
				w.settle(m, w.handle(drain, m))
			}
			if err := batch.Error(); err != nil && !errors.Is(err, jetstream.ErrNoMessages) {
				w.pause(ctx, err)
				break
			}
		}
	}
}

// fetchWait is also how long a stop waits for a slot that has nothing to do.
const fetchWait = time.Second

func (w *Worker) consumer(ctx context.Context, stage string) (jetstream.Consumer, error) {
	c, err := w.Bus.js.CreateOrUpdateConsumer(ctx, jobsStream, jetstream.ConsumerConfig{
		Durable: "stage-" + stage, FilterSubject: jobsPrefix + stage + ".*",
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: w.Bus.cfg.AckWait, MaxAckPending: 1000,
	})
	if err != nil {
		return nil, fmt.Errorf("consumer of stage %s: %w", stage, err)
	}
	return c, nil
}

// pause waits a moment after trouble with NATS, which is never fatal.
func (w *Worker) pause(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	w.Log.Warn("worker: will try again", "error", err)
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// A decision is what becomes of a message.
type decision int

const (
	ack   decision = iota // done, or somebody else's: the ledger knows the rest
	again                 // come back later, nothing was decided
	drop                  // no worker will ever understand it
)

// handle decides about one message, and is the only place that does.
//
//	not a job message                 drop: the ledger reissues what is really due
//	of a newer release                again: a newer worker takes it
//	nothing left to do, or not ours   ack: a wake-up is not the job
//	the ledger is away                again
//	claimed and committed, released
//	or lost to a newer claim          ack
func (w *Worker) handle(ctx context.Context, m jetstream.Msg) decision {
	var j job
	if err := json.Unmarshal(m.Data(), &j); err != nil || j.Job == "" || j.V < 1 {
		w.Log.Warn("worker: dropped a message that is no job", "subject", m.Subject())
		return drop
	}
	if j.V > jobVersion {
		return again
	}
	claim, err := w.Jobs.ClaimJob(ctx, j.Job, w.Name, w.Lease)
	switch {
	case errors.Is(err, pipeline.ErrNotFound), errors.Is(err, pipeline.ErrClaimed):
		return ack
	case err != nil:
		w.Log.Warn("worker: claim", "job", j.Job, "error", err)
		return again
	}
	return w.work(ctx, m, claim)
}

// work runs a claimed job while a ticker keeps the lease and the message alive. When the
// lease is lost the work stops: somebody else does it.
func (w *Worker) work(ctx context.Context, m jetstream.Msg, c *pipeline.Claim) decision {
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		w.beat(running, stop, m, c)
	}()
	outcome, err := w.Runner.Run(running, c)
	lost := context.Cause(running)
	stop(nil)
	<-beating
	if errors.Is(lost, pipeline.ErrClaimed) {
		return ack
	}
	return w.close(context.WithoutCancel(ctx), c, outcome, err)
}

// close records how the job went, even when the process is stopping.
func (w *Worker) close(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome, failure error) decision {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var err error
	if failure != nil {
		w.Log.Warn("worker: job failed", "job", c.Job, "document", c.Document.ID, "stage", c.Stage, "attempt", c.Attempt, "code", pipeline.KindOf(failure).Code)
		err = w.Jobs.Release(ctx, c, failure)
	} else {
		err = w.Jobs.Commit(ctx, c, o)
	}
	if err != nil && !errors.Is(err, pipeline.ErrClaimed) {
		w.Log.Warn("worker: commit", "job", c.Job, "error", err)
		return again
	}
	if w.Relay != nil {
		w.Relay.Kick()
	}
	return ack
}

func (w *Worker) beat(ctx context.Context, stop context.CancelCauseFunc, m jetstream.Msg, c *pipeline.Claim) {
	tick := time.NewTicker(w.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		_ = m.InProgress() // NATS may be away; the lease is what counts
		if err := w.Jobs.Renew(ctx, c, w.Lease); errors.Is(err, pipeline.ErrClaimed) {
			stop(err)
			return
		}
	}
}

// settle tells NATS. A lost ack brings the message again, which is harmless.
func (w *Worker) settle(m jetstream.Msg, d decision) {
	var err error
	switch d {
	case ack:
		err = m.Ack()
	case again:
		err = m.NakWithDelay(5 * time.Second)
	case drop:
		err = m.Term()
	}
	if err != nil {
		w.Log.Debug("worker: ack", "error", err)
	}
}
