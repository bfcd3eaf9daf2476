package ledger

import (
	"context"
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
	return l.commit(ctx, c, o, func(s session) (ended, error) { return advance(ctx, s, c, o) })
}

// commit checks o, lets move change the job, which decides whether the claim still holds, and
// records everything else. A result has the other documents of its case checked again.
func (l *Ledger) commit(ctx context.Context, c *pipeline.Claim, o pipeline.Outcome, move func(session) (ended, error)) error {
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
	parts, retired, err := l.prepareParts(ctx, o)
	if err != nil {
		return fmt.Errorf("job %s: the parts of %s: %w", c.Job, d.ID, err)
	}
	return l.write(ctx, func(s session) error {
		if o.Result == nil {
			if _, err := move(s); err != nil {
				return err
			}
			return l.save(ctx, s, o, packed, parts, retired, ended{})
		}
		if err := lockCase(ctx, s, d); err != nil {
			return err
		}
		was, err := move(s)
		if err != nil {
			return err
		}
		same, err := l.nothingNew(ctx, s, d, was)
		if err == nil && !same {
			err = l.save(ctx, s, o, packed, parts, retired, was)
		}
		if err != nil {
			return err
		}
		return l.gather(ctx, s, d, c.Stage, was)
	})
}

// save records o, with the parts of a stack before it.
func (l *Ledger) save(ctx context.Context, s session, o pipeline.Outcome, packed []byte, parts []part, retired []knownPart, was ended) error {
	d := o.Document
	f, err := l.dossier(ctx, s, d.Tenant, d.ID)
	if err != nil {
		return err
	}
	f.recheck = was.recheck
	if err := l.saveParts(ctx, s, parts, retired); err != nil {
		return err
	}
	if err := l.saveOutcome(ctx, s, f, o); err != nil {
		return err
	}
	return saveDraft(ctx, s, f.seal, d, packed)
}

// saveOutcome records what o says of the document, and tells of it.
func (l *Ledger) saveOutcome(ctx context.Context, s session, f *dossier, o pipeline.Outcome) error {
	f.follow(o.Document, o.Next)
	if err := saveSpans(ctx, s, f, o.Document); err != nil {
		return err
	}
	if err := l.emitAll(ctx, s, f, o); err != nil {
		return err
	}
	if o.Result != nil {
		return l.saveResult(ctx, s, f, o.Document, o.Result)
	}
	return saveHeader(ctx, s, f, o.Document)
}

// advance moves the job to its next stage, or ends it. The epoch decides first: everything
// after it in the transaction belongs to the one worker whose claim is the newest.
func advance(ctx context.Context, s session, c *pipeline.Claim, o pipeline.Outcome) (was ended, err error) {
	if o.Result != nil {
		return end(ctx, s, c)
	}
	changed, err := s.exec(ctx, `UPDATE jobs SET stage = $3, attempts = 0, deaths = 0, not_before = 0, lease_until = 0, worker = '', updated_at = {now}
		WHERE id = $1 AND epoch = $2 AND state = 'ready' AND lease_until > 0`, c.Job, c.Epoch, o.Next)
	if err := fenced(c, changed, err); err != nil {
		return was, err
	}
	if err := settle(ctx, s, c.Job); err != nil {
		return was, err
	}
	return was, wake(ctx, s, o.Document.Tenant, o.Document.ID, c.Job, o.Next)
}

// end removes the job.
func end(ctx context.Context, s session, c *pipeline.Claim) (was ended, err error) {
	var recheck, joined int
	err = s.row(ctx, `DELETE FROM jobs WHERE id = $1 AND epoch = $2 AND state = 'ready' AND lease_until > 0 RETURNING recheck, joined`,
		c.Job, c.Epoch).Scan(&recheck, &joined)
	if notFound(err) {
		return was, fenced(c, 0, nil)
	}
	if err != nil {
		return was, err
	}
	return ended{recheck: recheck > 0, joined: joined > 0}, settle(ctx, s, c.Job)
}

// settle drops the job's messages: it has moved on from what they were for. The second condition
// lets the partial index serve, as wherever jobs look for their messages.
func settle(ctx context.Context, s session, job string) error {
	_, err := s.exec(ctx, `DELETE FROM outbox WHERE job = $1 AND job <> ''`, job)
	return err
}

// saveHeader writes the columns that lists select by.
func saveHeader(ctx context.Context, s session, f *dossier, d *pipeline.Document) error {
	sealed, err := f.private(d, nil)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `UPDATE documents SET doctype = $2, schema_id = $3, page_count = $4, stage = $5, private = $6, updated_at = {now}
		WHERE id = $1`, f.ID, f.DocType, f.Schema, f.PageCount, f.Stage, sealed)
	return err
}

// saveSpans notes which pages of d came from which file, once that is known.
func saveSpans(ctx context.Context, s session, f *dossier, d *pipeline.Document) error {
	for n, file := range d.Files {
		if n < len(f.Files) && f.Files[n].FirstPage == file.FirstPage && f.Files[n].PageCount == file.PageCount {
			continue
		}
		_, err := s.exec(ctx, `UPDATE files SET first_page = $3, page_count = $4 WHERE document = $1 AND n = $2`, d.ID, n, file.FirstPage, file.PageCount)
		if err != nil {
			return err
		}
	}
	return nil
}

// emitAll tells what the stage has to tell.
func (l *Ledger) emitAll(ctx context.Context, s session, f *dossier, o pipeline.Outcome) error {
	for _, e := range o.Events {
		data := summarise(f.Header)
		if e.Type == pipeline.EventChecked {
			data.Checks = o.Document.Checks
		}
		if err := l.emit(ctx, s, f.Header, e, data); err != nil {
			return err
		}
	}
	return nil
}
