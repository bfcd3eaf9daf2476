package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// Cancel ends a document that is not finished: its job goes, a worker that has it is
// refused, and a cancelled result is its next version. A document that has ended stays as it
// is, and is checked again when its case asks for that. Either way its header comes back.
func (l *Ledger) Cancel(ctx context.Context, tenant, id string) (h pipeline.Header, err error) {
	err = l.write(ctx, func(s session) error {
		if err := drop(ctx, s, tenant, id, 0); err != nil {
			return err
		}
		if h, err = l.header(ctx, s, tenant, id); err != nil || h.Status.Terminal() {
			return err
		}
		d, err := l.draft(ctx, s, tenant, id)
		if err != nil {
			return err
		}
		f, err := l.dossier(ctx, s, tenant, id)
		if err != nil {
			return err
		}
		if err := l.saveResult(ctx, s, f, d, pipeline.NewResult(d, 0, pipeline.ErrCancelled)); err != nil {
			return err
		}
		if err := s.audit(ctx, tenant, audit.Cancelled, id, none{}); err != nil {
			return err
		}
		h, err = l.header(ctx, s, tenant, id)
		return err
	})
	if err != nil {
		return pipeline.Header{}, fmt.Errorf("cancelling %s: %w", id, err)
	}
	return h, nil
}

// drop removes the document's live job and its messages, one with recheck up to what is said. It comes first in a transaction: a
// worker that commits at the same time either was faster or is fenced.
func drop(ctx context.Context, s session, tenant, id string, recheck int) error {
	job, err := single[string](s.row(ctx, `DELETE FROM jobs WHERE document = $1 AND tenant = $2 AND state = 'ready' AND recheck <= $3
		RETURNING id`, id, tenant, recheck))
	if notFound(err) {
		return nil // a job that ended took its messages along
	}
	if err != nil {
		return err
	}
	return settle(ctx, s, job)
}
