package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func summariseCommand(g *globals) *cobra.Command {
	o := newDeskOptions()
	var language string
	var points int
	cmd := &cobra.Command{
		Use:   "summarise FILE",
		Short: "Summarise a document; each point cites the page",
		Long: `Says what a document is about in a few points. Each point stands on a quote that
was found on its pages; a point without one is left out.

` + deskExits,
		Example: "  docpipe summarise contract.pdf --points 5 --model mistral",
		Args:    oneArgument("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if points < 1 || points > 50 {
				return usagef("--points %d: write 1 to 50", points)
			}
			if err := checkLocale("--language", language); err != nil {
				return usageError{err}
			}
			return withDesk(cmd, g, o, args, func(ctx context.Context, d *desk) error {
				found, err := d.app.models.tasks.Summarise(ctx, d.documents[0], points, language)
				if err != nil {
					return err
				}
				return showSummary(cmd.OutOrStdout(), found, o.asJSON)
			})
		},
	}
	o.answerFlags(cmd)
	languageFlag(cmd, &language)
	cmd.Flags().IntVar(&points, "points", 7, "`number` of points at most")
	return cmd
}

// showSummary prints the points with the places that prove them.
func showSummary(w io.Writer, points []pipeline.SummaryPoint, asJSON bool) error {
	if asJSON {
		if err := writeJSON(w, map[string]any{"points": points}); err != nil {
			return err
		}
	} else {
		for _, p := range points {
			fmt.Fprintf(w, "- %s\n%s\n", p.Text, citation(p.Evidence))
		}
		if len(points) == 0 {
			fmt.Fprintln(w, "Nothing that the pages prove could be said.")
		}
	}
	if len(points) == 0 {
		return exitError(exitIncomplete)
	}
	return nil
}
