package ledger

import (
	"context"
	"fmt"
	"time"
)

// Reconcile sends another message for every job that is due and was left alone: at once when
// its lease has ended, for then its worker died, else after Config.Overdue, for then its message
// was lost. It returns how many. A message too many is harmless: the claim decides.
func (l *Ledger) Reconcile(ctx context.Context) (reissued int, err error) {
	const alone = due + ` AND (j.lease_until > 0 OR j.updated_at <= {now} - $1 AND j.not_before <= {now} - $1)
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.job = j.id AND o.job <> '' AND (o.published_at = 0
			OR o.published_at > {now} - $1 AND o.published_at > j.lease_until))`
	overdue := l.cfg.Overdue.Milliseconds()
	some, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM jobs j WHERE `+alone+` LIMIT 1) AS x`, overdue))
	if err != nil || some == 0 {
		return 0, l.fault(err)
	}
	err = l.write(ctx, func(s session) error {
		reissued, err = reissue(ctx, s, alone, overdue)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("reconciling: %w", err)
	}
	return reissued, nil
}

// reissue puts another message for each of the jobs j into the outbox.
func reissue(ctx context.Context, s session, which string, args ...any) (int, error) {
	lost, err := all(ctx, s, scanLost, `SELECT j.id, j.tenant, j.document, j.stage FROM jobs j WHERE `+which+` ORDER BY j.id`, args...)
	if err != nil {
		return 0, err
	}
	for _, m := range lost {
		if err := settle(ctx, s, m.Job); err != nil {
			return 0, err
		}
		if err := wake(ctx, s, m.Tenant, m.Document, m.Job, m.Stage); err != nil {
			return 0, err
		}
	}
	return len(lost), nil
}

func scanLost(row scanner) (m jobMessage, err error) {
	err = row.Scan(&m.Job, &m.Tenant, &m.Document, &m.Stage)
	return m, err
}

// Lead makes holder the one that plays role, such as "relay", for the length of lease, or
// prolongs it. It reports false while somebody else does.
func (l *Ledger) Lead(ctx context.Context, role, holder string, lease time.Duration) (bool, error) {
	var leads bool
	err := l.write(ctx, func(s session) error {
		changed, err := s.exec(ctx, `INSERT INTO roles AS r (name, holder, lease_until) VALUES ($1, $2, {now} + $3)
			ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
			WHERE r.holder = excluded.holder OR r.lease_until <= {now}`, role, holder, lease.Milliseconds())
		leads = changed > 0
		return err
	})
	return leads, err
}
