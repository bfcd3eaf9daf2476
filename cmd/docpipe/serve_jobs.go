package main

import (
	"context"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
	"docpipe/pipeline/rest"
)

// countedJobs counts what jobs come to.
type countedJobs struct {
	*ledger.Ledger
	metrics *rest.Metrics
}

// Commit records the outcome and counts a result. One that said what the one before it said is no
// new version, and does not count.
func (c *countedJobs) Commit(ctx context.Context, claim *pipeline.Claim, o pipeline.Outcome) error {
	err := c.Ledger.Commit(ctx, claim, o)
	if err == nil && o.Result != nil && o.Result.Version > 0 {
		for _, p := range o.Parts {
			c.metrics.Result(p.Result)
		}
		c.metrics.Result(o.Result)
	}
	return err
}

// Release gives the job back and counts it when it is given up.
func (c *countedJobs) Release(ctx context.Context, claim *pipeline.Claim, cause error) error {
	if err := c.Ledger.Release(ctx, claim, cause); err != nil {
		return err
	}
	d := claim.Document
	if h, err := c.Header(ctx, d.Tenant, d.ID); err == nil && h.Status == pipeline.Failed {
		c.metrics.Dead.WithLabelValues(pipeline.KindOf(cause).Code).Inc()
		c.metrics.Documents.WithLabelValues(string(h.Status), h.DocType).Inc()
	}
	return nil
}
