package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

func statusCommand(g *globals) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show what an installation is doing",
		Long:  "Asks the running service through its data folder, or reads the ledger where none runs.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var r StatusReply
			if err := g.admin(cmd, "Status", struct{}{}, &r); err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			}
			return showStatus(cmd.OutOrStdout(), r)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func showStatus(w io.Writer, r StatusReply) error {
	service := "no service runs on this data"
	if r.Running {
		service = "service runs, sandbox " + r.Sandbox
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, service)
	for _, tenant := range slices.Sorted(maps.Keys(r.Gauges.Documents)) {
		counts := r.Gauges.Documents[tenant]
		for _, status := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(t, "documents\t%s\t%s\t%d\n", tenant, status, counts[status])
		}
	}
	for _, stage := range slices.Sorted(maps.Keys(r.Gauges.Queue)) {
		fmt.Fprintf(t, "queue\t%s\t%d\toldest %s\n", stage, r.Gauges.Queue[stage], r.Gauges.Oldest[stage].Round(time.Millisecond))
	}
	for _, code := range slices.Sorted(maps.Keys(r.Gauges.Dead)) {
		fmt.Fprintf(t, "dead\t%s\t%d\n", code, r.Gauges.Dead[code])
	}
	fmt.Fprintf(t, "outbox\toldest %s\n", r.Gauges.OutboxLag.Round(time.Millisecond))
	return t.Flush()
}
