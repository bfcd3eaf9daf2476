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

// PendingJobs returns at most limit job messages that wait to be published, in turn over the
// tenants; of a tenant as many as keep Config.PerTenant of them in the stream waiting for a
// worker, the oldest first. A job that waits for another try comes when its pause is over.
//
// Whatever is not reported by [Ledger.Published] is returned again with the same MsgID. One
// relay must work at a time, see [Ledger.Lead].
func (l *Ledger) PendingJobs(ctx context.Context, limit int) ([]pipeline.Message, error) {
	return l.inTurn(ctx, limit, l.jobsOf, `SELECT t.name FROM tenants t
		WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.tenant = t.name AND o.published_at = 0 AND o.job <> '') ORDER BY t.name`)
}

// PendingEvents returns at most limit events that wait to be published, in turn over the
// tenants, those of a tenant in their order.
//
// An event's per-tenant sequence is given here, without gaps and on disk before PendingEvents
// returns. Whatever is not reported by [Ledger.Published] is returned again with the same
// MsgID and sequence, so a crash in between publishes nothing anew. When one event cannot be
// published, the relay must not go on with later ones of that tenant.
func (l *Ledger) PendingEvents(ctx context.Context, limit int) ([]pipeline.Message, error) {
	return l.inTurn(ctx, limit, l.eventsOf, `SELECT t.name FROM tenants t
		WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.tenant = t.name AND o.job = '') ORDER BY t.name`)
}

// inTurn takes one message of each of the tenants after the other.
func (l *Ledger) inTurn(ctx context.Context, limit int, of func(ctx context.Context, tenant string, limit int) ([]pipeline.Message, error), tenants string) ([]pipeline.Message, error) {
	names, err := all(ctx, l.read(), single[string], tenants)
	if err != nil {
		return nil, l.fault(err)
	}
	queues, longest := make([][]pipeline.Message, len(names)), 0
	for i, tenant := range names {
		if queues[i], err = of(ctx, tenant, limit); err != nil {
			return nil, fmt.Errorf("outbox of %s: %w", tenant, l.fault(err))
		}
		longest = max(longest, len(queues[i]))
	}
	var taken []pipeline.Message
	for i := range longest {
		for _, q := range queues {
			if i < len(q) && len(taken) < limit {
				taken = append(taken, q[i])
			}
		}
	}
	return taken, nil
}

const messageColumns = `SELECT o.id, o.msg_id, o.tenant, o.document, o.job, o.stage, o.event, o.sequence FROM outbox o `

func (l *Ledger) jobsOf(ctx context.Context, tenant string, limit int) ([]pipeline.Message, error) {
	out, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM outbox o JOIN jobs j ON j.id = o.job
		WHERE o.tenant = $1 AND o.published_at > 0 AND o.job <> '' AND j.lease_until <= {now}`, tenant))
	if err != nil || out >= l.cfg.PerTenant {
		return nil, err
	}
	return all(ctx, l.read(), scanMessage, messageColumns+`JOIN jobs j ON j.id = o.job
		WHERE o.tenant = $1 AND o.published_at = 0 AND o.job <> '' AND j.not_before <= {now} ORDER BY o.id LIMIT $2`,
		tenant, min(limit, l.cfg.PerTenant-out))
}

func (l *Ledger) eventsOf(ctx context.Context, tenant string, limit int) ([]pipeline.Message, error) {
	if err := l.number(ctx, tenant, limit); err != nil {
		return nil, err
	}
	return all(ctx, l.read(), scanMessage, messageColumns+`WHERE o.tenant = $1 AND o.job = '' AND o.sequence > 0
		ORDER BY o.sequence LIMIT $2`, tenant, limit)
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
