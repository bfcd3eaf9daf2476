package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"
)

func configCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show or check the configuration",
		Long: `Settings come from defaults, then docpipe.yaml, then the environment (DOCPIPE_ and the path,
levels by two underscores: DOCPIPE_NATS__URL), then flags.`,
		Example: "  docpipe config show\n  DOCPIPE_LISTEN=:9000 docpipe config check",
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "show",
			Short: "Print every setting as it is in force, secrets hidden",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				c, err := g.config()
				if err != nil {
					return err
				}
				return showConfig(cmd, c)
			},
		},
		&cobra.Command{
			Use:   "check",
			Short: "Report every mistake; exit with 2 when there is one",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				if _, err := g.config(); err != nil {
					return err
				}
				_, err := fmt.Fprintln(cmd.OutOrStdout(), "the configuration is valid")
				return err
			},
		},
	)
	return cmd
}

func showConfig(cmd *cobra.Command, c Config) error {
	var nested map[string]any
	if err := decodeTagged(c, &nested); err != nil {
		return err
	}
	e := yaml.NewEncoder(cmd.OutOrStdout())
	e.SetIndent(2)
	defer e.Close()
	return e.Encode(nested)
}
