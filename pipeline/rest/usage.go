package rest

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// Spending is what models have cost.
type Spending interface {
	// Usage sums what was spent by day, target and model, the newest day first.
	Usage(ctx context.Context, q pipeline.UsageQuery) ([]pipeline.UsageRow, error)
}

type usageQuery struct {
	From string `query:"from" format:"date" doc:"First day, UTC"`
	To   string `query:"to" format:"date" doc:"Last day, UTC"`
}

func (a *API) listUsage(ctx context.Context, p pipeline.Principal, in *usageQuery) (*listed[pipeline.UsageRow], error) {
	q := pipeline.UsageQuery{Tenant: p.Tenant, From: day(in.From), To: day(in.To)}
	if in.From != "" && in.To != "" && q.From.After(q.To) {
		return nil, mistake("/query/from", "use a day that is not after to")
	}
	rows, err := a.parts.Ledger.Usage(ctx, q)
	return listOf(rows, ""), err
}

// day reads what huma has checked already; the zero time for none.
func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return t
}
