package ledger

import (
	"context"
	"encoding/json"

	"docpipe/pipeline"
)

// Published records which messages are in their streams, and where. Calling it twice changes
// nothing.
func (l *Ledger) Published(ctx context.Context, out []pipeline.Delivery) error {
	var jobs, events []pipeline.Delivery
	for _, d := range out {
		if d.Message.Job != "" {
			jobs = append(jobs, d)
		} else {
			events = append(events, d)
		}
	}
	return l.write(ctx, func(s session) error {
		if err := publishedJobs(ctx, s, jobs); err != nil {
			return err
		}
		return publishedEvents(ctx, s, events)
	})
}

func publishedJobs(ctx context.Context, s session, out []pipeline.Delivery) error {
	if len(out) == 0 {
		return nil
	}
	list, err := deliveries(out)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `UPDATE outbox SET published_at = {now} WHERE published_at = 0 AND job <> ''
		AND msg_id IN (SELECT value ->> 0 FROM {rows})`, list)
	return err
}

// publishedEvents remembers where events are, so that erasing their document can delete them
// there. The document may have been erased meanwhile: then the message is to be deleted at once.
func publishedEvents(ctx context.Context, s session, out []pipeline.Delivery) error {
	if len(out) == 0 {
		return nil
	}
	list, err := deliveries(out)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM outbox WHERE job = '' AND msg_id IN (SELECT value ->> 0 FROM {rows})`,
		`UPDATE events SET stream_seq = d.place
			FROM (SELECT value ->> 0 AS id, CAST(value ->> 2 AS BIGINT) AS place FROM {rows}) AS d
			WHERE events.id = d.id AND d.place > 0`,
		`INSERT INTO erased_messages (tenant, stream_seq)
			SELECT d.tenant, d.place FROM (SELECT value ->> 0 AS id, value ->> 1 AS tenant, CAST(value ->> 2 AS BIGINT) AS place FROM {rows}) AS d
			WHERE d.place > 0 AND NOT EXISTS (SELECT 1 FROM events e WHERE e.id = d.id) ON CONFLICT DO NOTHING`,
	} {
		if _, err := s.exec(ctx, statement, list); err != nil {
			return err
		}
	}
	return nil
}

// deliveries is what {rows} reads: the message's id, its tenant and its place in the stream.
func deliveries(out []pipeline.Delivery) (string, error) {
	rows := make([][3]any, len(out))
	for i, d := range out {
		rows[i] = [3]any{d.Message.MsgID, d.Message.Tenant, d.Sequence}
	}
	list, err := json.Marshal(rows)
	return string(list), err
}
