package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

const keyColumns = `SELECT id, tenant, name, scopes, created_at, expires_at, revoked_at FROM api_keys `

// Keys lists the tenant's API keys, revoked and expired ones too, oldest first.
func (l *Ledger) Keys(ctx context.Context, tenant string) ([]pipeline.APIKey, error) {
	keys, err := all(ctx, l.read(), scanKey, keyColumns+`WHERE tenant = $1 ORDER BY id`, tenant)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", l.fault(err))
	}
	return keys, nil
}

func scanKey(row scanner) (pipeline.APIKey, error) {
	var k pipeline.APIKey
	var scopes string
	var created, expires, revoked int64
	if err := row.Scan(&k.ID, &k.Tenant, &k.Name, &scopes, &created, &expires, &revoked); err != nil {
		return k, err
	}
	k.Scopes, k.CreatedAt = strings.Fields(scopes), instant(created)
	k.ExpiresAt, k.RevokedAt = moment(expires), moment(revoked)
	return k, nil
}

func moment(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := instant(ms)
	return &t
}

// RevokeKey makes a key useless at once. Revoking twice changes nothing; an unknown or
// foreign key wraps pipeline.ErrNotFound.
func (l *Ledger) RevokeKey(ctx context.Context, tenant, id string) error {
	err := l.write(ctx, func(s session) error {
		changed, err := s.exec(ctx, `UPDATE api_keys SET revoked_at = CASE revoked_at WHEN 0 THEN {now} ELSE revoked_at END
			WHERE tenant = $1 AND id = $2`, tenant, id)
		if err == nil && changed == 0 {
			err = pipeline.ErrNotFound
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, tenant, audit.KeyEnded, id, none{})
	})
	if err != nil {
		return fmt.Errorf("key %s: %w", id, err)
	}
	return nil
}

// RotateKey makes a key with the same name, scopes and end, and lets the old one work for
// overlap from now. A revoked, expired, unknown or foreign key wraps pipeline.ErrNotFound.
func (l *Ledger) RotateKey(ctx context.Context, tenant, id string, overlap time.Duration) (token string, key pipeline.APIKey, err error) {
	err = l.write(ctx, func(s session) error {
		old, err := scanKey(s.row(ctx, keyColumns+`WHERE tenant = $1 AND id = $2 AND revoked_at = 0
			AND (expires_at = 0 OR expires_at > {now})`, tenant, id))
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `UPDATE api_keys SET expires_at = {now} + $3 WHERE tenant = $1 AND id = $2
			AND (expires_at = 0 OR expires_at > {now} + $3)`, tenant, id, max(overlap, 0).Milliseconds())
		if err != nil {
			return err
		}
		if token, key, err = l.insertKey(ctx, s, tenant, old.Name, old.Scopes, old.ExpiresAt); err != nil {
			return err
		}
		return s.audit(ctx, tenant, audit.KeyTurned, id, map[string]string{"key": key.ID})
	})
	if err != nil {
		return "", pipeline.APIKey{}, fmt.Errorf("key %s: %w", id, err)
	}
	return token, key, nil
}
