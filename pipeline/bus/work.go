package bus

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// A Continuer is a ledger that can give the next stage of a job to the worker that has it.
type Continuer interface {
	// Continue records the outcome as Commit does and returns the claim of its next stage.
	Continue(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome, lease time.Duration) (*pipeline.Claim, error)
}

// work runs a claimed job, and its next stages as long as they are this worker's too.
func (w *Worker) work(ctx context.Context, m jetstream.Msg, c *pipeline.Claim) decision {
	for {
		outcome, err := w.run(ctx, m, c)
		if errors.Is(err, pipeline.ErrClaimed) {
			return ack // the lease was lost: somebody else does it
		}
		next, d := w.close(context.WithoutCancel(ctx), c, outcome, err)
		if next == nil {
			return d
		}
		c = next
	}
}

// run runs one stage while a ticker keeps the lease and the message alive. When the lease is
// lost the work stops, and the error is ErrClaimed.
func (w *Worker) run(ctx context.Context, m jetstream.Msg, c *pipeline.Claim) (pipeline.Outcome, error) {
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
	switch {
	case errors.Is(lost, pipeline.ErrClaimed):
		return outcome, lost
	case err != nil && ctx.Err() != nil:
		return outcome, context.Canceled // the process stops: no fault of the document, whatever broke
	case err != nil && lost != nil:
		return outcome, lost // it hung: a stage that only says that it was cancelled would come again for ever
	}
	return outcome, err
}

// close records how the stage went, even when the process is stopping, and returns the claim
// of the next one if the worker goes on. An outcome that the ledger does not take is a failed
// attempt, so that it is not tried for ever.
func (w *Worker) close(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome, failure error) (*pipeline.Claim, decision) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if failure == nil {
		var next *pipeline.Claim
		if next, failure = w.commit(ctx, c, o); failure == nil {
			return next, w.closed()
		}
		failure = fmt.Errorf("commit: %w", failure)
	}
	if errors.Is(failure, pipeline.ErrClaimed) {
		return nil, ack
	}
	w.Log.Warn("worker: job failed", "job", c.Job, "document", c.Document.ID, "stage", c.Stage, "attempt", c.Attempt, "code", pipeline.KindOf(failure).Code)
	switch err := w.Jobs.Release(ctx, c, failure); {
	case errors.Is(err, pipeline.ErrClaimed):
		return nil, ack
	case err != nil:
		w.Log.Warn("worker: the ledger is away", "job", c.Job, "error", err)
		return nil, later
	}
	return nil, w.closed()
}

// commit records the outcome, and keeps the job when the next stage is this worker's too.
func (w *Worker) commit(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome) (*pipeline.Claim, error) {
	if ledger, can := w.Jobs.(Continuer); can && o.Next != "" && slices.Contains(w.Stages, o.Next) {
		return ledger.Continue(ctx, c, o, w.Lease)
	}
	return nil, w.Jobs.Commit(ctx, c, o)
}

// closed lets the relay know that the ledger has messages to send.
func (w *Worker) closed() decision {
	if w.Relay != nil {
		w.Relay.Kick()
	}
	return ack
}

// beat keeps lease and message alive while ctx lasts. A job that hangs beyond the limit is told
// to stop and shows no more signs of life, so that somebody else gets it.
func (w *Worker) beat(ctx context.Context, stop context.CancelCauseFunc, m jetstream.Msg, c *pipeline.Claim) {
	tick := time.NewTicker(w.Lease / 3)
	defer tick.Stop()
	start := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if w.Limit > 0 && time.Since(start) > w.Limit {
			stop(fmt.Errorf("stage %s took longer than %v: %w", c.Stage, w.Limit, pipeline.ErrTimeout))
			return
		}
		_ = m.InProgress() // NATS may be away; the lease is what counts
		if err := w.Jobs.Renew(ctx, c, w.Lease); errors.Is(err, pipeline.ErrClaimed) {
			stop(err)
			return
		}
	}
}
