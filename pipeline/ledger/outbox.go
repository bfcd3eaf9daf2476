package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"docpipe/pipeline"
)

// jobVersion is the v of job messages: a worker that meets a newer one naks.
const jobVersion = 1

// jobMessage is what a job's message carries: ids, nothing of the document.
type jobMessage struct {
	V        int    `json:"v"`
	Job      string `json:"job"`
	Document string `json:"document"`
	Tenant   string `json:"tenant"`
	Stage    string `json:"stage"`
}

// Pending returns at most limit messages that wait to be published, in turn over the
// tenants; within a tenant its jobs, of which at most Config.PerTenant wait in the stream for a
// worker, then its events, each in their order. A job that waits for another try comes when its
// pause is over.
//
// An event's per-tenant sequence is given here, without gaps and on disk before Pending
// returns. Whatever is not reported by [Ledger.Published] is returned again with the same
// MsgID and sequence, so a crash in between publishes nothing anew. When one event cannot be
// published, the relay must not go on with later ones of that tenant; and one relay must work
// at a time, see [Ledger.Lead].
func (l *Ledger) Pending(ctx context.Context, limit int) ([]pipeline.Message, error) {
	tenants, err := all(ctx, l.read(), single[string], `SELECT t.name FROM tenants t
		WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.tenant = t.name AND o.published_at = 0) ORDER BY t.name`)
	if err != nil {
		return nil, l.fault(err)
	}
	queues := make([][]pipeline.Message, len(tenants))
	for i, tenant := range tenants {
		if queues[i], err = l.pendingOf(ctx, tenant, limit); err != nil {
			return nil, fmt.Errorf("outbox of %s: %w", tenant, l.fault(err))
		}
	}
	return inTurn(queues, limit), nil
}

// inTurn takes one message of each queue after the other.
func inTurn(queues [][]pipeline.Message, limit int) []pipeline.Message {
	var taken []pipeline.Message
	for i := 0; len(taken) < limit; i++ {
		before := len(taken)
		for _, q := range queues {
			if i < len(q) && len(taken) < limit {
				taken = append(taken, q[i])
			}
		}
		if len(taken) == before {
			break
		}
	}
	return taken
}

func (l *Ledger) pendingOf(ctx context.Context, tenant string, limit int) ([]pipeline.Message, error) {
	if err := l.number(ctx, tenant, limit); err != nil {
		return nil, err
	}
	const columns = `SELECT o.id, o.msg_id, o.tenant, o.document, o.job, o.stage, o.event, o.sequence FROM outbox o `
	events, err := all(ctx, l.read(), scanMessage, columns+`WHERE o.tenant = $1 AND o.published_at = 0 AND o.job = ''
		AND o.sequence > 0 ORDER BY o.sequence LIMIT $2`, tenant, limit)
	if err != nil {
		return nil, err
	}
	out, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM outbox o JOIN jobs j ON j.id = o.job
		WHERE o.tenant = $1 AND o.published_at > 0 AND j.lease_until <= {now}`, tenant))
	if err != nil {
		return nil, err
	}
	jobs, err := all(ctx, l.read(), scanMessage, columns+`JOIN jobs j ON j.id = o.job
		WHERE o.tenant = $1 AND o.published_at = 0 AND j.not_before <= {now} ORDER BY o.id LIMIT $2`, tenant, max(0, min(limit, l.cfg.PerTenant-out)))
	if err != nil {
		return nil, err
	}
	return append(jobs, events...), nil // the few jobs never wait behind a stream that is filled anew
}

func scanMessage(row scanner) (pipeline.Message, error) {
	var m pipeline.Message
	var document, event string
	var sequence int64
	if err := row.Scan(&m.ID, &m.MsgID, &m.Tenant, &document, &m.Job, &m.Stage, &event, &sequence); err != nil {
		return m, err
	}
	if m.Job != "" {
		var err error
		m.Data, err = json.Marshal(jobMessage{jobVersion, m.Job, document, m.Tenant, m.Stage})
		return m, err
	}
	e, err := decodeEvent(event, sequence)
	if err != nil {
		return m, err
	}
	m.Subject = Subject(e)
	m.Data, err = json.Marshal(e)
	return m, err
}

func decodeEvent(body string, sequence int64) (pipeline.Event, error) {
	var e pipeline.Event
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		return e, fmt.Errorf("event: %w: %w", pipeline.ErrDamaged, err)
	}
	e.Sequence = strconv.FormatInt(sequence, 10)
	return e, nil
}

// number gives the tenant's next events their sequence, and the ledger its own copy of them.
func (l *Ledger) number(ctx context.Context, tenant string, limit int) error {
	const waiting = `FROM outbox WHERE tenant = $1 AND published_at = 0 AND job = '' AND sequence = 0`
	some, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM (SELECT 1 `+waiting+` LIMIT 1) AS w`, tenant))
	if err != nil || some == 0 {
		return err
	}
	return l.write(ctx, func(s session) error {
		sequence, err := single[int64](s.row(ctx, `SELECT sequence FROM tenants WHERE name = $1 {lock}`, tenant))
		if err != nil {
			return err
		}
		rows, err := all(ctx, s, single[int64], `SELECT id `+waiting+` ORDER BY id LIMIT $2`, tenant, limit)
		if err != nil {
			return err
		}
		for _, id := range rows {
			there, err := numberOne(ctx, s, id, sequence+1)
			if err != nil {
				return err
			}
			if there {
				sequence++
			}
		}
		_, err = s.exec(ctx, `UPDATE tenants SET sequence = $2 WHERE name = $1`, tenant, sequence)
		return err
	})
}

