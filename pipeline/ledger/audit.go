package ledger

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// The audit trail is a chain: each entry's hash covers the entry and the hash before it,
// keyed by the master key, so that who can write the database alone cannot mend the chain.

type actorKey struct{}

// WithActor returns a context whose changes the audit trail books on actor, such as a key's
// id. Without one they are booked on "system".
func WithActor(ctx context.Context, actor string) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

func actor(ctx context.Context) string {
	if name, ok := ctx.Value(actorKey{}).(string); ok && name != "" {
		return name
	}
	return "system"
}

// Audit appends an entry. It must not name people or quote documents: ids only.
func (l *Ledger) Audit(ctx context.Context, tenant, action, object, detail string) error {
	return l.write(ctx, func(s session) error { return l.audit(ctx, s, tenant, action, object, detail) })
}

// entry is one row of the trail.
type entry struct {
	n, at                                              int64
	tenant, actor, action, object, detail, prev, chain string
}

func (l *Ledger) audit(ctx context.Context, s session, tenant, action, object, detail string) error {
	e := entry{tenant: tenant, actor: actor(ctx), action: action, object: object, detail: detail}
	if err := lockTrail(ctx, s); err != nil {
		return err
	}
	err := s.row(ctx, `SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1`).Scan(&e.n, &e.prev)
	if err != nil && !notFound(err) {
		return err
	}
	if e.at, err = single[int64](s.row(ctx, `SELECT {now}`)); err != nil {
		return err
	}
	e.n++
	e.chain = l.chain(e)
	_, err = s.exec(ctx, `INSERT INTO audit (n, at, tenant, actor, action, object, detail, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, e.n, e.at, e.tenant, e.actor, e.action, e.object, e.detail, e.prev, e.chain)
	if err == nil {
		_, err = s.exec(ctx, `UPDATE meta SET value = $2 WHERE name = $1`, auditHead, e.chain)
	}
	return err
}

// auditHead names the row that holds the newest hash.
const auditHead = "audit_head"

// lockTrail makes writers of the trail wait for each other until their commit.
func lockTrail(ctx context.Context, s session) error {
	if _, err := s.exec(ctx, `INSERT INTO meta (name, value) VALUES ($1, '') ON CONFLICT (name) DO NOTHING`, auditHead); err != nil {
		return err
	}
	_, err := s.exec(ctx, `UPDATE meta SET value = value WHERE name = $1`, auditHead)
	return err
}

func (l *Ledger) chain(e entry) string {
	mac := hmac.New(sha256.New, append([]byte("audit trail "), l.cfg.MasterKey...))
	parts := []string{strconv.FormatInt(e.n, 10), strconv.FormatInt(e.at, 10), e.tenant, e.actor, e.action, e.object, e.detail, e.prev}
	for _, part := range parts {
		fmt.Fprintf(mac, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(mac.Sum(nil))
}

// AuditVerify checks the whole trail: an entry that was changed, deleted or moved is an error
// that names it and wraps pipeline.ErrDamaged. head is the Head of an earlier report kept
// elsewhere, or ""; one that is not in the trail means that entries were cut off.
func (l *Ledger) AuditVerify(ctx context.Context, head string) (pipeline.AuditReport, error) {
	report := pipeline.AuditReport{}
	rows, err := l.reader.QueryContext(ctx, `SELECT n, at, tenant, actor, action, object, detail, prev, hash FROM audit ORDER BY n`)
	if err != nil {
		return report, l.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e entry
		err := rows.Scan(&e.n, &e.at, &e.tenant, &e.actor, &e.action, &e.object, &e.detail, &e.prev, &e.chain)
		if err != nil {
			return report, l.fault(err)
		}
		report.Entries++
		if e.n != int64(report.Entries) || e.prev != report.Head || e.chain != l.chain(e) {
			return report, fmt.Errorf("audit entry %d was changed, or one before it is missing: %w", report.Entries, pipeline.ErrDamaged)
		}
		report.Head = e.chain
		report.Complete = report.Complete || strings.EqualFold(e.chain, head)
	}
	if err := rows.Err(); err != nil {
		return report, l.fault(err)
	}
	return report, l.checkHead(ctx, report, head)
}

func (l *Ledger) checkHead(ctx context.Context, report pipeline.AuditReport, head string) error {
	if head != "" && !report.Complete {
		return fmt.Errorf("the audit trail ends before the head %s: %w", head, pipeline.ErrDamaged)
	}
	newest, err := single[string](l.read().row(ctx, `SELECT value FROM meta WHERE name = $1`, auditHead))
	if err != nil && !notFound(err) {
		return l.fault(err)
	}
	if newest != report.Head {
		return fmt.Errorf("the newest audit entries are missing: %w", pipeline.ErrDamaged)
	}
	return nil
}
