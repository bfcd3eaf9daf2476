package ledger

import (
	"context"
	"fmt"
)

// Recover takes back at once what processes held that are gone: the leases of their jobs,
// their roles, and the messages that they had taken from the stream. It returns how many jobs
// got another message. Only a caller who knows that nobody else works on this database may
// call it, such as the one holder of a folder's lock; others wait for leases to end.
func (l *Ledger) Recover(ctx context.Context) (reissued int, err error) {
	err = l.write(ctx, func(s session) error {
		for _, statement := range []string{
			`DELETE FROM roles`,
			`UPDATE jobs SET lease_until = 0, worker = '', attempts = attempts - 1, deaths = deaths + 1 WHERE state = 'ready' AND lease_until > 0`,
		} {
			if _, err := s.exec(ctx, statement); err != nil {
				return err
			}
		}
		reissued, err = reissue(ctx, s, `j.state = 'ready'
			AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.job = j.id AND o.job <> '' AND o.published_at = 0)`)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("recovering: %w", err)
	}
	return reissued, nil
}
