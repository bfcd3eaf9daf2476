package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline/audit"
)

// A storedEntry is an entry as its row keeps it, with the head that was noted at that moment.
type storedEntry struct {
	audit.Entry
	seal   string
	newest audit.Head
}

const entryColumns = `SELECT a.n, a.at, a.tenant, a.actor, a.action, a.object, a.detail, a.prev, a.hash, a.seal,
	COALESCE(h.n, 0), COALESCE(h.hash, '') FROM audit_log a LEFT JOIN audit_heads h ON h.tenant = a.tenant `

func scanEntry(row scanner) (e storedEntry, err error) {
	var at int64
	var detail string
	err = row.Scan(&e.N, &at, &e.Tenant, &e.Actor, &e.Action, &e.Object, &detail, &e.Prev, &e.Hash, &e.seal, &e.newest.N, &e.newest.Hash)
	e.At, e.Detail = instant(at), []byte(detail)
	return e, err
}

// AuditEntries calls do with the entries of a tenant's chain from a number on, in order. The
// first error ends it.
func (l *Ledger) AuditEntries(ctx context.Context, tenant string, from int64, do func(audit.Entry) error) error {
	return l.eachEntry(ctx, tenant, from, func(e storedEntry) error { return do(e.Entry) })
}

func (l *Ledger) eachEntry(ctx context.Context, tenant string, from int64, do func(storedEntry) error) error {
	rows, err := l.reader.QueryContext(ctx, entryColumns+`WHERE a.tenant = $1 AND ($2 = 0 OR a.n >= $2) ORDER BY a.n`, tenant, from)
	if err != nil {
		return fmt.Errorf("audit log of %s: %w", tenant, l.fault(err))
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows)
		if err == nil {
			err = do(e)
		}
		if err != nil {
			return fmt.Errorf("audit log of %s: %w", tenant, l.fault(err))
		}
	}
	return l.fault(rows.Err())
}

// AuditFirst returns the number of a tenant's first entry at t or later, 0 when there is none.
func (l *Ledger) AuditFirst(ctx context.Context, tenant string, t time.Time) (int64, error) {
	n, err := single[int64](l.read().row(ctx, `SELECT COALESCE(MIN(n), 0) FROM audit_log WHERE tenant = $1 AND at >= $2`, tenant, t.UnixMilli()))
	if err != nil {
		return 0, fmt.Errorf("audit log of %s: %w", tenant, l.fault(err))
	}
	return n, nil
}

// AuditTenants lists the tenants that have an audit log, by name.
func (l *Ledger) AuditTenants(ctx context.Context) ([]string, error) {
	names, err := all(ctx, l.read(), single[string], `SELECT tenant FROM audit_heads UNION SELECT DISTINCT tenant FROM audit_log ORDER BY tenant`)
	if err != nil {
		return nil, fmt.Errorf("audit logs: %w", l.fault(err))
	}
	return names, nil
}

// AuditVerify checks a tenant's whole chain and names whatever was done to it. kept is the head
// of an earlier report or event, the zero Head for none: then nobody can tell whether the newest
// entries were cut off. An error says that the check could not be made.
func (l *Ledger) AuditVerify(ctx context.Context, tenant string, kept audit.Head) (audit.Report, error) {
	c := audit.NewChecker(tenant, kept)
	newest, err := l.auditHead(ctx, tenant)
	if err != nil {
		return audit.Report{}, err
	}
	var forged []int64
	err = l.eachEntry(ctx, tenant, 0, func(e storedEntry) error {
		newest = e.newest // of the same moment as the entries
		if newest.Hash == "" {
			newest.Hash = "gone"
		}
		c.Add(e.Entry)
		if e.seal != l.sealHash(e.Hash) {
			forged = append(forged, e.N)
		}
		return nil
	})
	if err != nil {
		return audit.Report{}, err
	}
	r := c.Close(newest)
	r.Forge(forged)
	return r, nil
}

// auditHead is the head that is noted beside the chain.
func (l *Ledger) auditHead(ctx context.Context, tenant string) (h audit.Head, err error) {
	err = l.read().row(ctx, `SELECT n, hash FROM audit_heads WHERE tenant = $1`, tenant).Scan(&h.N, &h.Hash)
	if err != nil && !notFound(err) {
		return h, fmt.Errorf("audit log of %s: %w", tenant, l.fault(err))
	}
	return h, nil
}
