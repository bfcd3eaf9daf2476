package ledger

import "context"

// number gives the tenant's next events, at most limit, their sequence, and the ledger its own copy
// of them.
func (l *Ledger) number(ctx context.Context, tenant string, limit int) error {
	const waiting = ` FROM outbox WHERE tenant = $1 AND job = '' AND sequence = 0 `
	some, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM (SELECT 1`+waiting+`LIMIT 1) AS w`, tenant))
	if err != nil || some == 0 {
		return err
	}
	return l.write(ctx, func(s session) error {
		last, err := single[int64](s.row(ctx, `SELECT sequence FROM tenants WHERE name = $1 {lock}`, tenant))
		if err != nil {
			return err
		}
		// Locked before they are counted: a document that is erased at this moment leaves no gap.
		n, err := s.exec(ctx, `UPDATE outbox SET sequence = $2 + w.n FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n
			FROM (SELECT id`+waiting+`ORDER BY id LIMIT $3 {lock}) AS ids) AS w WHERE outbox.id = w.id`, tenant, last, limit)
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `INSERT INTO events (tenant, sequence, id, document, body)
			SELECT tenant, sequence, msg_id, document, event FROM outbox WHERE tenant = $1 AND job = '' AND sequence > $2`, tenant, last)
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `UPDATE tenants SET sequence = $2 WHERE name = $1`, tenant, last+n)
		return err
	})
}
