package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

const findingsHelp = `

Exit codes:
  0  done
  1  there is no such finding, or it is resolved already
  2  usage, or a decision that lacks something: nothing was written`

func findingsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "findings",
		Short: "List findings and decide on them",
		Long: `A finding is what a rule objects to in a document. People accept it, waive it
until a day, correct a value that was misread, or escalate it. Each decision is
an event, stands in the audit log, and holds for this finding alone.

By REST the same is POST /v1/findings/{id}/decision, with a key of the scope
` + pipeline.ScopeFindingsDecide + `.`,
		Example: `  docpipe findings list --severity high --disposition open
  docpipe findings waive fnd_01jd… --reason "paid before" --until 2026-12-31
  docpipe findings correct fnd_01jd… --set /totals/gross=119.00 \
    --reason "the 9 was read as a 0"`,
	}
	cmd.AddCommand(findingsList(g), findingsShow(g), findingsAccept(g), findingsWaive(g), findingsCorrect(g), findingsEscalate(g), findingsExport(g))
	return cmd
}

func findingsList(g *globals) *cobra.Command {
	var q FindingsQuery
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List findings, newest first", Args: cobra.NoArgs,
		Long:    "Lists findings, newest first." + findingsHelp,
		Example: "  docpipe findings list --severity critical --disposition open",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFilters(q.Query); err != nil {
				return err
			}
			var raw []byte
			if err := g.admin(cmd, "Findings", q, &raw); err != nil {
				return err
			}
			var found []pipeline.FindingRecord
			if err := json.Unmarshal(raw, &found); err != nil {
				return err
			}
			if asJSON {
				return asLines(cmd.OutOrStdout(), found)
			}
			return showFindings(cmd.OutOrStdout(), found)
		},
	}
	tenantFlag(cmd, &q.Tenant)
	f := cmd.Flags()
	f.StringVar(&q.Query.Document, "document", "", "only of this document (`id`)")
	f.StringVar(&q.Query.Severity, "severity", "", "critical, high, medium, low or info")
	f.StringVar(&q.Query.Disposition, "disposition", "", "open, accepted, waived or escalated")
	f.StringVar(&q.Query.Transition, "transition", "", "raised or resolved")
	f.StringVar(&q.Query.Pack, "pack", "", "only of this `pack` of rules")
	f.StringVar(&q.Query.Rule, "rule", "", "only of this rule (`id`)")
	f.IntVar(&q.Query.Limit, "limit", 50, "at most so many, up to 500")
	f.BoolVar(&asJSON, "json", false, "print one JSON object a line")
	completes(cmd, "severity", findingSeverities...)
	completes(cmd, "disposition", findingStates...)
	completes(cmd, "transition", findingTransitions...)
	return cmd
}

// The words that findings are chosen by.
var (
	findingSeverities  = []string{"critical", "high", "medium", "low", "info"}
	findingStates      = []string{"open", "accepted", "waived", "escalated"}
	findingTransitions = []string{"raised", "resolved"}
)

// checkFilters refuses words that no finding has: nothing found must mean that nothing is there.
func checkFilters(q pipeline.FindingQuery) error {
	for _, f := range []struct {
		flag, value string
		words       []string
	}{
		{"--severity", q.Severity, findingSeverities},
		{"--disposition", q.Disposition, findingStates},
		{"--transition", q.Transition, findingTransitions},
	} {
		if err := oneOf(f.flag, f.value, f.words...); f.value != "" && err != nil {
			return usageError{err}
		}
	}
	return nil
}

func asLines[T any](w io.Writer, all []T) error {
	e := json.NewEncoder(w)
	for _, one := range all {
		if err := e.Encode(one); err != nil {
			return err
		}
	}
	return nil
}

func showFindings(w io.Writer, found []pipeline.FindingRecord) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tSEVERITY\tVERDICT\tSTATE\tRULE\tDOCUMENT\tMESSAGE")
	for _, f := range found {
		state := f.Disposition.Kind
		if f.Transition == "resolved" {
			state = f.Transition
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.ID, f.Severity, f.Verdict, state, f.Rule.ID, f.Document, printable(f.Message))
	}
	return t.Flush()
}

func findingsShow(g *globals) *cobra.Command {
	var q FindingName
	cmd := &cobra.Command{
		Use: "show ID", Short: "Print a finding and what was decided on it, as JSON", Args: cobra.ExactArgs(1),
		Long:    "Prints a finding with its evidence and all decisions on it, as JSON." + findingsHelp,
		Example: "  docpipe findings show fnd_01jd…",
		RunE: func(cmd *cobra.Command, args []string) error {
			q.ID = args[0]
			var raw []byte
			if err := g.admin(cmd, "Finding", q, &raw); err != nil {
				return q.explain(err)
			}
			return showJSON(cmd.OutOrStdout(), raw)
		},
	}
	tenantFlag(cmd, &q.Tenant)
	return cmd
}

// showJSON prints JSON for a person to read.
func showJSON(w io.Writer, raw []byte) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(json.RawMessage(raw))
}

// explain says what to do about a finding that is not there.
func (q FindingName) explain(err error) error {
	if errors.Is(err, pipeline.ErrNotFound) {
		return fmt.Errorf("%s: tenant %s has no such finding, 'docpipe findings list --tenant %s' shows them: %w", q.ID, q.Tenant, q.Tenant, pipeline.ErrNotFound)
	}
	return err
}
