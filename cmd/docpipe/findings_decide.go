package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

// A decision command asks for one kind of decision.
type decisionCommand struct {
	FindingName
	decision pipeline.Decision
}

// command makes the command; complete fills in what its own flags say.
func (d *decisionCommand) command(g *globals, use, short, long, example string, complete func() error) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long + findingsHelp, Example: example, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			d.ID = args[0]
			if err := complete(); err != nil {
				return err
			}
			if err := d.decision.Check(time.Now()); err != nil {
				return usageError{err}
			}
			return d.ask(g, cmd)
		},
	}
	tenantFlag(cmd, &d.Tenant)
	cmd.Flags().StringVar(&d.decision.Reason, "reason", "", "why, in your own `words`: they stand beside the finding, and their hash in the audit log")
	return cmd
}

func (d *decisionCommand) ask(g *globals, cmd *cobra.Command) error {
	asked, err := json.Marshal(d.decision)
	if err != nil {
		return err
	}
	var raw []byte
	if err := g.admin(cmd, "Decide", DecideRequest{d.Tenant, d.ID, asked}, &raw); err != nil {
		return d.explain(err)
	}
	var f pipeline.FindingRecord
	if err := json.Unmarshal(raw, &f); err != nil {
		return err
	}
	if d.decision.Decision == pipeline.Correct {
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: corrected; the rules run again on %s\n", f.ID, f.Document)
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", f.ID, f.Disposition.Kind)
	return err
}

func nothingMore() error { return nil }

func findingsAccept(g *globals) *cobra.Command {
	d := &decisionCommand{decision: pipeline.Decision{Decision: pipeline.Accept}}
	return d.command(g, "accept ID", "Say that it is as the rule says", "Accepts a finding: it is as the rule says.",
		"  docpipe findings accept fnd_01jd…", nothingMore)
}

func findingsEscalate(g *globals) *cobra.Command {
	d := &decisionCommand{decision: pipeline.Decision{Decision: pipeline.Escalate}}
	return d.command(g, "escalate ID", "Leave the decision to somebody else", "Escalates a finding: somebody else must decide. It needs a reason.",
		"  docpipe findings escalate fnd_01jd… --reason \"above my limit\"", nothingMore)
}

func findingsWaive(g *globals) *cobra.Command {
	d := &decisionCommand{decision: pipeline.Decision{Decision: pipeline.Waive}}
	var until string
	cmd := d.command(g, "waive ID", "Let it be, until a day",
		`Waives a finding: it is so, and may be, until the end of a day or a time. The
waiver holds for the same objection to the same bytes, whenever they come, and
for no other. When it ends the finding is open again.`,
		"  docpipe findings waive fnd_01jd… --reason \"paid before\" --until 2026-12-31\n  docpipe findings waive fnd_01jd… --reason \"paid before\" --until 30d",
		func() (err error) {
			d.decision.Until, err = untilFlag(until)
			return err
		})
	cmd.Flags().StringVar(&until, "until", "", "last `day` in UTC, such as 2026-12-31; a time; or how long from now, such as 30d")
	return cmd
}

func untilFlag(text string) (*time.Time, error) {
	if d, err := parseDuration(text); err == nil && text != "" {
		at := time.Now().Add(d).UTC().Truncate(time.Second)
		return &at, nil
	}
	at, err := pipeline.ParseUntil(text)
	if err != nil {
		return nil, usagef("--until: %w", err)
	}
	return at, nil
}

func findingsCorrect(g *globals) *cobra.Command {
	d := &decisionCommand{decision: pipeline.Decision{Decision: pipeline.Correct}}
	var texts, literals, absent []string
	cmd := d.command(g, "correct ID", "Put values right that were misread",
		`Puts values of the finding's document right, has the rules run again, and makes
that the next version of its result. Findings that are gone then are resolved
as corrected. The document is worked on by a running service, else at the next
start of one.`,
		"  docpipe findings correct fnd_01jd… --set /totals/gross=119.00 \\\n    --reason \"misread\"\n  docpipe findings correct fnd_01jd… --absent /buyer/vat_id \\\n    --reason \"a phone number\"",
		func() (err error) {
			d.decision.Values, err = correctedValues(texts, literals, absent)
			return err
		})
	cmd.Flags().StringArrayVar(&texts, "set", nil, "`POINTER=TEXT` of a value; may be repeated")
	cmd.Flags().StringArrayVar(&literals, "set-json", nil, "`POINTER=JSON` of a value that is no text, such as 3 or true")
	cmd.Flags().StringArrayVar(&absent, "absent", nil, "`POINTER` of a value that is not on the document")
	return cmd
}

// correctedValues reads the flags of correct.
func correctedValues(texts, literals, absent []string) (map[string]any, error) {
	values := map[string]any{}
	for _, text := range texts {
		pointer, value, found := strings.Cut(text, "=")
		if !found {
			return nil, usagef("--set %q: write it as /totals/gross=119.00", text)
		}
		values[pointer] = value
	}
	for _, text := range literals {
		pointer, value, found := strings.Cut(text, "=")
		var v any
		if !found || json.Unmarshal([]byte(value), &v) != nil {
			return nil, usagef("--set-json %q: write it as /pages=3", text)
		}
		values[pointer] = v
	}
	for _, pointer := range absent {
		values[pointer] = nil
	}
	return values, nil
}
