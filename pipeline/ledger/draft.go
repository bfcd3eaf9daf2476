package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// Document returns the document as the newest committed stage left it, with its password and
// with File.Open unset. An unknown or foreign id wraps pipeline.ErrNotFound, an erased
// document pipeline.ErrErased.
func (l *Ledger) Document(ctx context.Context, tenant, id string) (*pipeline.Document, error) {
	d, err := l.draft(ctx, l.read(), tenant, id)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", id, l.fault(err))
	}
	return d, nil
}

func (l *Ledger) draft(ctx context.Context, s session, tenant, id string) (*pipeline.Document, error) {
	var status pipeline.Status
	var sealed, wrapped, password []byte
	err := s.row(ctx, `SELECT d.status, d.password, k.wrapped, t.body FROM documents d
		LEFT JOIN data_keys k ON k.tenant = d.tenant AND k.scope = d.id
		LEFT JOIN drafts t ON t.document = d.id
		WHERE d.tenant = $1 AND d.id = $2`, tenant, id).Scan(&status, &password, &wrapped, &sealed)
	if err != nil {
		return nil, err
	}
	if status == pipeline.Erased {
		return nil, pipeline.ErrErased
	}
	key, err := l.unwrap(wrapped, tenant, id)
	if err != nil {
		return nil, err
	}
	return openDraft(key, sealed, password, tenant, id)
}

func openDraft(key, sealed, password []byte, tenant, id string) (*pipeline.Document, error) {
	seal, err := newCipher(key)
	if err != nil {
		return nil, err
	}
	plain, err := seal.open(sealed, "draft", tenant, id)
	if err != nil {
		return nil, err
	}
	d, err := decodeDraft(plain)
	if err != nil || len(password) == 0 {
		return d, err
	}
	secret, err := seal.open(password, "password", tenant, id)
	if err != nil {
		return nil, err
	}
	d.Settings.Password = string(secret)
	return d, nil
}

// saveDraft seals what encodeDraft packed. Packing takes long for long documents, so it is
// done before the transaction: on SQLite all other writers wait for its end.
func saveDraft(ctx context.Context, s session, seal cipherKey, d *pipeline.Document, packed []byte) error {
	_, err := s.exec(ctx, `INSERT INTO drafts (document, tenant, body) VALUES ($1, $2, $3)
		ON CONFLICT (document) DO UPDATE SET body = excluded.body`, d.ID, d.Tenant, seal.seal(packed, "draft", d.Tenant, d.ID))
	return err
}
