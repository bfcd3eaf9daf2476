package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func deadCommand(g *globals) *cobra.Command {
	var q DeadName
	cmd := &cobra.Command{
		Use:     "dead",
		Short:   "List, show and retry documents that ended as dead letters",
		Long:    "A job that failed for good, or too often, becomes a dead letter: its document is failed, with the reason, and waits here to be tried again.",
		Example: "  docpipe dead list\n  docpipe dead retry job_01jd…",
	}
	list := &cobra.Command{
		Use: "list", Short: "List dead letters, newest first", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			letters, err := g.deadLetters(cmd, q)
			if err != nil {
				return err
			}
			t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(t, "JOB\tDOCUMENT\tSTAGE\tCODE\tATTEMPTS\tAT")
			for _, l := range letters {
				fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%s\n", l.Job, l.Document, l.Stage, l.Code, l.Attempts, l.At.Format(time.DateTime))
			}
			return t.Flush()
		},
	}
	show := &cobra.Command{
		Use: "show JOB", Short: "Print one dead letter as JSON", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var letter pipeline.DeadLetter
			err := g.admin(cmd, "DeadLetter", DeadName{Tenant: q.Tenant, Job: args[0]}, &letter)
			if errors.Is(err, pipeline.ErrNotFound) {
				return q.missing(args[0])
			}
			if err != nil {
				return err
			}
			e := json.NewEncoder(cmd.OutOrStdout())
			e.SetIndent("", "  ")
			letter.Detail = plain(letter.Detail)
			return e.Encode(letter)
		},
	}
	retry := &cobra.Command{
		Use: "retry JOB…", Short: "Queue dead letters again", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, job := range args {
				err := g.admin(cmd, "Retry", DeadName{Tenant: q.Tenant, Job: job}, &struct{}{})
				if errors.Is(err, pipeline.ErrNotFound) {
					return q.missing(job)
				}
				if err != nil {
					return fmt.Errorf("%s: %w", job, err)
				}
			}
			return nil
		},
	}
	for _, c := range []*cobra.Command{list, show, retry} {
		tenantFlag(c, &q.Tenant)
	}
	cmd.AddCommand(list, show, retry)
	return cmd
}

func (q DeadName) missing(job string) error {
	return fmt.Errorf("%s: tenant %s has no such dead letter, 'docpipe dead list --tenant %s' shows them: %w", job, q.Tenant, q.Tenant, pipeline.ErrNotFound)
}

func (g *globals) deadLetters(cmd *cobra.Command, q DeadName) (letters []pipeline.DeadLetter, err error) {
	err = g.admin(cmd, "Dead", q, &letters)
	return letters, err
}
