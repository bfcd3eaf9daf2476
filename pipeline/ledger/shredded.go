package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// Shredded lists scopes whose key was destroyed and whose blobs can be deleted, at most limit.
func (l *Ledger) Shredded(ctx context.Context, limit int) ([]pipeline.Scope, error) {
	scopes, err := all(ctx, l.read(), scanScope, `SELECT tenant, scope FROM shredded WHERE swept = 0 ORDER BY at, tenant, scope LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("shredded scopes: %w", l.fault(err))
	}
	return scopes, nil
}

// shredded notes that a scope's key was destroyed, once more where one was swept before.
func shredded(ctx context.Context, s session, tenant, scope string) error {
	_, err := s.exec(ctx, `INSERT INTO shredded (tenant, scope, at) VALUES ($1, $2, {now})
		ON CONFLICT (tenant, scope) DO UPDATE SET at = excluded.at, swept = 0`, tenant, scope)
	return err
}

func scanScope(row scanner) (s pipeline.Scope, err error) {
	err = row.Scan(&s.Tenant, &s.Name)
	return s, err
}

// Swept records that the blobs of a shredded scope are deleted. The scope is remembered until
// [Ledger.Tidy]: an upload may still arrive whose first files were among those blobs.
func (l *Ledger) Swept(ctx context.Context, scope pipeline.Scope) error {
	return l.write(ctx, func(s session) error {
		_, err := s.exec(ctx, `UPDATE shredded SET swept = {now} WHERE tenant = $1 AND scope = $2`, scope.Tenant, scope.Name)
		return err
	})
}

// ErasedMessages lists messages of erased documents that are still to be deleted from the
// stream, at most limit.
func (l *Ledger) ErasedMessages(ctx context.Context, limit int) ([]pipeline.StreamMessage, error) {
	messages, err := all(ctx, l.read(), func(row scanner) (m pipeline.StreamMessage, err error) {
		err = row.Scan(&m.Tenant, &m.Sequence)
		return m, err
	}, `SELECT tenant, stream_seq FROM erased_messages ORDER BY tenant, stream_seq LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("erased messages: %w", l.fault(err))
	}
	return messages, nil
}

// MessageErased records that a message is deleted from the stream.
func (l *Ledger) MessageErased(ctx context.Context, m pipeline.StreamMessage) error {
	return l.write(ctx, func(s session) error {
		_, err := s.exec(ctx, `DELETE FROM erased_messages WHERE tenant = $1 AND stream_seq = $2`, m.Tenant, int64(m.Sequence))
		return err
	})
}
