package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// Split has the pages of a finished document parted as a person says, each part a list of 1-based
// pages: the document is queued again at stage, and what comes out is its next version. Parts that
// stay as they were stay the documents they are; those that are gone end as cancelled.
//
// It wraps pipeline.ErrInvalid for pages that the document has not, and for a part: its stack is
// what can be split. A document that is still in work wraps pipeline.ErrClaimed.
func (l *Ledger) Split(ctx context.Context, tenant, id string, parts [][]int, stage string) (h pipeline.Header, err error) {
	err = l.write(ctx, func(s session) error {
		d, err := l.splittable(ctx, s, tenant, id, parts)
		if err != nil {
			return err
		}
		d.Split = parts
		d.Extraction, d.Pieces, d.Checks, d.Findings, d.Review = nil, nil, nil, nil, nil
		packed, err := encodeDraft(d)
		if err != nil {
			return err
		}
		f, err := l.dossier(ctx, s, tenant, id)
		if err != nil {
			return err
		}
		if err := saveDraft(ctx, s, f.seal, d, packed); err != nil {
			return err
		}
		if err := l.again(ctx, s, d, stage); err != nil {
			return err
		}
		if err := s.audit(ctx, tenant, audit.Split, id, map[string][][]int{"parts": parts}); err != nil {
			return err
		}
		h, err = l.header(ctx, s, tenant, id)
		return err
	})
	if err != nil {
		return pipeline.Header{}, fmt.Errorf("splitting %s: %w", id, err)
	}
	return h, nil
}

// splittable returns the draft of a document that can be parted so.
func (l *Ledger) splittable(ctx context.Context, s session, tenant, id string, parts [][]int) (*pipeline.Document, error) {
	h, err := l.header(ctx, s, tenant, id)
	switch {
	case err != nil:
		return nil, err
	case h.Parent != nil && h.Status != pipeline.Erased:
		return nil, fmt.Errorf("it is a part: split its stack, %s: %w", *h.Parent, pipeline.ErrInvalid)
	case !h.Status.Terminal():
		return nil, fmt.Errorf("it is in work: wait for its result: %w", pipeline.ErrClaimed)
	}
	d, err := l.draft(ctx, s, tenant, id)
	if err != nil {
		return nil, err
	}
	return d, d.CheckSplit(parts)
}

// again queues a document that has ended at a stage. A dead letter of it is settled by this.
func (l *Ledger) again(ctx context.Context, s session, d *pipeline.Document, stage string) error {
	if err := unqueue(ctx, s, d.ID); err != nil {
		return err
	}
	if err := l.requeue(ctx, s, d.Tenant, d.ID, stage); err != nil {
		return err
	}
	return enqueue(ctx, s, d, stage)
}
