package bus

import (
	"context"
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
	Limit  time.Duration // after which a job that hangs shows no more signs of life; 0: never
	Log    *slog.Logger
}

// Run takes jobs until ctx ends. What is in flight then goes on until drain ends, so that the
// work is not done twice; a job that is still not done is given back.
func (w *Worker) Run(ctx, drain context.Context) {
	var slots sync.WaitGroup
	for _, stage := range w.Stages {
		for range w.Slots {
			slots.Go(func() {
				for ctx.Err() == nil {
					if err := w.slot(ctx, drain, stage); err != nil && ctx.Err() == nil {
						w.Log.Warn("worker: will try again", "stage", stage, "error", err)
						_ = rest(ctx, time.Second) // trouble with NATS is never fatal
					}
				}
			})
		}
	}
	slots.Wait()
}

// slot handles one message after the other until ctx ends or NATS is in trouble. It asks for
// one message at a time: whatever a client buffers burns its ack wait without being worked on.
func (w *Worker) slot(ctx, drain context.Context, stage string) error {
	consumer, err := w.consumer(ctx, stage)
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		batch, err := consumer.Fetch(1, jetstream.FetchMaxWait(fetchWait))
		if err != nil {
			return err
		}
		for m := range batch.Messages() {
			w.settle(m, w.handle(drain, m))
		}
		if err := batch.Error(); err != nil && !errors.Is(err, jetstream.ErrNoMessages) {
			return err
		}
	}
	return nil
}

// fetchWait is also how long a stop waits for a slot that has nothing to do.
const fetchWait = time.Second

func (w *Worker) consumer(ctx context.Context, stage string) (jetstream.Consumer, error) {
	w.Bus.making.Lock()
	defer w.Bus.making.Unlock()
	c, err := w.Bus.js.CreateOrUpdateConsumer(ctx, jobsStream, jetstream.ConsumerConfig{
		Durable: "stage-" + stage, FilterSubject: jobsPrefix + stage + ".*",
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: w.Bus.cfg.AckWait, MaxAckPending: 1000,
	})
	if err != nil {
		return nil, fmt.Errorf("consumer of stage %s: %w", stage, err)
	}
	return c, nil
}
