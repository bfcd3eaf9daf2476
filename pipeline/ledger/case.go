package ledger

import (
	"bytes"
	"context"
	"encoding/json"

	"docpipe/pipeline"
)

// An ended job is what a commit leaves of the one that gave a result.
type ended struct {
	recheck bool // it was there because another document had joined the case
	joined  bool // another document joined the case while it was at work
}

// lockCase has the results of one case wait for each other, so that of two that come at once one
// finds the other. It comes first in a transaction, before anything that others wait for.
func lockCase(ctx context.Context, s session, d *pipeline.Document) error {
	if d.Case == "" {
		return nil
	}
	_, err := all(ctx, s, single[string], `SELECT id FROM documents WHERE tenant = $1 AND case_id = $2 ORDER BY id {lock}`, d.Tenant, d.Case)
	return err
}

// gather has the other documents of d's case checked again at stage, now that d has a result. What
// a recheck finds moves nobody: documents of one case do not chase each other.
func (l *Ledger) gather(ctx context.Context, s session, d *pipeline.Document, stage string, was ended) error {
	if d.Case == "" {
		return nil
	}
	if !was.recheck {
		if err := l.recheckOthers(ctx, s, d, stage); err != nil {
			return err
		}
	}
	if was.joined && len(d.Pieces) == 0 {
		return l.recheck(ctx, s, d.Tenant, d.ID, stage)
	}
	return nil
}

// recheckOthers queues those that have a result, of a stack its parts. One that waits in the queue
// looks when its turn comes; one that is being checked is told to look again.
func (l *Ledger) recheckOthers(ctx context.Context, s session, d *pipeline.Document, stage string) error {
	_, err := s.exec(ctx, `UPDATE jobs SET joined = 1 WHERE state = 'ready' AND lease_until > 0 AND stage = $1
		AND document IN (SELECT id FROM documents WHERE tenant = $2 AND case_id = $3 AND id <> $4)`, stage, d.Tenant, d.Case, d.ID)
	if err != nil {
		return err
	}
	others, err := all(ctx, s, single[string], `SELECT d.id FROM documents d WHERE d.tenant = $1 AND d.case_id = $2 AND d.id <> $3
		AND d.status IN ($4, $5, $6) AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.document = d.id AND j.state = 'ready')
		AND NOT EXISTS (SELECT 1 FROM documents p WHERE p.tenant = d.tenant AND p.parent = d.id) ORDER BY d.id`,
		d.Tenant, d.Case, d.ID, pipeline.Completed, pipeline.NeedsReview, pipeline.Partial)
	if err != nil {
		return err
	}
	for _, id := range others {
		if err := l.recheck(ctx, s, d.Tenant, id, stage); err != nil {
			return err
		}
	}
	return nil
}

// recheck queues a document that has ended, which stays as it is meanwhile. It waits a moment: a
// case often comes all at once. A recheck that was given up is settled by this one.
func (l *Ledger) recheck(ctx context.Context, s session, tenant, id, stage string) error {
	if err := unqueue(ctx, s, id); err != nil {
		return err
	}
	job := NewID("job")
	_, err := s.exec(ctx, `INSERT INTO jobs (id, document, tenant, stage, state, recheck, not_before, updated_at)
		VALUES ($1, $2, $3, $4, 'ready', 1, {now} + $5, {now})`, job, id, tenant, stage, l.cfg.CasePause.Milliseconds())
	if err != nil {
		return err
	}
	return wake(ctx, s, tenant, id, job, stage)
}

// unqueue removes the job of a document that has ended, with its messages and its dead letter.
func unqueue(ctx context.Context, s session, document string) error {
	if _, err := s.exec(ctx, `DELETE FROM dead WHERE document = $1`, document); err != nil {
		return err
	}
	job, err := single[string](s.row(ctx, `DELETE FROM jobs WHERE document = $1 RETURNING id`, document))
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return settle(ctx, s, job)
}

// nothingNew reports whether a recheck says what the check before it said: then there is no new
// version, and nobody is told.
func (l *Ledger) nothingNew(ctx context.Context, s session, d *pipeline.Document, was ended) (bool, error) {
	if !was.recheck {
		return false, nil
	}
	before, err := l.draft(ctx, s, d.Tenant, d.ID)
	if err != nil {
		return false, err
	}
	then, err := said(before)
	if err != nil {
		return false, err
	}
	now, err := said(d)
	return bytes.Equal(then, now), err
}

// said is what rules have said of d, whatever the day.
func said(d *pipeline.Document) ([]byte, error) {
	var checks pipeline.Checks
	if d.Checks != nil {
		checks = *d.Checks
	}
	checks.AsOf = ""
	return json.Marshal([]any{checks, append([]pipeline.Finding{}, d.Findings...)})
}
