package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// SaveSchema records a tenant's own schema under id. Schemas never change: the same bytes
// (by their hash) again are no error, others wrap pipeline.ErrSchemaExists.
func (l *Ledger) SaveSchema(ctx context.Context, tenant, id, sha256 string, raw []byte) error {
	if err := pipeline.ValidTenant(tenant); err != nil {
		return err
	}
	return l.write(ctx, func(s session) error {
		made, err := s.exec(ctx, `INSERT INTO schemas (tenant, id, sha256, body, created_at) VALUES ($1, $2, $3, $4, {now})
			ON CONFLICT (tenant, id) DO NOTHING`, tenant, id, sha256, string(raw))
		if err != nil {
			return err
		}
		if made == 1 {
			return l.audit(ctx, s, tenant, "schema.saved", id, sha256)
		}
		there, err := single[string](s.row(ctx, `SELECT sha256 FROM schemas WHERE tenant = $1 AND id = $2`, tenant, id))
		if err == nil && there != sha256 {
			err = fmt.Errorf("schema %s: save it under the next version: %w", id, pipeline.ErrSchemaExists)
		}
		return err
	})
}

// Schema returns the bytes of a tenant's own schema; an unknown or foreign id wraps
// pipeline.ErrSchemaUnknown.
func (l *Ledger) Schema(ctx context.Context, tenant, id string) ([]byte, error) {
	raw, err := single[string](l.read().row(ctx, `SELECT body FROM schemas WHERE tenant = $1 AND id = $2`, tenant, id))
	if notFound(err) {
		return nil, fmt.Errorf("schema %s: %w", id, pipeline.ErrSchemaUnknown)
	}
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w", id, l.fault(err))
	}
	return []byte(raw), nil
}

// Schemas lists the ids of the tenant's own schemas, sorted.
func (l *Ledger) Schemas(ctx context.Context, tenant string) ([]string, error) {
	ids, err := all(ctx, l.read(), single[string], `SELECT id FROM schemas WHERE tenant = $1 ORDER BY id`, tenant)
	if err != nil {
		return nil, fmt.Errorf("schemas: %w", l.fault(err))
	}
	return ids, nil
}
