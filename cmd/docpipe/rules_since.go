package main

import (
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
	"docpipe/pipeline/bus"
)

// A ResultsRequest asks for the newest results of documents received since, some at a time.
type ResultsRequest struct {
	Tenant, Cursor string
	Since          time.Time
}

// A ResultsReply holds results, and the cursor of those that follow, "" when none do.
type ResultsReply struct {
	Results [][]byte
	Next    string
}

// resultsAtOnce bounds one reply.
const resultsAtOnce = 20

// Results lists results, newest first.
func (a *Admin) Results(q ResultsRequest, r *ResultsReply) error {
	ctx, cancel := adminContext()
	defer cancel()
	headers, next, err := a.ledger.Headers(ctx, q.Tenant, pipeline.Query{ReceivedAfter: q.Since, Cursor: q.Cursor, Limit: resultsAtOnce})
	if err != nil {
		return err
	}
	for _, h := range headers {
		if h.Version == 0 || h.Status == pipeline.Erased {
			continue
		}
		raw, _, err := a.ledger.Result(ctx, q.Tenant, h.ID, 0)
		if err != nil {
			return err
		}
		r.Results = append(r.Results, raw)
	}
	r.Next = next
	return nil
}

// eachStored calls do with the results of the service of the data folder.
func eachStored(cmd *cobra.Command, g *globals, o *rulesRun, do func([]byte) error) error {
	c, err := g.config()
	if err != nil {
		return err
	}
	var s bus.Subscription
	if err := setSince(&s, o.since); err != nil {
		return err
	}
	q := ResultsRequest{Tenant: o.tenant, Since: s.Since}
	for {
		var r ResultsReply
		if err := callAdmin(cmd.Context(), c, "Results", q, &r, cmd.ErrOrStderr()); err != nil {
			return err
		}
		for _, raw := range r.Results {
			if err := do(raw); err != nil {
				return err
			}
		}
		if r.Next == "" {
			return nil
		}
		q.Cursor = r.Next
	}
}

// end prints the sums. A condition of --fail-on that held is the command's exit code.
func (p *ruleReport) end() error {
	if !p.options.json {
		n := p.counts
		fmt.Fprintf(p.w, "%d documents: %d pass, %d fail, %d cannot tell, %d errors, %d not applicable\n",
			p.documents, n.Pass, n.Fail, n.CannotTell, n.Error, n.NotApplicable)
		t := tabwriter.NewWriter(p.w, 0, 0, 2, ' ', 0)
		for _, id := range slices.Sorted(maps.Keys(p.byRule)) {
			c := p.byRule[id]
			fmt.Fprintf(t, "  %s\t%d fail\t%d cannot tell\t%d errors\n", id, c.Fail, c.CannotTell, c.Error)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	if p.failed {
		return exitError(exitCondition)
	}
	return nil
}
