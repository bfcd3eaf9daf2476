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
func (l *Ledger) saveResult(ctx context.Context, s session, d *pipeline.Document, r *pipeline.Result) error {
	tenant, id := d.Tenant, d.ID
	h, err := l.header(ctx, s, tenant, id)
	if err != nil {
		return err
	}
	r.Version = h.Version + 1
	if r.Run.FinishedAt == nil {
		now := time.Now().UTC().Truncate(time.Millisecond)
		r.Run.FinishedAt = &now
	}
	seal, err := l.documentCipher(ctx, s, tenant, id)
	if err != nil {
		return err
	}
	known, err := l.matchFindings(ctx, s, seal, r)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("result of %s: %w", id, err)
	}
	_, err = s.exec(ctx, `INSERT INTO results (document, version, tenant, status, created_at, body) VALUES ($1, $2, $3, $4, {now}, $5)`,
		id, r.Version, tenant, r.Status, seal.seal(raw, "result", tenant, id, strconv.Itoa(r.Version)))
	if err != nil {
		return err
	}
	if err := l.closeDocument(ctx, s, d, r); err != nil {
		return err
	}
	if h, err = l.header(ctx, s, tenant, id); err != nil {
		return err
	}
	return l.tell(ctx, s, seal, h, r, known)
}

// closeDocument brings the document's header in line with its newest result.
func (l *Ledger) closeDocument(ctx context.Context, s session, d *pipeline.Document, r *pipeline.Result) error {
	sealed, err := l.sealPrivate(ctx, s, d, r.Error)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `UPDATE documents SET status = $2, version = $3, verdict = $4, doctype = $5, schema_id = $6, stage = '',
		private = $7, updated_at = {now} WHERE id = $1`,
		d.ID, r.Status, r.Version, r.Checks.Verdict, r.DocType, r.Schema, sealed)
	return err
}

// tell emits the events of a new result: its findings', how it ended, and the result last.
func (l *Ledger) tell(ctx context.Context, s session, seal cipherKey, h pipeline.Header, r *pipeline.Result, known map[string]stored) error {
	if err := l.recordFindings(ctx, s, seal, h, r, known); err != nil {
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
		if err := l.emit(ctx, s, h, pipeline.Event{Type: t}, summarise(h)); err != nil {
			return err
		}
	}
	return nil
}
