package ledger

import (
	"context"
	"fmt"
)

// Rewind puts those events of a tenant into the outbox again that its stream has lost: the
// ones that were published to a place after last, which is where the stream ends now. They
// keep their ids and sequences, and go out before newer ones. It returns how many; calling it
// twice changes nothing.
func (l *Ledger) Rewind(ctx context.Context, tenant string, last uint64) (lost int64, err error) {
	newest, err := single[uint64](l.read().row(ctx, `SELECT COALESCE((SELECT stream_seq FROM events
		WHERE tenant = $1 AND stream_seq > 0 ORDER BY sequence DESC LIMIT 1), 0)`, tenant))
	if err != nil || newest <= last {
		return 0, l.fault(err)
	}
	const gone = ` WHERE tenant = $1 AND stream_seq > $2`
	err = l.write(ctx, func(s session) error {
		lost, err = s.exec(ctx, `INSERT INTO outbox (msg_id, tenant, document, event, sequence, created_at)
			SELECT id, tenant, document, body, sequence, {now} FROM events`+gone+` ON CONFLICT (msg_id) DO NOTHING`, tenant, last)
		if err != nil {
			return err
		}
		// What erasures had left to delete there is gone too, and the places will be others'.
		for _, statement := range []string{`UPDATE events SET stream_seq = 0` + gone, `DELETE FROM erased_messages` + gone} {
			if _, err := s.exec(ctx, statement, tenant, last); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("events of %s: %w", tenant, err)
	}
	return lost, nil
}
