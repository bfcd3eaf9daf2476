package ledger

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"docpipe/pipeline"
)

// Release gives a claim back because of cause. It wraps pipeline.ErrClaimed when the claim
// is not the newest.
//
// A worker that stops (nil, or a cancelled context) hands the job on untouched. A cause that
// may pass is tried again after a growing pause. After Config.MaxAttempts, or at once when
// the kind of the cause says that trying again is of no use, the document gets a failed
// result and the job becomes a dead letter. A full disk, and money that other documents hold, are
// waited for without end: they are no fault of the document. A provider that is away gets
// pauses of minutes, so that an outage of an hour ends no document.
func (l *Ledger) Release(ctx context.Context, c *pipeline.Claim, cause error) error {
	return l.write(ctx, func(s session) error {
		kind := pipeline.KindOf(cause)
		switch {
		case cause == nil, errors.Is(cause, context.Canceled) && !isKind(cause):
			return l.postpone(ctx, s, c, c.Attempt-1, 0)
		case kind == pipeline.ErrDiskFull:
			return l.postpone(ctx, s, c, c.Attempt-1, l.pause(1))
		case kind == pipeline.ErrRateLimited:
			return l.postpone(ctx, s, c, c.Attempt-1, l.pause(1+outageShift))
		case kind == pipeline.ErrProviderUnavailable && c.Attempt < l.cfg.MaxOutages:
			return l.postpone(ctx, s, c, c.Attempt, l.pause(c.Attempt+outageShift))
		case kind.Retryable && c.Attempt < l.cfg.MaxAttempts:
			return l.postpone(ctx, s, c, c.Attempt, l.pause(c.Attempt))
		}
		return l.bury(ctx, s, c, cause)
	})
}

// outageShift makes the first pause after a provider was away that of a fifth attempt: with the
// default limits the tries then last over an hour.
const outageShift = 4

// pause doubles with each attempt up to its limit; jitter keeps jobs that failed together
// from coming back together.
func (l *Ledger) pause(attempt int) time.Duration {
	p := l.cfg.MaxBackoff
	if shift := attempt - 1; shift < 30 {
		p = min(p, l.cfg.Backoff<<shift)
	}
	return p/2 + rand.N(p/2+1)
}

func (l *Ledger) postpone(ctx context.Context, s session, c *pipeline.Claim, attempts int, pause time.Duration) error {
	changed, err := s.exec(ctx, `UPDATE jobs SET lease_until = 0, worker = '', attempts = $3, not_before = {now} + $4, updated_at = {now}
		WHERE id = $1 AND epoch = $2 AND state = 'ready' AND lease_until > 0`, c.Job, c.Epoch, attempts, pause.Milliseconds())
	if err := fenced(c, changed, err); err != nil {
		return err
	}
	if err := settle(ctx, s, c.Job); err != nil {
		return err
	}
	d := c.Document
	return wake(ctx, s, d.Tenant, d.ID, c.Job, c.Stage)
}

// bury ends the document with a failed result and keeps the job as a dead letter. A document that
// was to be checked again keeps the result that it has.
func (l *Ledger) bury(ctx context.Context, s session, c *pipeline.Claim, cause error) error {
	recheck, err := single[int](s.row(ctx, `UPDATE jobs SET state = 'dead', lease_until = 0, worker = '', updated_at = {now}
		WHERE id = $1 AND epoch = $2 AND state = 'ready' AND lease_until > 0 RETURNING recheck`, c.Job, c.Epoch))
	if notFound(err) {
		return fenced(c, 0, nil)
	}
	if err != nil {
		return err
	}
	if err := settle(ctx, s, c.Job); err != nil {
		return err
	}
	d := c.Document
	f, err := l.dossier(ctx, s, d.Tenant, d.ID)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO dead (job, document, tenant, stage, code, detail, attempts, at) VALUES ($1, $2, $3, $4, $5, $6, $7, {now})`,
		c.Job, d.ID, d.Tenant, c.Stage, pipeline.KindOf(cause).Code, f.seal.seal([]byte(cause.Error()), "dead letter", d.Tenant, c.Job), c.Attempt)
	if err != nil {
		return fmt.Errorf("dead letter of job %s: %w", c.Job, err)
	}
	if recheck > 0 {
		return nil
	}
	return l.saveResult(ctx, s, f, d, pipeline.NewResult(d, 0, cause))
}
