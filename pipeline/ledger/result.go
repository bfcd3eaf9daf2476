package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"docpipe/pipeline"
)

// Result returns the JSON of one version of a document's result, 0 for the newest, and its
// number. It wraps pipeline.ErrNotFound while there is none, pipeline.ErrErased after
// erasure, and pipeline.ErrDamaged when the stored bytes are not what was written.
func (l *Ledger) Result(ctx context.Context, tenant, id string, version int) ([]byte, int, error) {
	var status pipeline.Status
	var newest int
	err := l.read().row(ctx, `SELECT status, version FROM documents WHERE tenant = $1 AND id = $2`, tenant, id).Scan(&status, &newest)
	switch {
	case err != nil:
		return nil, 0, fmt.Errorf("document %s: %w", id, l.fault(err))
	case status == pipeline.Erased:
		return nil, 0, fmt.Errorf("document %s: %w", id, pipeline.ErrErased)
	case version == 0:
		version = newest
	}
	raw, err := l.resultVersion(ctx, tenant, id, version)
	if err != nil {
		return nil, 0, fmt.Errorf("document %s, result %d: %w", id, version, l.fault(err))
	}
	return raw, version, nil
}

func (l *Ledger) resultVersion(ctx context.Context, tenant, id string, version int) ([]byte, error) {
	var sealed, wrapped []byte
	err := l.read().row(ctx, `SELECT r.body, k.wrapped FROM results r JOIN data_keys k ON k.tenant = r.tenant AND k.scope = r.document
		WHERE r.tenant = $1 AND r.document = $2 AND r.version = $3`, tenant, id, version).Scan(&sealed, &wrapped)
	if err != nil {
		return nil, err
	}
	return l.openResult(sealed, wrapped, tenant, id, version)
}

func (l *Ledger) openResult(sealed, wrapped []byte, tenant, id string, version int) ([]byte, error) {
	key, err := l.unwrap(wrapped, tenant, id)
	if err != nil {
		return nil, err
	}
	seal, err := newCipher(key)
	if err != nil {
		return nil, err
	}
	return seal.open(sealed, "result", tenant, id, strconv.Itoa(version))
}

// Versions lists a document's results, newest first. An unknown or foreign id wraps
// pipeline.ErrNotFound.
func (l *Ledger) Versions(ctx context.Context, tenant, id string) ([]pipeline.VersionInfo, error) {
	if _, err := l.Header(ctx, tenant, id); err != nil {
		return nil, err
	}
	versions, err := all(ctx, l.read(), func(row scanner) (v pipeline.VersionInfo, err error) {
		var created int64
		err = row.Scan(&v.Version, &v.Status, &created)
		v.CreatedAt = instant(created)
		return v, err
	}, `SELECT version, status, created_at FROM results WHERE tenant = $1 AND document = $2 ORDER BY version DESC`, tenant, id)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", id, l.fault(err))
	}
	return versions, nil
}

// saveResult stores r as the document's next version and tells of it. It gives r its version
// and its findings their ids.
func (l *Ledger) saveResult(ctx context.Context, s session, f *dossier, d *pipeline.Document, r *pipeline.Result) error {
	r.Version = f.Version + 1
	if r.Run.FinishedAt == nil {
		now := time.Now().UTC().Truncate(time.Millisecond)
		r.Run.FinishedAt = &now
	}
	known, err := l.matchFindings(ctx, s, f.seal, r)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("result of %s: %w", f.ID, err)
	}
	_, err = s.exec(ctx, `INSERT INTO results (document, version, tenant, status, created_at, body) VALUES ($1, $2, $3, $4, {now}, $5)`,
		f.ID, r.Version, f.Tenant, r.Status, f.seal.seal(raw, "result", f.Tenant, f.ID, strconv.Itoa(r.Version)))
	if err != nil {
		return err
	}
	if err := l.recordVerdict(ctx, s, r); err != nil {
		return err
	}
	if err := closeDocument(ctx, s, f, d, r); err != nil {
		return err
	}
	if err := l.leaveFootprint(ctx, s, f, d); err != nil {
		return fmt.Errorf("footprint of %s: %w", f.ID, err)
	}
	return l.tell(ctx, s, f, r, known)
}

// closeDocument brings the document's header in line with its newest result.
func closeDocument(ctx context.Context, s session, f *dossier, d *pipeline.Document, r *pipeline.Result) error {
	f.Status, f.Version, f.Verdict, f.DocType, f.Schema = r.Status, r.Version, r.Checks.Verdict, r.DocType, r.Schema
	f.Stage, f.Error = "", r.Error
	sealed, err := f.private(d, r.Error)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `UPDATE documents SET status = $2, version = $3, verdict = $4, doctype = $5, schema_id = $6, page_count = $7,
		stage = '', private = $8, updated_at = {now} WHERE id = $1`,
		f.ID, f.Status, f.Version, f.Verdict, f.DocType, f.Schema, f.PageCount, sealed)
	return err
}

// tell emits the events of a new result: its findings', how it ended, and the result last.
func (l *Ledger) tell(ctx context.Context, s session, f *dossier, r *pipeline.Result, known map[string]stored) error {
	if err := l.recordFindings(ctx, s, f, r, known); err != nil {
		return err
	}
	types := []string{pipeline.EventResult}
	switch r.Status {
	case pipeline.Failed:
		types = []string{pipeline.EventFailed, pipeline.EventResult}
	case pipeline.Cancelled:
		types = []string{pipeline.EventCancelled, pipeline.EventResult}
	}
	for _, t := range types {
		if err := l.emit(ctx, s, f.Header, pipeline.Event{Type: t}, summarise(f.Header)); err != nil {
			return err
		}
	}
	return nil
}
