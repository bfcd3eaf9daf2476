package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func describeCommand(g *globals) *cobra.Command {
	o := newDeskOptions()
	cmd := &cobra.Command{
		Use:   "describe FILE",
		Short: "Describe what pages show besides text: signatures, stamps",
		Long: `Has a model that reads images look at each page. Text in a stamp or beside a
signature is tied to its place when it stands among the words of the page.

` + deskExits,
		Example: "  docpipe describe contract.pdf --model mistral",
		Args:    oneArgument("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withDesk(cmd, g, o, args, func(ctx context.Context, d *desk) error {
				pages, err := d.app.models.tasks.Describe(ctx, d.documents[0])
				if err != nil {
					return err
				}
				w := cmd.OutOrStdout()
				if o.asJSON {
					return writeJSON(w, map[string]any{"pages": pages})
				}
				for _, p := range pages {
					fmt.Fprintf(w, "page %d: %s\n", p.Page, p.Summary)
					for _, x := range p.Things {
						fmt.Fprintf(w, "  %s, %s: %s", x.Kind, x.Place, x.Describe)
						if x.Text != "" {
							fmt.Fprintf(w, " %q", x.Text)
						}
						fmt.Fprintln(w)
					}
				}
				return nil
			})
		},
	}
	o.answerFlags(cmd)
	return cmd
}
