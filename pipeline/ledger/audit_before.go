package ledger

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"docpipe/pipeline/audit"
)

// adoptAudit takes over what the audit log of before has: one chain for all tenants, which nobody
// could check without the master key. Each entry goes to its tenant's chain with its own time.
func (l *Ledger) adoptAudit(ctx context.Context) error {
	n, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM audit`))
	if err != nil || n == 0 {
		return err
	}
	return l.write(ctx, func(s session) error {
		old, err := all(ctx, s, scanBefore, `DELETE FROM audit RETURNING n, at, tenant, actor, action, object, detail`)
		slices.SortFunc(old, func(a, b audit.Entry) int { return cmp.Compare(a.N, b.N) })
		*s.entries = append(*s.entries, old...)
		return err
	})
}

func scanBefore(row scanner) (e audit.Entry, err error) {
	var at int64
	var detail string
	if err = row.Scan(&e.N, &at, &e.Tenant, &e.Actor, &e.Action, &e.Object, &detail); err != nil {
		return e, err
	}
	e.At = instant(at)
	e.Detail, err = json.Marshal(map[string]any{"note": detail, "entry_before": e.N})
	return e, err
}
