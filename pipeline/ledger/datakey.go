package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// DataKey returns the 32-byte key that seals everything of scope in tenant, made at first
// use. A scope is a document's id, or the hash of bytes that several documents may share.
// Erasing the last document of a scope destroys its key.
func (l *Ledger) DataKey(ctx context.Context, tenant, scope string) ([]byte, error) {
	if err := pipeline.ValidTenant(tenant); err != nil {
		return nil, err
	}
	key, err := l.KnownKey(ctx, tenant, scope)
	if !errors.Is(err, pipeline.ErrNotFound) {
		return key, err
	}
	err = l.write(ctx, func(s session) error {
		if key, err = l.makeKey(ctx, s, tenant, scope); err != nil {
			return err
		}
		_, err = s.exec(ctx, `DELETE FROM shredded WHERE tenant = $1 AND scope = $2`, tenant, scope)
		return err
	})
	return key, err
}

// KnownKey returns the key of a scope, or wraps pipeline.ErrNotFound when none was made yet or
// it was destroyed.
func (l *Ledger) KnownKey(ctx context.Context, tenant, scope string) ([]byte, error) {
	return l.knownKey(ctx, l.read(), tenant, scope)
}

// knownKey returns a key that exists, else an error that wraps pipeline.ErrNotFound.
func (l *Ledger) knownKey(ctx context.Context, s session, tenant, scope string) ([]byte, error) {
	var wrapped []byte
	err := s.row(ctx, `SELECT wrapped FROM data_keys WHERE tenant = $1 AND scope = $2`, tenant, scope).Scan(&wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("data key: %w", pipeline.ErrNotFound)
	}
	if err != nil {
		return nil, l.fault(err)
	}
	return l.unwrap(wrapped, tenant, scope)
}

// makeKey makes the key of a scope, or returns the one that somebody else made first.
func (l *Ledger) makeKey(ctx context.Context, s session, tenant, scope string) ([]byte, error) {
	key := newKey()
	wrapped := l.master.seal(key, "data key", tenant, scope)
	made, err := s.exec(ctx, `INSERT INTO data_keys (tenant, scope, wrapped, created_at) VALUES ($1, $2, $3, {now})
		ON CONFLICT (tenant, scope) DO NOTHING`, tenant, scope, wrapped)
	if err != nil || made == 1 {
		return key, err
	}
	return l.knownKey(ctx, s, tenant, scope)
}

func (l *Ledger) unwrap(wrapped []byte, tenant, scope string) ([]byte, error) {
	return l.master.open(wrapped, "data key", tenant, scope)
}

// documentCipher seals what one document says.
func (l *Ledger) documentCipher(ctx context.Context, s session, tenant, id string) (cipherKey, error) {
	key, err := l.knownKey(ctx, s, tenant, id)
	if err != nil {
		return cipherKey{}, err
	}
	return newCipher(key)
}
