package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

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
	switch {
	case errors.Is(lost, pipeline.ErrClaimed):
		return ack
	case err != nil && ctx.Err() != nil:
		err = context.Canceled // the process stops: no fault of the document, whatever broke
	}
	return w.close(context.WithoutCancel(ctx), c, outcome, err)
}

// close records how the job went, even when the process is stopping. An outcome that the ledger
// does not take is a failed attempt, so that it is not tried for ever.
func (w *Worker) close(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome, failure error) decision {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if failure == nil {
		if failure = w.Jobs.Commit(ctx, c, o); failure == nil {
			return w.closed()
		}
		failure = fmt.Errorf("commit: %w", failure)
	}
	if errors.Is(failure, pipeline.ErrClaimed) {
		return ack
	}
	w.Log.Warn("worker: job failed", "job", c.Job, "document", c.Document.ID, "stage", c.Stage, "attempt", c.Attempt, "code", pipeline.KindOf(failure).Code)
	switch err := w.Jobs.Release(ctx, c, failure); {
	case errors.Is(err, pipeline.ErrClaimed):
		return ack
	case err != nil:
		w.Log.Warn("worker: the ledger is away", "job", c.Job, "error", err)
		return later
	}
	return w.closed()
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
