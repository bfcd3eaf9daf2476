package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"docpipe/pipeline"
)

// due is true of a job that may run now: nobody has it, and its pause is over.
const due = `j.state = 'ready' AND j.not_before <= {now} AND j.lease_until <= {now}`

// Claim gives the caller a due job of one of the stages, for as long as the lease lasts:
// from the tenant with the fewest running jobs, among those the one served least recently,
// its oldest. nil, nil means that nothing is due.
func (l *Ledger) Claim(ctx context.Context, stages []string, worker string, lease time.Duration) (*pipeline.Claim, error) {
	for {
		job, err := l.oldestDue(ctx, stages)
		if notFound(err) {
			return nil, nil
		}
		if err != nil {
			return nil, l.fault(err)
		}
		claim, err := l.ClaimJob(ctx, job, worker, lease)
		if k := pipeline.KindOf(err); k != pipeline.ErrClaimed && k != pipeline.ErrNotFound {
			return claim, err
		}
	} // somebody was faster: there is one job less to look at
}

func (l *Ledger) oldestDue(ctx context.Context, stages []string) (string, error) {
	in, args := among(stages)
	var tenant string
	err := l.read().row(ctx, `SELECT j.tenant FROM jobs j JOIN tenants t ON t.name = j.tenant
		WHERE `+due+` AND j.stage IN (`+in+`) GROUP BY j.tenant, t.claimed_at
		ORDER BY (SELECT COUNT(*) FROM jobs r WHERE r.state = 'ready' AND r.tenant = j.tenant AND r.lease_until > {now}),
			t.claimed_at, MIN(j.id) LIMIT 1`, args...).Scan(&tenant)
	if err != nil {
		return "", err
	}
	return single[string](l.read().row(ctx, `SELECT j.id FROM jobs j WHERE `+due+` AND j.stage IN (`+in+`)
		AND j.tenant = $`+fmt.Sprint(len(stages)+1)+` ORDER BY j.id LIMIT 1`, append(args, tenant)...))
}

// among writes the placeholders of a list.
func among(values []string) (placeholders string, args []any) {
	var marks []string
	for i, v := range values {
		marks, args = append(marks, fmt.Sprintf("$%d", i+1)), append(args, v)
	}
	if len(marks) == 0 {
		return "NULL", nil
	}
	return strings.Join(marks, ", "), args
}

// ClaimJob gives the caller one job. It wraps pipeline.ErrClaimed when another worker holds
// a live lease or the job is not due yet, and pipeline.ErrNotFound when the job is finished,
// dead or unknown: a message for it has done its service. A job that ended one worker after
// the other becomes a dead letter here, since none of them could say so.
func (l *Ledger) ClaimJob(ctx context.Context, job, worker string, lease time.Duration) (*pipeline.Claim, error) {
	c := &pipeline.Claim{Job: job}
	var tenant, document string
	var deaths int
	err := l.write(ctx, func(s session) error {
		// A lease that ended by itself is that of a worker that died: its try does not count.
		err := s.row(ctx, `UPDATE jobs AS j SET epoch = epoch + 1, lease_until = {now} + $2, worker = $3, joined = 0, updated_at = {now},
			attempts = attempts + CASE WHEN lease_until > 0 THEN 0 ELSE 1 END,
			deaths = deaths + CASE WHEN lease_until > 0 THEN 1 ELSE 0 END
			WHERE j.id = $1 AND `+due+` RETURNING tenant, document, stage, epoch, attempts, deaths`,
			job, lease.Milliseconds(), worker).Scan(&tenant, &document, &c.Stage, &c.Epoch, &c.Attempt, &deaths)
		if notFound(err) {
			return refusal(ctx, s, job)
		}
		if err != nil {
			return err
		}
		return start(ctx, s, tenant, document)
	})
	if err != nil {
		return nil, fmt.Errorf("job %s: %w", job, err)
	}
	c.Document, err = l.Document(ctx, tenant, document)
	if errors.Is(err, pipeline.ErrDamaged) {
		err = errors.Join(err, l.quarantine(ctx, c, tenant, document, err))
	}
	if err == nil && deaths >= l.cfg.MaxDeaths {
		err = l.buryDeadly(ctx, c, deaths)
	}
	if err != nil {
		return nil, fmt.Errorf("job %s: %w", job, err)
	}
	return c, nil
}

// buryDeadly ends a job whose workers died. Its error says that the job is finished.
func (l *Ledger) buryDeadly(ctx context.Context, c *pipeline.Claim, deaths int) error {
	c.Attempt-- // this one does not work on it
	cause := fmt.Errorf("the worker ended %d times while it had this job: %w", deaths, pipeline.ErrInternal)
	if err := l.write(ctx, func(s session) error { return l.bury(ctx, s, c, cause) }); err != nil {
		return err
	}
	return fmt.Errorf("given up: %w", pipeline.ErrNotFound)
}

// refusal tells why a job cannot be claimed.
func refusal(ctx context.Context, s session, job string) error {
	ready, err := single[int](s.row(ctx, `SELECT COUNT(*) FROM jobs WHERE id = $1 AND state = 'ready'`, job))
	if err != nil {
		return err
	}
	if ready == 0 {
		return fmt.Errorf("finished: %w", pipeline.ErrNotFound)
	}
	return pipeline.ErrClaimed
}

// start marks the document as in work.
func start(ctx context.Context, s session, tenant, document string) error {
	if _, err := s.exec(ctx, `UPDATE tenants SET claimed_at = {now} WHERE name = $1`, tenant); err != nil {
		return err
	}
	_, err := s.exec(ctx, `UPDATE documents SET status = $2, updated_at = {now} WHERE id = $1 AND status = $3`,
		document, pipeline.Processing, pipeline.Queued)
	return err
}

// Renew makes the lease last for another lease from now. It wraps pipeline.ErrClaimed when
// the lease is no longer the caller's: the work must stop, its outcome will be refused.
func (l *Ledger) Renew(ctx context.Context, c *pipeline.Claim, lease time.Duration) error {
	return l.write(ctx, func(s session) error {
		changed, err := s.exec(ctx, `UPDATE jobs SET lease_until = {now} + $3 WHERE id = $1 AND epoch = $2 AND state = 'ready'
			AND lease_until > 0`, c.Job, c.Epoch, lease.Milliseconds())
		return fenced(c, changed, err)
	})
}

// fenced turns a change that met no row into the refusal of a stale claim.
func fenced(c *pipeline.Claim, changed int64, err error) error {
	if err == nil && changed == 0 {
		return fmt.Errorf("job %s: the lease of epoch %d was lost: %w", c.Job, c.Epoch, pipeline.ErrClaimed)
	}
	return err
}
