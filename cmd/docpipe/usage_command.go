package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func usageCommand(g *globals) *cobra.Command {
	var q pipeline.UsageQuery
	var from, to string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "usage", Short: "Show what models have cost, by day, tenant and model", Args: cobra.NoArgs,
		Long: `Sums calls, tokens and money of an installation, the newest day first. Days
are UTC. POSSIBLY is money for requests that were sent whole and never
answered: the provider may have charged for them. The look at a target before a
run counts too. A batch keeps its own sums in the folder .docpipe of its --out.

Exit codes:
  0  shown
  2  a date is wrong, or the folder holds no installation`,
		Example: `  docpipe usage
  docpipe usage --tenant acme --from 2026-11-01
  docpipe usage --data results/.docpipe`,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if q.From, err = dayFlag("from", from); err != nil {
				return err
			}
			if q.To, err = dayFlag("to", to); err != nil {
				return err
			}
			if !q.To.IsZero() && q.To.Before(q.From) {
				return usagef("--to %s is before --from %s", to, from)
			}
			var rows []pipeline.UsageRow
			if err := g.admin(cmd, "Usage", q, &rows); err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(orEmptyRows(rows))
			}
			return showUsage(cmd.OutOrStdout(), rows)
		},
	}
	cmd.Flags().StringVar(&q.Tenant, "tenant", "", "only this `tenant` (default: all)")
	cmd.Flags().StringVar(&from, "from", "", "first `day`, such as 2026-11-01")
	cmd.Flags().StringVar(&to, "to", "", "last `day`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// Usage sums what was spent.
func (a *Admin) Usage(q pipeline.UsageQuery, rows *[]pipeline.UsageRow) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	*rows, err = a.ledger.Usage(ctx, q)
	return err
}

func dayFlag(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, usagef("--%s: %q is no day, write it as 2026-11-01", name, text)
	}
	return day, nil
}

// orEmptyRows makes no rows an empty list in JSON.
func orEmptyRows(rows []pipeline.UsageRow) []pipeline.UsageRow {
	if rows == nil {
		return []pipeline.UsageRow{}
	}
	return rows
}

func showUsage(w io.Writer, rows []pipeline.UsageRow) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(w, "No model was asked.")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "DAY\tTENANT\tTARGET\tMODEL\tCALLS\tIN BATCH\tTOKENS\tUSD\tPOSSIBLY")
	var sum pipeline.UsageRow
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\n", r.Day, r.Tenant, r.Target, r.Model,
			r.Calls, r.BatchCalls, r.InputTokens+r.OutputTokens, dollars(int64(r.Cost)), dollars(int64(r.PossiblyBilled)))
		sum.Calls, sum.Cost, sum.PossiblyBilled = sum.Calls+r.Calls, sum.Cost+r.Cost, sum.PossiblyBilled+r.PossiblyBilled
		sum.BatchCalls += r.BatchCalls
		sum.InputTokens += r.InputTokens + r.OutputTokens
	}
	fmt.Fprintf(t, "all\t\t\t\t%d\t%d\t%d\t%s\t%s\n", sum.Calls, sum.BatchCalls, sum.InputTokens, dollars(int64(sum.Cost)), dollars(int64(sum.PossiblyBilled)))
	return t.Flush()
}
