package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// PutSchema keeps a tenant's schema under id, which names one content for ever: the same
// bytes again change nothing, other bytes wrap pipeline.ErrSchemaExists.
func (l *Ledger) PutSchema(ctx context.Context, tenant, id, sha256 string, raw []byte) error {
	if err := pipeline.ValidTenant(tenant); err != nil {
		return err
	}
	return l.write(ctx, func(s session) error {
		_, err := s.exec(ctx, `INSERT INTO schemas (tenant, id, sha256, body, created_at) VALUES ($1, $2, $3, $4, {now})
			ON CONFLICT (tenant, id) DO NOTHING`, tenant, id, sha256, string(raw))
		if err != nil {
			return err
		}
		kept, err := single[string](s.row(ctx, `SELECT sha256 FROM schemas WHERE tenant = $1 AND id = $2`, tenant, id))
		if err == nil && kept != sha256 {
			return fmt.Errorf("schema %s has other content already, use a new version: %w", id, pipeline.ErrSchemaExists)
		}
		return err
	})
}

// Schema returns a tenant's own schema, or wraps pipeline.ErrSchemaUnknown.
func (l *Ledger) Schema(ctx context.Context, tenant, id string) ([]byte, error) {
	body, err := single[string](l.read().row(ctx, `SELECT body FROM schemas WHERE tenant = $1 AND id = $2`, tenant, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("schema %s: %w", id, pipeline.ErrSchemaUnknown)
	}
	return []byte(body), l.fault(err)
}

// Schemas lists the ids of a tenant's own schemas in order.
func (l *Ledger) Schemas(ctx context.Context, tenant string) ([]string, error) {
	ids, err := all(ctx, l.read(), single[string], `SELECT id FROM schemas WHERE tenant = $1 ORDER BY id`, tenant)
	return ids, l.fault(err)
}
