package ledger

import (
	"context"
	"encoding/json"
	"fmt"

	"docpipe/pipeline"
)

// Commit records what a stage leaves behind, in one transaction: the draft, the next stage's
// job or the result's version with its findings, and all events. It wraps
// pipeline.ErrClaimed, and changes nothing, when c is not the newest claim of its job.
//
// The ledger itself tells of results, failures and findings; o.Events are the others. An
// event without Data gets the document's header.
func (l *Ledger) Commit(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome) error {
	return l.commit(ctx, c, o, func(s session) error { return l.advance(ctx, s, c, o) })
}

// commit checks o, lets move change the job, which decides whether the claim still holds, and
// records everything else.
func (l *Ledger) commit(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome, move func(session) error) error {
	if (o.Next == "") == (o.Result == nil) {
		return fmt.Errorf("job %s: an outcome needs either a next stage or a result: %w", c.Job, pipeline.ErrInvalid)
	}
	d := o.Document
	if d == nil || d.ID != c.Document.ID || d.Tenant != c.Document.Tenant {
		return fmt.Errorf("job %s: the outcome is of another document: %w", c.Job, pipeline.ErrInvalid)
	}
	packed, err := encodeDraft(d)
	if err != nil {
		return fmt.Errorf("job %s: %w", c.Job, err)
	}
	return l.write(ctx, func(s session) error {
		if err := move(s); err != nil {
			return err
		}
		if err := l.saveHeader(ctx, s, d, o.Next); err != nil {
			return err
		}
		if err := l.emitAll(ctx, s, d, o.Events); err != nil {
			return err
		}
		if o.Result != nil {
			if err := l.saveResult(ctx, s, d, o.Result); err != nil {
				return err
			}
		}
		return l.saveDraft(ctx, s, d, packed)
	})
}

// advance moves the job to its next stage, or ends it. The epoch decides first: everything
// after it in the transaction belongs to the one worker whose claim is the newest.
func (l *Ledger) advance(ctx context.Context, s session, c *pipeline.Claim, o pipeline.Outcome) error {
	if o.Result != nil {
		changed, err := s.exec(ctx, `DELETE FROM jobs WHERE id = $1 AND epoch = $2 AND state = 'ready' AND lease_until > 0`, c.Job, c.Epoch)
		if err := fenced(c, changed, err); err != nil {
			return err
		}
		return settle(ctx, s, c.Job)
	}
	changed, err := s.exec(ctx, `UPDATE jobs SET stage = $3, attempts = 0, not_before = 0, lease_until = 0, worker = '', updated_at = {now}
		WHERE id = $1 AND epoch = $2 AND state = 'ready' AND lease_until > 0`, c.Job, c.Epoch, o.Next)
	if err := fenced(c, changed, err); err != nil {
		return err
	}
	if err := settle(ctx, s, c.Job); err != nil {
		return err
	}
	return wake(ctx, s, o.Document.Tenant, o.Document.ID, c.Job, o.Next)
}

// settle drops the job's messages: it has moved on from what they were for.
func settle(ctx context.Context, s session, job string) error {
	_, err := s.exec(ctx, `DELETE FROM outbox WHERE job = $1`, job)
	return err
}

// saveHeader brings the columns that lists select by in line with d.
func (l *Ledger) saveHeader(ctx context.Context, s session, d *pipeline.Document, stage string) error {
	doctype, schema := "unknown", d.Settings.Schema
	if e := d.Extraction; e != nil {
		doctype, schema = e.DocType, e.Schema
	}
	sealed, err := l.sealPrivate(ctx, s, d, nil)
	if err != nil {
		return err
	}
	for n, f := range d.Files {
		_, err := s.exec(ctx, `UPDATE files SET first_page = $3, page_count = $4 WHERE document = $1 AND n = $2`, d.ID, n, f.FirstPage, f.PageCount)
		if err != nil {
			return err
		}
	}
	_, err = s.exec(ctx, `UPDATE documents SET doctype = $2, schema_id = $3, page_count = $4, stage = $5, private = $6, updated_at = {now}
		WHERE id = $1`, d.ID, doctype, schema, len(d.Pages), stage, sealed)
	return err
}

func (l *Ledger) sealPrivate(ctx context.Context, s session, d *pipeline.Document, report *pipeline.ErrorReport) ([]byte, error) {
	seal, err := l.documentCipher(ctx, s, d.Tenant, d.ID)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(privateOf(d, report))
	if err != nil {
		return nil, err
	}
	return seal.seal(plain, "header", d.Tenant, d.ID), nil
}

func (l *Ledger) emitAll(ctx context.Context, s session, d *pipeline.Document, events []pipeline.Event) error {
	if len(events) == 0 {
		return nil
	}
	h, err := l.header(ctx, s, d.Tenant, d.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		data := summarise(h)
		if e.Type == pipeline.EventChecked {
			data.Checks = d.Checks
		}
		if err := l.emit(ctx, s, h, e, data); err != nil {
			return err
		}
	}
	return nil
}