// numberOne reports false when the event's document was erased meanwhile.
func numberOne(ctx context.Context, s session, id, sequence int64) (there bool, err error) {
	changed, err := s.exec(ctx, `UPDATE outbox SET sequence = $2 WHERE id = $1`, id, sequence)
	if err != nil || changed == 0 {
		return false, err
	}
	var tenant, document, body string
	err = s.row(ctx, `SELECT tenant, document, event FROM outbox WHERE id = $1`, id).Scan(&tenant, &document, &body)
	if err != nil {
		return false, err
	}
	e, err := decodeEvent(body, sequence)
	if err != nil {
		return false, err
	}
	_, err = s.exec(ctx, `INSERT INTO events (tenant, sequence, id, document, type, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		tenant, sequence, e.ID, document, e.Type, body)
	return true, err
}

// Published records which messages are in their streams, and where. Calling it twice changes
// nothing.
func (l *Ledger) Published(ctx context.Context, out []pipeline.Delivery) error {
	return l.write(ctx, func(s session) error {
		for _, d := range out {
			if err := published(ctx, s, d.Message, d.Sequence); err != nil {
				return err
			}
		}
		return nil
	})
}

func published(ctx context.Context, s session, m pipeline.Message, streamSequence uint64) error {
	if m.Job != "" {
		_, err := s.exec(ctx, `UPDATE outbox SET published_at = {now} WHERE id = $1 AND msg_id = $2 AND published_at = 0`, m.ID, m.MsgID)
		return err
	}
	if _, err := s.exec(ctx, `DELETE FROM outbox WHERE id = $1 AND msg_id = $2`, m.ID, m.MsgID); err != nil {
		return err
	}
	return noteStream(ctx, s, m, streamSequence)
}

// noteStream remembers where an event is, so that erasing its document can delete it there.
// The document may have been erased meanwhile: then the message is to be deleted at once.
func noteStream(ctx context.Context, s session, m pipeline.Message, streamSequence uint64) error {
	if streamSequence == 0 {
		return nil
	}
	changed, err := s.exec(ctx, `UPDATE events SET stream_seq = $2 WHERE id = $1`, m.MsgID, int64(streamSequence))
	if err != nil || changed > 0 {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO erased_messages (tenant, stream_seq) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
		m.Tenant, int64(streamSequence))
	return err
}
