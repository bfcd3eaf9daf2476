package ledger

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// The audit log is a chain for each tenant, see package audit. Besides, each hash is sealed with
// the master key, so that who can write the database alone cannot write a chain anew.

// Audit appends an entry to a tenant's chain, with detail as JSON. It must not name people or
// quote documents: ids and hashes only.
func (l *Ledger) Audit(ctx context.Context, tenant, action, object string, detail any) error {
	return l.write(ctx, func(s session) error { return s.audit(ctx, tenant, action, object, detail) })
}

// none is the detail of an entry that needs none.
type none struct{}

// audit has the transaction end with an entry.
func (s session) audit(ctx context.Context, tenant, action, object string, detail any) error {
	raw, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("audit entry %s: %w", action, err)
	}
	*s.entries = append(*s.entries, audit.Entry{Tenant: tenant, Actor: pipeline.Actor(ctx), Action: action, Object: object, Detail: raw})
	return nil
}

// audited makes do a change that ends with its entries. They come last, so that changes of a
// tenant wait for each other at its head for as short as can be, and never in a circle.
func (l *Ledger) audited(ctx context.Context, do func(session) error) func(session) error {
	return func(s session) error {
		s.entries = &[]audit.Entry{}
		if err := do(s); err != nil {
			return err
		}
		return l.book(ctx, s)
	}
}

// book appends the transaction's entries to the chains of their tenants.
func (l *Ledger) book(ctx context.Context, s session) error {
	entries := *s.entries
	slices.SortStableFunc(entries, func(a, b audit.Entry) int { return cmp.Compare(a.Tenant, b.Tenant) })
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].Tenant == entries[0].Tenant {
			n++
		}
		if err := l.extend(ctx, s, entries[:n]); err != nil {
			return fmt.Errorf("audit log of %s: %w", entries[0].Tenant, err)
		}
		entries = entries[n:]
	}
	return nil
}

// extend appends entries of one tenant. Reading the head locks it until the commit.
func (l *Ledger) extend(ctx context.Context, s session, entries []audit.Entry) error {
	var head audit.Head
	var at, now int64
	tenant := entries[0].Tenant
	err := s.row(ctx, `INSERT INTO audit_heads (tenant, n, at, hash) VALUES ($1, 0, 0, '')
		ON CONFLICT (tenant) DO UPDATE SET n = audit_heads.n RETURNING n, at, hash, {now}`, tenant).Scan(&head.N, &at, &head.Hash, &now)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.At.IsZero() {
			e.At = instant(now)
		}
		at = max(at, e.At.UnixMilli()) // the clock may have stepped back
		e.N, e.At, e.Prev = head.N+1, instant(at), head.Hash
		e.Hash = e.Digest()
		_, err := s.exec(ctx, `INSERT INTO audit_log (tenant, n, at, actor, action, object, detail, prev, hash, seal)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			e.Tenant, e.N, at, e.Actor, e.Action, e.Object, string(e.Detail), e.Prev, e.Hash, l.sealHash(e.Hash))
		if err != nil {
			return err
		}
		head = audit.Head{N: e.N, Hash: e.Hash}
	}
	_, err = s.exec(ctx, `UPDATE audit_heads SET n = $2, at = $3, hash = $4 WHERE tenant = $1`, tenant, head.N, at, head.Hash)
	return err
}

// sealHash says that this ledger wrote an entry with that hash.
func (l *Ledger) sealHash(hash string) string {
	mac := hmac.New(sha256.New, append([]byte("audit trail "), l.cfg.MasterKey...))
	mac.Write([]byte(hash))
	return hex.EncodeToString(mac.Sum(nil))
}
