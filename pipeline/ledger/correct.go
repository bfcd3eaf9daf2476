package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Correct puts values of a finding's document right, as the decision d says, and queues the
// document at stage, the one of the rules: what they say then is its next version, by the
// context's actor, and findings that are gone are resolved as corrected. check looks at the
// corrected document before anything is written; its error ends it.
//
// It wraps what [Ledger.Decide] does, pipeline.ErrInvalid for values that the document cannot
// have, and pipeline.ErrClaimed while the document is in work.
func (l *Ledger) Correct(ctx context.Context, tenant, id string, d pipeline.Decision, stage string, check func(*pipeline.Document) error) (f pipeline.FindingRecord, err error) {
	document, packed, err := l.corrected(ctx, tenant, id, d, check)
	if err == nil {
		err = l.write(ctx, func(s session) error {
			f, err = l.correct(ctx, s, tenant, id, d, stage, document, packed)
			return err
		})
	}
	if err != nil {
		return pipeline.FindingRecord{}, fmt.Errorf("correcting finding %s: %w", id, err)
	}
	return f, nil
}

// corrected makes and packs the corrected document, before the transaction in which others wait.
func (l *Ledger) corrected(ctx context.Context, tenant, id string, d pipeline.Decision, check func(*pipeline.Document) error) (*pipeline.Document, []byte, error) {
	now := time.Now()
	if err := d.Check(now); err != nil {
		return nil, nil, err
	}
	f, err := l.undecided(ctx, l.read(), tenant, id)
	if err != nil {
		return nil, nil, l.fault(err)
	}
	document, err := l.Document(ctx, tenant, f.Document)
	if err != nil {
		return nil, nil, err
	}
	if err := document.Correct(pipeline.Actor(ctx), d.Reason, now, d.Values); err != nil {
		return nil, nil, err
	}
	if err := check(document); err != nil {
		return nil, nil, err
	}
	packed, err := encodeDraft(document)
	return document, packed, err
}

func (l *Ledger) correct(ctx context.Context, s session, tenant, id string, d pipeline.Decision, stage string,
	document *pipeline.Document, packed []byte) (pipeline.FindingRecord, error) {
	f, err := l.undecided(ctx, s, tenant, id)
	if err != nil {
		return f, err
	}
	file, err := l.dossier(ctx, s, tenant, f.Document)
	switch {
	case err != nil:
		return f, err
	case !file.Status.Terminal():
		return f, fmt.Errorf("its document is in work: wait for the result: %w", pipeline.ErrClaimed)
	case file.Version != f.Version:
		return f, fmt.Errorf("its document has version %d by now: %w", file.Version, pipeline.ErrVersionConflict)
	}
	if err := saveDraft(ctx, s, file.seal, document, packed); err != nil {
		return f, err
	}
	if err := l.again(ctx, s, document, stage); err != nil {
		return f, err
	}
	return f, l.decide(ctx, s, tenant, &f, d)
}
