package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// replayFor is how long an idempotency key is remembered, in milliseconds: 30 days.
const replayFor = 30 * 24 * 60 * 60 * 1000

// Accept records an upload whose bytes are stored: document, files, job, the message that
// wakes a worker and the event document.received, all in one transaction that has reached
// the disk when Accept returns. It gives a.Document the ids that it lacks.
//
// A known idempotency key returns the document it was used for, with replayed true, or
// pipeline.ErrIdempotencyMismatch when the fingerprint differs.
func (l *Ledger) Accept(ctx context.Context, a pipeline.Acceptance) (h pipeline.Header, replayed bool, err error) {
	d := a.Document
	if err := pipeline.ValidTenant(d.Tenant); err != nil {
		return h, false, err
	}
	identify(d)
	packed, err := encodeDraft(d)
	if err != nil {
		return h, false, err
	}
	err = l.write(ctx, func(s session) error {
		known, err := l.remember(ctx, s, a)
		if err != nil {
			return err
		}
		if replayed = known != d.ID; replayed {
			h, err = l.header(ctx, s, d.Tenant, known)
			return err
		}
		f, err := l.admit(ctx, s, d, packed, a.FirstStage)
		if err == nil {
			h = f.Header
		}
		return err
	})
	return h, replayed, err
}

// identify gives d what a document has from its acceptance on.
func identify(d *pipeline.Document) {
	if d.ID == "" {
		d.ID = NewID("doc")
	}
	if d.Run.ID == "" {
		d.Run.ID = NewID("run")
	}
	if d.Run.ReceivedAt.IsZero() {
		d.Run.ReceivedAt = time.Now().UTC().Truncate(time.Millisecond)
	}
}

// remember returns the id of the document that the idempotency key stands for: a.Document's
// own when the key is new or empty.
func (l *Ledger) remember(ctx context.Context, s session, a pipeline.Acceptance) (string, error) {
	d := a.Document
	if a.IdempotencyKey == "" {
		return d.ID, nil
	}
	key := hash(d.Tenant, a.IdempotencyKey)
	if _, err := s.exec(ctx, `DELETE FROM idempotency WHERE tenant = $1 AND key = $2 AND expires_at <= {now}`, d.Tenant, key); err != nil {
		return "", err
	}
	made, err := s.exec(ctx, `INSERT INTO idempotency (tenant, key, fingerprint, document, expires_at)
		VALUES ($1, $2, $3, $4, {now} + $5) ON CONFLICT (tenant, key) DO NOTHING`, d.Tenant, key, a.Fingerprint, d.ID, replayFor)
	if err != nil || made == 1 {
		return d.ID, err
	}
	var id, fingerprint string
	err = s.row(ctx, `SELECT document, fingerprint FROM idempotency WHERE tenant = $1 AND key = $2`, d.Tenant, key).Scan(&id, &fingerprint)
	if err == nil && fingerprint != a.Fingerprint {
		err = fmt.Errorf("Idempotency-Key: send a new key for other content or settings: %w", pipeline.ErrIdempotencyMismatch)
	}
	return id, err
}

// admit writes the document's rows. stage empty: without a job.
func (l *Ledger) admit(ctx context.Context, s session, d *pipeline.Document, packed []byte, stage string) (*dossier, error) {
	if err := refuseShredded(ctx, s, d); err != nil {
		return nil, err
	}
	if _, err := s.exec(ctx, `INSERT INTO tenants (name) VALUES ($1) ON CONFLICT (name) DO NOTHING`, d.Tenant); err != nil {
		return nil, err
	}
	if err := l.insertDocument(ctx, s, d, stage); err != nil {
		return nil, err
	}
	if err := saveFiles(ctx, s, d); err != nil {
		return nil, err
	}
	f, err := l.dossier(ctx, s, d.Tenant, d.ID)
	if err != nil {
		return nil, err
	}
	if err := saveDraft(ctx, s, f.seal, d, packed); err != nil {
		return nil, err
	}
	if err := s.audit(ctx, d.Tenant, audit.Accepted, d.ID, audit.Acceptance{Content: d.Content(), Parent: d.Parent}); err != nil {
		return nil, err
	}
	if err := l.emit(ctx, s, f.Header, pipeline.Event{Type: pipeline.EventReceived}, summarise(f.Header)); err != nil || stage == "" {
		return f, err
	}
	return f, enqueue(ctx, s, d, stage)
}

// enqueue makes the job of a new document.
func enqueue(ctx context.Context, s session, d *pipeline.Document, stage string) error {
	job := NewID("job")
	if _, err := s.exec(ctx, `INSERT INTO jobs (id, document, tenant, stage, state, updated_at)
		VALUES ($1, $2, $3, $4, 'ready', {now})`, job, d.ID, d.Tenant, stage); err != nil {
		return err
	}
	return wake(ctx, s, d.Tenant, d.ID, job, stage)
}

// refuseShredded keeps an upload from pointing at bytes whose key an erasure has destroyed since
// they were stored: they must be stored again, under a new key.
func refuseShredded(ctx context.Context, s session, d *pipeline.Document) error {
	for _, f := range d.Files {
		gone, err := single[int](s.row(ctx, `SELECT COUNT(*) FROM shredded WHERE tenant = $1 AND scope = $2`, d.Tenant, f.SHA256))
		if err != nil {
			return err
		}
		if gone > 0 {
			return fmt.Errorf("the same bytes were erased while this upload arrived, send it again: %w", pipeline.ErrClaimed)
		}
	}
	return nil
}

func (l *Ledger) insertDocument(ctx context.Context, s session, d *pipeline.Document, stage string) error {
	key, err := l.makeKey(ctx, s, d.Tenant, d.ID)
	if err != nil {
		return err
	}
	seal, err := newCipher(key)
	if err != nil {
		return err
	}
	names, err := json.Marshal(privateOf(d, nil))
	if err != nil {
		return err
	}
	var password []byte
	if d.Settings.Password != "" {
		password = seal.seal([]byte(d.Settings.Password), "password", d.Tenant, d.ID)
	}
	content := ""
	if len(d.Files) > 0 {
		content = d.Content()
	}
	_, err = s.exec(ctx, `INSERT INTO documents (id, tenant, status, schema_id, parent, batch, case_id, reference, content,
		source_key, page_count, stage, received_at, updated_at, private, password)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, {now}, $14, $15)`,
		d.ID, d.Tenant, pipeline.Queued, d.Settings.Schema, null(d.Parent), null(d.Batch), null(d.Case), null(d.Reference), content,
		hash(d.Tenant, d.Source), len(d.Pages), stage, d.Run.ReceivedAt.UnixMilli(),
		seal.seal(names, "header", d.Tenant, d.ID), password)
	return err
}

func saveFiles(ctx context.Context, s session, d *pipeline.Document) error {
	for n, f := range d.Files {
		_, err := s.exec(ctx, `INSERT INTO files (document, n, tenant, sha256, media_type, bytes, first_page, page_count)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, d.ID, n, d.Tenant, f.SHA256, f.MediaType, f.Bytes, f.FirstPage, f.PageCount)
		if err != nil {
			return fmt.Errorf("file %d: %w", n, err)
		}
	}
	return nil
}

// hash names parts without showing them.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

func null(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// notFound reports whether err says that there is no such row.
func notFound(err error) bool {
	return errors.Is(err, sql.ErrNoRows) || errors.Is(err, pipeline.ErrNotFound)
}
