package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// orphans are data keys, older than $1, of which no document has the bytes: those of uploads
// that were never accepted.
const orphans = ` FROM data_keys k WHERE k.created_at <= {now} - $1
	AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = k.scope)
	AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.tenant = k.tenant AND d.content = k.scope)
	AND NOT EXISTS (SELECT 1 FROM files f WHERE f.tenant = k.tenant AND f.sha256 = k.scope)`

// tidyBatch bounds the keys of one round: on SQLite all other writers wait for its end.
const tidyBatch = 500

// Tidy forgets what has outlived its use: idempotency keys after their time, scopes that were
// swept more than age ago, and data keys older than age whose bytes no document has. Those bytes
// then wait in [Ledger.Shredded]. age must be longer than an upload takes. It returns how many
// data keys went; what a round leaves the next one finds.
func (l *Ledger) Tidy(ctx context.Context, age time.Duration) (keys int, err error) {
	found, err := all(ctx, l.read(), scanScope, fmt.Sprintf(`SELECT k.tenant, k.scope%s LIMIT %d`, orphans, tidyBatch), age.Milliseconds())
	if err != nil {
		return 0, fmt.Errorf("tidying: %w", l.fault(err))
	}
	err = l.write(ctx, func(s session) error {
		for _, scope := range found {
			gone, err := dropOrphan(ctx, s, scope, age)
			if err != nil {
				return err
			}
			keys += int(gone)
		}
		if _, err := s.exec(ctx, `DELETE FROM idempotency WHERE expires_at <= {now}`); err != nil {
			return err
		}
		_, err := s.exec(ctx, `DELETE FROM shredded WHERE swept > 0 AND swept <= {now} - $1`, age.Milliseconds())
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("tidying: %w", err)
	}
	return keys, nil
}

// dropOrphan looks again: a document may have come for the bytes since.
func dropOrphan(ctx context.Context, s session, scope pipeline.Scope, age time.Duration) (int64, error) {
	gone, err := s.exec(ctx, `DELETE FROM data_keys WHERE tenant = $2 AND scope = $3
		AND EXISTS (SELECT 1`+orphans+` AND k.tenant = $2 AND k.scope = $3)`, age.Milliseconds(), scope.Tenant, scope.Name)
	if err != nil || gone == 0 {
		return gone, err
	}
	err = shredded(ctx, s, scope.Tenant, scope.Name)
	return gone, err
}

// Abandon gives up what a worker stored of bytes whose last document was erased meanwhile: a
// key that it made anew goes at once, and the blobs wait in [Ledger.Shredded]. Bytes that a document
// has are left alone. An upload of them that is on its way is refused when it arrives, as after
// any erasure.
func (l *Ledger) Abandon(ctx context.Context, tenant, scope string) error {
	err := l.write(ctx, func(s session) error {
		used, err := single[int](s.row(ctx, `SELECT (SELECT COUNT(*) FROM documents WHERE tenant = $1 AND content = $2)
			+ (SELECT COUNT(*) FROM files WHERE tenant = $1 AND sha256 = $2)`, tenant, scope))
		if err != nil || used > 0 {
			return err
		}
		if _, err := s.exec(ctx, `DELETE FROM data_keys WHERE tenant = $1 AND scope = $2`, tenant, scope); err != nil {
			return err
		}
		return shredded(ctx, s, tenant, scope)
	})
	if err != nil {
		return fmt.Errorf("giving up what was stored of an erased document: %w", err)
	}
	return nil
}
