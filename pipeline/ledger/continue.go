package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Continue records what a stage leaves behind, as [Ledger.Commit] does, and gives the job's
// next stage to the same worker, under a new epoch and with a new lease. It saves the way
// through the stream; should the worker die, the lease ends and the job comes again as any
// other. The outcome must name a next stage.
func (l *Ledger) Continue(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome, lease time.Duration) (*pipeline.Claim, error) {
	if o.Next == "" {
		return nil, fmt.Errorf("job %s: there is no next stage to go on with: %w", c.Job, pipeline.ErrInvalid)
	}
	err := l.commit(ctx, c, o, func(s session) (ended, error) { return ended{}, keep(ctx, s, c, o.Next, lease) })
	if err != nil {
		return nil, err
	}
	return &pipeline.Claim{Job: c.Job, Epoch: c.Epoch + 1, Stage: o.Next, Attempt: 1, Document: o.Document}, nil
}

// keep moves the job to its next stage in the hands of the worker that has it.
func keep(ctx context.Context, s session, c *pipeline.Claim, next string, lease time.Duration) error {
	changed, err := s.exec(ctx, `UPDATE jobs SET stage = $3, epoch = epoch + 1, attempts = 1, deaths = 0, joined = 0, not_before = 0, lease_until = {now} + $4,
		updated_at = {now} WHERE id = $1 AND epoch = $2 AND state = 'ready' AND lease_until > 0`,
		c.Job, c.Epoch, next, lease.Milliseconds())
	if err := fenced(c, changed, err); err != nil {
		return err
	}
	return settle(ctx, s, c.Job)
}
