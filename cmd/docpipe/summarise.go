package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
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
			return withDesk(cmd, g, o, args, func(ctx context.Context, d *desk) error {
				found, err := d.app.models.tasks.Summarise(ctx, d.documents[0], points, language)
				if err != nil {
					return err
				}
				w := cmd.OutOrStdout()
				if o.asJSON {
					return writeJSON(w, map[string]any{"points": found})
				}
				for _, p := range found {
					fmt.Fprintf(w, "- %s\n%s\n", p.Text, citation(p.Evidence))
				}
				if len(found) == 0 {
					fmt.Fprintln(w, "Nothing that the pages prove could be said.")
					return exitError(exitIncomplete)
				}
				return nil
			})
		},
	}
	o.flags(cmd)
	languageFlag(cmd, &language)
	cmd.Flags().IntVar(&points, "points", 7, "`number` of points at most")
	return cmd
}
