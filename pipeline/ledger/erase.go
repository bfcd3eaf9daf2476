package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// erased is what document.erased says: what stood in the stream and is gone.
type erased struct {
	Document  string   `json:"document"`
	Sequences []uint64 `json:"sequences"`
}

// Erase destroys a document, of a stack its parts too: their data keys, and with them every copy of what
// they said, backups included; the sealed rows; their events. What remains is a tombstone
// with status erased, the event document.erased and the receipt in the audit log.
//
// The key of the document's bytes goes when no other document of the tenant has the same
// bytes; the blobs then wait in [Ledger.Shredded] to be deleted, the stream's messages in
// [Ledger.ErasedMessages]. by is who asked. Erasing again returns the same receipt.
func (l *Ledger) Erase(ctx context.Context, tenant, id, by string) (receipt pipeline.Receipt, err error) {
	ctx = pipeline.WithActor(ctx, by)
	err = l.write(ctx, func(s session) error {
		receipt, err = l.eraseAll(ctx, s, tenant, id)
		return err
	})
	if err != nil {
		return pipeline.Receipt{}, fmt.Errorf("erasing %s: %w", id, err)
	}
	return receipt, l.truncateLog(ctx)
}

func (l *Ledger) eraseAll(ctx context.Context, s session, tenant, id string) (pipeline.Receipt, error) {
	receipt, found, err := earlier(ctx, s, tenant, id)
	if err != nil || found {
		return receipt, err
	}
	if h, err := l.header(ctx, s, tenant, id); err != nil {
		return receipt, err
	} else if h.Parent != nil {
		return receipt, fmt.Errorf("it is a part, and its bytes are its stack's: erase the stack, %s: %w", *h.Parent, pipeline.ErrInvalid)
	}
	receipt = pipeline.Receipt{Document: id, Tenant: tenant, By: pipeline.Actor(ctx), Sequences: []uint64{},
		ErasedAt: time.Now().UTC().Truncate(time.Millisecond)}
	parts, err := all(ctx, s, single[string], `SELECT id FROM documents WHERE tenant = $1 AND parent = $2 AND status <> $3 ORDER BY id`,
		tenant, id, pipeline.Erased)
	if err != nil {
		return receipt, err
	}
	for _, one := range append(parts, id) {
		if err := l.eraseOne(ctx, s, tenant, one, &receipt); err != nil {
			return receipt, err
		}
	}
	return receipt, saveReceipt(ctx, s, append(parts, id), receipt)
}

// earlier returns the receipt of an erasure that was done before.
func earlier(ctx context.Context, s session, tenant, id string) (receipt pipeline.Receipt, found bool, err error) {
	text, err := single[string](s.row(ctx, `SELECT receipt FROM documents WHERE tenant = $1 AND id = $2`, tenant, id))
	if err != nil || text == "" {
		return receipt, false, err
	}
	return receipt, true, json.Unmarshal([]byte(text), &receipt)
}

// saveReceipt leaves the receipt with what remains of the documents, and in the audit log.
func saveReceipt(ctx context.Context, s session, ids []string, receipt pipeline.Receipt) error {
	text, err := json.Marshal(receipt)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := s.exec(ctx, `UPDATE documents SET receipt = $2 WHERE id = $1`, id, string(text)); err != nil {
			return err
		}
		if err := s.audit(ctx, receipt.Tenant, audit.Erased, id, receipt); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) eraseOne(ctx context.Context, s session, tenant, id string, receipt *pipeline.Receipt) error {
	if err := drop(ctx, s, tenant, id, 1); err != nil {
		return err
	}
	keys, err := l.shred(ctx, s, tenant, id)
	if err != nil {
		return err
	}
	gone, err := eraseEvents(ctx, s, tenant, id)
	if err != nil {
		return err
	}
	versions, err := eraseRows(ctx, s, id)
	if err != nil {
		return err
	}
	receipt.Keys, receipt.Versions = receipt.Keys+keys, receipt.Versions+versions
	receipt.Sequences = append(receipt.Sequences, gone...)
	h, err := l.header(ctx, s, tenant, id)
	if err != nil {
		return err
	}
	return l.emit(ctx, s, h, pipeline.Event{Type: pipeline.EventErased}, erased{id, gone})
}

