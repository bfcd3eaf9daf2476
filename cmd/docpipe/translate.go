package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"
)

func translateCommand(g *globals) *cobra.Command {
	o := newDeskOptions()
	var to string
	cmd := &cobra.Command{
		Use:   "translate FILE --to TAG",
		Short: "Translate the text of a document, line by line",
		Long: `Translates what stands on the pages. Numbers, names and dates stay as they are
printed; with --json each line carries its place and its source.

` + deskExits,
		Example: "  docpipe translate lettre.pdf --to de --model mistral",
		Args:    oneArgument("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := language.Parse(to); err != nil {
				return usagef("--to %q is no language: write a BCP 47 tag such as de or pt-BR", to)
			}
			return withDesk(cmd, g, o, args, func(ctx context.Context, d *desk) error {
				pages, err := d.app.models.tasks.Translate(ctx, d.documents[0], to)
				if err != nil {
					return err
				}
				w := cmd.OutOrStdout()
				if o.asJSON {
					return writeJSON(w, map[string]any{"language": to, "pages": pages})
				}
				for i, p := range pages {
					if i > 0 {
						fmt.Fprint(w, "\f")
					}
					for _, l := range p.Lines {
						fmt.Fprintln(w, l.Text)
					}
				}
				return nil
			})
		},
	}
	o.answerFlags(cmd)
	cmd.Flags().StringVar(&to, "to", "", "`tag` of the language to translate into, such as de")
	return cmd
}
