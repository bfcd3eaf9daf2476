package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Gauges counts what waits, over all tenants: for metrics and the command status.
func (l *Ledger) Gauges(ctx context.Context) (pipeline.Gauges, error) {
	g := pipeline.Gauges{
		Queue: map[string]int{}, Oldest: map[string]time.Duration{}, Dead: map[string]int{}, Documents: map[string]pipeline.Counted{},
	}
	for what, read := range map[string]func(context.Context, *pipeline.Gauges) error{
		"jobs": l.gaugeJobs, "outbox": l.gaugeOutbox, "dead letters": l.gaugeDead, "documents": l.gaugeDocuments,
	} {
		if err := read(ctx, &g); err != nil {
			return g, fmt.Errorf("counting %s: %w", what, l.fault(err))
		}
	}
	return g, nil
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
	age, err := single[int64](l.read().row(ctx, `SELECT COALESCE({now} - MIN(created_at), 0) FROM outbox WHERE published_at = 0`))
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