// shred destroys the document's own key, and those of its bytes that nobody else has.
func (l *Ledger) shred(ctx context.Context, s session, tenant, id string) (keys int, err error) {
	scopes, err := all(ctx, s, single[string], `SELECT content FROM documents WHERE id = $1 AND content <> ''
		UNION SELECT sha256 FROM files WHERE document = $1`, id)
	if err != nil {
		return 0, err
	}
	for _, scope := range scopes {
		shared, err := single[int](s.row(ctx, `SELECT (SELECT COUNT(*) FROM documents WHERE tenant = $1 AND content = $2 AND id <> $3)
			+ (SELECT COUNT(*) FROM files WHERE tenant = $1 AND sha256 = $2 AND document <> $3)`, tenant, scope, id))
		if err != nil {
			return 0, err
		}
		if shared > 0 {
			continue
		}
		err = shredded(ctx, s, tenant, scope)
		if err != nil {
			return 0, err
		}
		n, err := s.exec(ctx, `DELETE FROM data_keys WHERE tenant = $1 AND scope = $2`, tenant, scope)
		if err != nil {
			return 0, err
		}
		keys += int(n)
	}
	n, err := s.exec(ctx, `DELETE FROM data_keys WHERE tenant = $1 AND scope = $2`, tenant, id)
	return keys + int(n), err
}

// eraseEvents deletes the document's events here and leaves a note for those in the stream.
// It returns their sequences.
func eraseEvents(ctx context.Context, s session, tenant, id string) ([]uint64, error) {
	gone, err := all(ctx, s, single[uint64], `SELECT sequence FROM events WHERE tenant = $1 AND document = $2 ORDER BY sequence`, tenant, id)
	if err != nil {
		return nil, err
	}
	// The outbox first: the relay, too, takes a message there before it looks for its event.
	for _, statement := range []string{
		`DELETE FROM outbox WHERE tenant = $1 AND document = $2`,
		`INSERT INTO erased_messages (tenant, stream_seq) SELECT tenant, stream_seq FROM events
			WHERE tenant = $1 AND document = $2 AND stream_seq > 0 ON CONFLICT DO NOTHING`,
		`DELETE FROM events WHERE tenant = $1 AND document = $2`,
	} {
		if _, err := s.exec(ctx, statement, tenant, id); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// eraseRows deletes what was sealed and empties what names the document.
func eraseRows(ctx context.Context, s session, id string) (versions int, err error) {
	for _, table := range []string{"drafts", "findings", "decisions", "dead", "files", "idempotency", "jobs"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table+` WHERE document = $1`, id); err != nil {
			return 0, fmt.Errorf("%s: %w", table, err)
		}
	}
	for _, table := range []string{"traces", "footprints"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table+` WHERE owner = $1`, id); err != nil {
			return 0, fmt.Errorf("%s: %w", table, err)
		}
	}
	n, err := s.exec(ctx, `DELETE FROM results WHERE document = $1`, id)
	if err != nil {
		return 0, err
	}
	_, err = s.exec(ctx, `UPDATE documents SET status = $2, parent = NULL, batch = NULL, case_id = NULL, reference = NULL, content = '',
		source_key = '', done_key = '', stage = '', private = NULL, password = NULL, updated_at = {now} WHERE id = $1`, id, pipeline.Erased)
	return int(n), err
}

// truncateLog empties SQLite's write-ahead log, which still holds pages from before. A
// reader may be in the way: then the next checkpoint does it.
func (l *Ledger) truncateLog(ctx context.Context) error {
	if l.dialect.checkpoint == "" {
		return nil
	}
	var busy, log, done int
	err := l.reader.QueryRowContext(ctx, l.dialect.checkpoint).Scan(&busy, &log, &done)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return l.fault(err)
}

// Living returns nil while the document may be worked on, and wraps pipeline.ErrErased or
// pipeline.ErrNotFound when it may not. What a worker makes of an erased document must not be
// kept.
func (l *Ledger) Living(ctx context.Context, tenant, id string) error {
	status, err := single[pipeline.Status](l.read().row(ctx, `SELECT status FROM documents WHERE tenant = $1 AND id = $2`, tenant, id))
	if err == nil && status == pipeline.Erased {
		err = pipeline.ErrErased
	}
	if err != nil {
		return fmt.Errorf("document %s: %w", id, l.fault(err))
	}
	return nil
}
