package ledger

import (
	"context"
	"encoding/json"
	"fmt"

	"docpipe/pipeline"
)

// supplierScope is the scope of the key that seals a tenant's supplier master.
const supplierScope = "suppliers"

// PutSuppliers makes list the tenant's supplier master in place of the one before. It wraps
// pipeline.ErrInvalid when an id is empty or there twice; then the former stays.
func (l *Ledger) PutSuppliers(ctx context.Context, tenant string, list []pipeline.Supplier) error {
	if err := pipeline.ValidTenant(tenant); err != nil {
		return err
	}
	if err := checkSuppliers(list); err != nil {
		return err
	}
	return l.write(ctx, func(s session) error {
		if _, err := s.exec(ctx, `INSERT INTO supplier_masters (tenant, count, imported_at) VALUES ($1, $2, {now})
			ON CONFLICT (tenant) DO UPDATE SET count = excluded.count, imported_at = excluded.imported_at`, tenant, len(list)); err != nil {
			return err
		}
		raw, err := l.makeKey(ctx, s, tenant, supplierScope)
		if err != nil {
			return err
		}
		seal, err := newCipher(raw)
		if err != nil {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM suppliers WHERE tenant = $1`, tenant); err != nil {
			return err
		}
		for _, one := range list {
			if err := putSupplier(ctx, s, seal, tenant, one); err != nil {
				return fmt.Errorf("supplier %s: %w", one.ID, err)
			}
		}
		return s.audit(ctx, tenant, "suppliers.imported", "", fmt.Sprintf("%d suppliers", len(list)))
	})
}

func checkSuppliers(list []pipeline.Supplier) error {
	seen := map[string]bool{}
	for n, one := range list {
		if one.ID == "" || seen[one.ID] {
			return fmt.Errorf("supplier %d: the id %q is empty or there twice: %w", n+1, one.ID, pipeline.ErrInvalid)
		}
		seen[one.ID] = true
	}
	return nil
}

func putSupplier(ctx context.Context, s session, seal cipherKey, tenant string, one pipeline.Supplier) error {
	plain, err := json.Marshal(one)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO suppliers (tenant, id, body) VALUES ($1, $2, $3)`, tenant, one.ID,
		seal.seal(plain, "supplier", tenant, one.ID))
	return err
}

// SuppliersVersion names the tenant's supplier master as it is now; 0 when there is none.
func (l *Ledger) SuppliersVersion(ctx context.Context, tenant string) (int64, error) {
	at, err := single[int64](l.read().row(ctx, `SELECT imported_at FROM supplier_masters WHERE tenant = $1`, tenant))
	if notFound(err) {
		return 0, nil
	}
	return at, l.fault(err)
}

// Suppliers returns the tenant's supplier master in the order of the ids.
func (l *Ledger) Suppliers(ctx context.Context, tenant string) ([]pipeline.Supplier, error) {
	seal, err := l.documentCipher(ctx, l.read(), tenant, supplierScope)
	if notFound(err) {
		return []pipeline.Supplier{}, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := all(ctx, l.read(), func(row scanner) (one pipeline.Supplier, err error) {
		var id string
		var sealed []byte
		if err = row.Scan(&id, &sealed); err != nil {
			return one, err
		}
		plain, err := seal.open(sealed, "supplier", tenant, id)
		if err == nil {
			err = json.Unmarshal(plain, &one)
		}
		return one, err
	}, `SELECT id, body FROM suppliers WHERE tenant = $1 ORDER BY id`, tenant)
	if err != nil {
		return nil, fmt.Errorf("supplier master of %s: %w", tenant, l.fault(err))
	}
	return list, nil
}
