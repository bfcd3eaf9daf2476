package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func configCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show or check the configuration",
		Long: `Settings come from defaults, then docpipe.yaml, then the environment (DOCPIPE_
and the path, levels by two underscores: DOCPIPE_NATS__URL), then flags. Any
text may hold ${env:NAME} or ${file:PATH}.

Exit codes:
  0  the configuration is valid
  2  it has mistakes; all of them are named`,
		Example: "  docpipe config show\n  DOCPIPE_LISTEN=:9000 docpipe config check",
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "show",
			Short: "Print every setting as it is in force, secrets hidden",
			Long: `Prints every setting as it is in force, in the form of docpipe.yaml. What is
secret stands as a reference to the environment variable that can hold it.

Exit codes:
  0  the configuration is valid
  2  it has mistakes; all of them are named`,
			Example: "  docpipe config show > docpipe.yaml",
			Args:    cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				c, err := g.config()
				if err != nil {
					return err
				}
				return showConfig(cmd.OutOrStdout(), c)
			},
		},
		&cobra.Command{
			Use:   "check",
			Short: "Report every mistake; exit with 2 when there is one",
			Long: `Reads the configuration as every command does and names all its mistakes, also
those that only show when a model is asked: a price nobody knows, a model that
its provider has turned off.

Exit codes:
  0  the configuration is valid
  2  it has mistakes; all of them are named`,
			Example: "  docpipe config check --config /etc/docpipe.yaml",
			Args:    cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				c, err := g.config()
				if err != nil {
					return err
				}
				if err := c.Models.usable(os.Environ()); err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), "the configuration is valid")
				return err
			},
		},
	)
	return cmd
}
