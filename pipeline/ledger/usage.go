package ledger

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Usage sums what was spent by day, tenant, target and model, the newest day first.
func (l *Ledger) Usage(ctx context.Context, q pipeline.UsageQuery) ([]pipeline.UsageRow, error) {
	from, to := day(q.From, "0000-00-00"), day(q.To, "9999-99-99")
	rows, err := all(ctx, l.read(), usageRow, `SELECT day, tenant, target, model, COUNT(DISTINCT CASE WHEN document = '' THEN NULL ELSE document END),
			CAST(SUM(CASE WHEN state = $4 THEN 0 ELSE 1 END) AS BIGINT), CAST(SUM(CASE WHEN state = $4 THEN 1 ELSE 0 END) AS BIGINT),
			CAST(SUM(input_tokens) AS BIGINT), CAST(SUM(output_tokens) AS BIGINT), CAST(SUM(cost) AS BIGINT),
			CAST(SUM(possibly_billed) AS BIGINT), CAST(SUM(estimate) AS BIGINT), CAST(SUM(batch) AS BIGINT)
		FROM attempts WHERE ($1 = '' OR tenant = $1) AND day >= $2 AND day <= $3
		GROUP BY day, tenant, target, model ORDER BY day DESC, tenant, target, model`,
		q.Tenant, from, to, pipeline.OutcomeCached)
	if err != nil {
		return nil, fmt.Errorf("summing usage: %w", l.fault(err))
	}
	return rows, nil
}

func day(t time.Time, none string) string {
	if t.IsZero() {
		return none
	}
	return t.UTC().Format(time.DateOnly)
}

func usageRow(row scanner) (u pipeline.UsageRow, err error) {
	err = row.Scan(&u.Day, &u.Tenant, &u.Target, &u.Model, &u.Documents, &u.Calls, &u.CacheHits,
		&u.InputTokens, &u.OutputTokens, &u.Cost, &u.PossiblyBilled, &u.Estimate, &u.BatchCalls)
	return u, err
}

// DocumentUsage is what a document has cost, all its tries together, its attempts in order. The
// empty document is what looking at targets has cost.
func (l *Ledger) DocumentUsage(ctx context.Context, document string) (pipeline.Usage, error) {
	attempts, err := all(ctx, l.read(), func(row scanner) (a pipeline.Attempt, err error) {
		err = row.Scan(&a.ID, &a.Task, &a.Target, &a.Model, &a.Outcome, &a.LatencyMS, &a.InputTokens, &a.OutputTokens, &a.Cost, &a.PossiblyBilled, &a.Estimate,
			&a.Estimated, &a.Batch, &a.Recovered)
		return a, err
	}, `SELECT id, task, target, model, state, ended_at - started_at, input_tokens, output_tokens, cost, possibly_billed, estimate,
			estimated, batch, recovered
		FROM attempts WHERE document = $1 ORDER BY id`, document)
	var u pipeline.Usage
	for _, a := range attempts {
		u.Add(a)
	}
	return u, l.fault(err)
}

// Spent sums what all documents of this ledger have cost so far, possibly billed calls
// included.
func (l *Ledger) Spent(ctx context.Context) (pipeline.Micros, error) {
	n, err := single[int64](l.read().row(ctx, `SELECT COALESCE(CAST(SUM(cost + possibly_billed) AS BIGINT), 0) FROM attempts`))
	return pipeline.Micros(n), l.fault(err)
}
