package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// EventsSince returns the tenant's events after a sequence, in order, at most limit (0: 50).
// Events of erased documents are gone; their sequences stand in document.erased.
func (l *Ledger) EventsSince(ctx context.Context, tenant string, after int64, limit int) ([]pipeline.Event, error) {
	events, err := all(ctx, l.read(), scanEvent, `SELECT body, sequence FROM events WHERE tenant = $1 AND sequence > $2
		ORDER BY sequence LIMIT $3`, tenant, after, pageLength(limit))
	if err != nil {
		return nil, fmt.Errorf("events of %s: %w", tenant, l.fault(err))
	}
	return events, nil
}

// DocumentEvents returns all events of one document that have a sequence, in order. An
// unknown or foreign id wraps pipeline.ErrNotFound.
func (l *Ledger) DocumentEvents(ctx context.Context, tenant, id string) ([]pipeline.Event, error) {
	if _, err := l.Header(ctx, tenant, id); err != nil {
		return nil, err
	}
	events, err := all(ctx, l.read(), scanEvent, `SELECT body, sequence FROM events WHERE tenant = $1 AND document = $2
		ORDER BY sequence`, tenant, id)
	if err != nil {
		return nil, fmt.Errorf("events of %s: %w", id, l.fault(err))
	}
	return events, nil
}

func scanEvent(row scanner) (pipeline.Event, error) {
	var body string
	var sequence int64
	if err := row.Scan(&body, &sequence); err != nil {
		return pipeline.Event{}, err
	}
	return decodeEvent(body, sequence)
}

// Tenants lists every tenant that ever had a document, by name.
func (l *Ledger) Tenants(ctx context.Context) ([]string, error) {
	names, err := all(ctx, l.read(), single[string], `SELECT name FROM tenants ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("tenants: %w", l.fault(err))
	}
	return names, nil
}
