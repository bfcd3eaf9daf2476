package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// Decide records what a person decided on a finding, in the audit log too, and tells of it. The
// context's actor decides (see pipeline.WithActor). Results show the decision from their next
// version on; a waiver also holds for the same fingerprint in other documents of the tenant that
// come later, until it ends.
//
// It wraps pipeline.ErrInvalid for a decision that lacks something, and for a correction, which
// [Ledger.Correct] takes; pipeline.ErrVersionConflict for a finding that is resolved; and
// pipeline.ErrNotFound for an unknown or foreign id. Then nothing is written.
func (l *Ledger) Decide(ctx context.Context, tenant, id string, d pipeline.Decision) (f pipeline.FindingRecord, err error) {
	if d.Decision == pipeline.Correct {
		return f, fmt.Errorf("deciding on finding %s: a correction changes the document: %w", id, pipeline.ErrInvalid)
	}
	err = l.write(ctx, func(s session) error {
		if f, err = l.undecided(ctx, s, tenant, id); err != nil {
			return err
		}
		return l.decide(ctx, s, tenant, &f, d)
	})
	if err != nil {
		return pipeline.FindingRecord{}, fmt.Errorf("deciding on finding %s: %w", id, err)
	}
	return f, nil
}

// undecided returns a finding on which somebody may decide.
func (l *Ledger) undecided(ctx context.Context, s session, tenant, id string) (pipeline.FindingRecord, error) {
	f, err := l.finding(ctx, s, tenant, id)
	if err == nil && f.Transition == resolved {
		err = fmt.Errorf("it is resolved already: %w", pipeline.ErrVersionConflict)
	}
	return f, err
}

// decide completes d, keeps it, and shows it at f.
func (l *Ledger) decide(ctx context.Context, s session, tenant string, f *pipeline.FindingRecord, d pipeline.Decision) error {
	d.ID, d.At = NewID("dec"), time.Now().UTC().Truncate(time.Millisecond)
	d.Finding, d.Fingerprint, d.Document, d.Version = f.ID, f.Fingerprint, f.Document, f.Version
	d.By = pipeline.Actor(ctx)
	if err := d.Check(d.At); err != nil {
		return err
	}
	seal, err := l.documentCipher(ctx, s, tenant, f.Document)
	if err != nil {
		return err
	}
	if err := keepDecision(ctx, s, seal, tenant, d); err != nil {
		return err
	}
	f.Disposition = d.Disposition()
	return l.showDecided(ctx, s, seal, tenant, f)
}

// keepDecision stores d and books it.
func keepDecision(ctx context.Context, s session, seal cipherKey, tenant string, d pipeline.Decision) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("decision: %w: %w", err, pipeline.ErrInvalid)
	}
	_, err = s.exec(ctx, `INSERT INTO decisions (id, tenant, document, finding, fingerprint, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		d.ID, tenant, d.Document, d.Finding, d.Fingerprint, d.At.UnixMilli(), seal.seal(raw, "decision", tenant, d.ID))
	if err != nil {
		return err
	}
	return s.audit(ctx, tenant, audit.Decided, d.Finding, audit.Decision{Document: d.Document, Decision: d.Decision, Record: audit.Sum(raw)})
}

// showDecided stores f with its new disposition and tells of it on the tokens that it was raised
// with.
func (l *Ledger) showDecided(ctx context.Context, s session, seal cipherKey, tenant string, f *pipeline.FindingRecord) error {
	h, err := l.header(ctx, s, tenant, f.Document)
	if err != nil {
		return err
	}
	row, err := scanFinding(s.row(ctx, `SELECT id, transition, severity, doctype, pack, body FROM findings WHERE id = $1`, f.ID), seal, tenant)
	if err != nil {
		return err
	}
	row.Disposition, h.Version = f.Disposition, f.Version
	if err := saveFinding(ctx, s, seal, h, row); err != nil {
		return err
	}
	row.Transition = "decided"
	return l.emitFinding(ctx, s, h, pipeline.EventDecided, row)
}
