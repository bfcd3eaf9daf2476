package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

const deadColumns = `SELECT x.job, x.document, x.tenant, x.stage, x.code, x.attempts, x.at, x.detail, k.wrapped FROM dead x
	JOIN data_keys k ON k.tenant = x.tenant AND k.scope = x.document `

// Dead lists the tenant's dead letters, newest first, at most limit (0: 50).
func (l *Ledger) Dead(ctx context.Context, tenant string, limit int) ([]pipeline.DeadLetter, error) {
	letters, err := all(ctx, l.read(), l.scanDead, deadColumns+`WHERE x.tenant = $1 ORDER BY x.at DESC, x.job DESC LIMIT $2`, tenant, pageLength(limit))
	if err != nil {
		return nil, fmt.Errorf("dead letters: %w", l.fault(err))
	}
	return letters, nil
}

// DeadGet returns one dead letter by its job or its document; an unknown or foreign one wraps
// pipeline.ErrNotFound.
func (l *Ledger) DeadGet(ctx context.Context, tenant, id string) (pipeline.DeadLetter, error) {
	letter, err := l.scanDead(l.read().row(ctx, deadColumns+`WHERE x.tenant = $1 AND (x.job = $2 OR x.job = (SELECT id FROM jobs WHERE document = $2))`, tenant, id))
	if err != nil {
		return letter, fmt.Errorf("dead letter %s: %w", id, l.fault(err))
	}
	return letter, nil
}

func (l *Ledger) scanDead(row scanner) (pipeline.DeadLetter, error) {
	var x pipeline.DeadLetter
	var at int64
	var sealed, wrapped []byte
	if err := row.Scan(&x.Job, &x.Document, &x.Tenant, &x.Stage, &x.Code, &x.Attempts, &at, &sealed, &wrapped); err != nil {
		return x, err
	}
	key, err := l.unwrap(wrapped, x.Tenant, x.Document)
	if err != nil {
		return x, err
	}
	seal, err := newCipher(key)
	if err != nil {
		return x, err
	}
	detail, err := seal.open(sealed, "dead letter", x.Tenant, x.Job)
	x.Detail, x.At = string(detail), instant(at)
	return x, err
}

// Retry puts a dead job back into the queue with all its attempts; its document is queued
// again, and what comes out is the next version. An unknown or foreign job, or one that is
// not dead, wraps pipeline.ErrNotFound.
func (l *Ledger) Retry(ctx context.Context, tenant, job string) error {
	err := l.write(ctx, func(s session) error {
		var document, stage string
		var recheck int
		err := s.row(ctx, `UPDATE jobs SET state = 'ready', attempts = 0, deaths = 0, not_before = 0, lease_until = 0, updated_at = {now}
			WHERE id = $1 AND tenant = $2 AND state = 'dead' RETURNING document, stage, recheck`, job, tenant).Scan(&document, &stage, &recheck)
		if err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM dead WHERE job = $1`, job); err != nil {
			return err
		}
		if recheck == 0 {
			err = l.requeue(ctx, s, tenant, document, stage)
		}
		if err != nil {
			return err
		}
		if err := wake(ctx, s, tenant, document, job, stage); err != nil {
			return err
		}
		return s.audit(ctx, tenant, audit.Retried, job, map[string]string{"document": document, "stage": stage})
	})
	if err != nil {
		return fmt.Errorf("retrying job %s: %w", job, err)
	}
	return nil
}

// requeue shows the document as queued, without the error that ended it before.
func (l *Ledger) requeue(ctx context.Context, s session, tenant, document, stage string) error {
	d, err := l.draft(ctx, s, tenant, document)
	if err != nil {
		return err
	}
	f, err := l.dossier(ctx, s, tenant, document)
	if err != nil {
		return err
	}
	sealed, err := f.private(d, nil)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `UPDATE documents SET status = $2, stage = $3, private = $4, updated_at = {now} WHERE id = $1`,
		document, pipeline.Queued, stage, sealed)
	return err
}
