package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Gauges counts over all tenants, for people: what waits, and every document there is.
func (l *Ledger) Gauges(ctx context.Context) (pipeline.Gauges, error) {
	return l.gauge(ctx, l.gaugeJobs, l.gaugeOutbox, l.gaugeDead, l.gaugeDocuments)
}

// Waiting counts what waits, over all tenants, and leaves out what only grows, documents and
// dead letters: for metrics, which are read again and again.
func (l *Ledger) Waiting(ctx context.Context) (pipeline.Gauges, error) {
	return l.gauge(ctx, l.gaugeJobs, l.gaugeOutbox)
}

func (l *Ledger) gauge(ctx context.Context, reads ...func(context.Context, *pipeline.Gauges) error) (pipeline.Gauges, error) {
	g := pipeline.Gauges{
		Queue: map[string]int{}, Oldest: map[string]time.Duration{}, Dead: map[string]int{}, Documents: map[string]pipeline.Counted{},
	}
	for _, read := range reads {
		if err := read(ctx, &g); err != nil {
			return g, fmt.Errorf("counting what waits: %w", l.fault(err))
		}
	}
	return g, nil
}

// Silent reports whether every event is in its stream. It costs next to nothing, however long
// the queue is.
func (l *Ledger) Silent(ctx context.Context) (bool, error) {
	waiting, err := single[int](l.read().row(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM tenants t
		WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.tenant = t.name AND o.job = '') LIMIT 1) AS w`))
	return waiting == 0, l.fault(err)
}

func (l *Ledger) gaugeJobs(ctx context.Context, g *pipeline.Gauges) error {
	_, err := all(ctx, l.read(), func(row scanner) (stage string, err error) {
		var n int
		var waited int64
		err = row.Scan(&stage, &n, &waited)
		g.Queue[stage], g.Oldest[stage] = n, time.Duration(max(waited, 0))*time.Millisecond
		return stage, err
	}, `SELECT stage, COUNT(*), {now} - MIN(updated_at) FROM jobs WHERE state = 'ready' GROUP BY stage`)
	return err
}

func (l *Ledger) gaugeOutbox(ctx context.Context, g *pipeline.Gauges) error {
	// In the order of the key only the few jobs in the stream stand before the oldest.
	age, err := single[int64](l.read().row(ctx, `SELECT COALESCE({now} - (SELECT created_at FROM outbox WHERE published_at = 0
		ORDER BY id LIMIT 1), 0)`))
	g.OutboxLag = time.Duration(max(age, 0)) * time.Millisecond
	return err
}

func (l *Ledger) gaugeDead(ctx context.Context, g *pipeline.Gauges) error {
	_, err := all(ctx, l.read(), func(row scanner) (code string, err error) {
		var n int
		err = row.Scan(&code, &n)
		g.Dead[code] = n
		return code, err
	}, `SELECT code, COUNT(*) FROM dead GROUP BY code`)
	return err
}

func (l *Ledger) gaugeDocuments(ctx context.Context, g *pipeline.Gauges) error {
	_, err := all(ctx, l.read(), func(row scanner) (tenant string, err error) {
		var status pipeline.Status
		var n int
		err = row.Scan(&tenant, &status, &n)
		if g.Documents[tenant] == nil {
			g.Documents[tenant] = pipeline.Counted{}
		}
		g.Documents[tenant][status] = n
		return tenant, err
	}, `SELECT tenant, status, COUNT(*) FROM documents GROUP BY tenant, status`)
	return err
}
