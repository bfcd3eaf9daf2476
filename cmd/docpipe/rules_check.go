package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"docpipe/compliance"
	"docpipe/schemas"
)

func rulesTestCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "test [PACK|FILE]…",
		Short: "Run the examples of the rules",
		Long: `Runs every example of every rule and names those that did not give what they want.

Exit codes:
  0  every example gave what it wants
  1  one did not
  2  usage, or a pack that does not load`,
		Example: "  docpipe rules test\n  docpipe rules test eu-vat-invoice",
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := g.rulesOf(compliance.Sources{})
			if err != nil {
				return err
			}
			packs, err := packFiles(b, args)
			if err != nil {
				return err
			}
			var errs []error
			for _, p := range packs {
				n, err := p.Test("")
				errs = append(errs, err)
				fmt.Fprintf(cmd.OutOrStdout(), "%s %s: %d rules, %d examples\n", p.Name, p.Version, len(p.Rules), n)
			}
			return errors.Join(errs...)
		},
	}
}

func rulesCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE",
		Short: "Say whether docpipe can use a pack; exit with 2 when not",
		Long: `Reads a pack, compiles its expressions for each of its types of document and runs its
examples. Every mistake is named with its line, and what would keep it from being in force beside
the packs that docpipe ships: their names and the ids of their rules.

Exit codes:
  0  the pack can be used
  2  it cannot`,
		Example: "  docpipe rules check my-pack.yaml",
		Args:    oneArgument("file of a pack"),
		RunE: func(cmd *cobra.Command, args []string) error {
			types, err := schemas.NewRegistry()
			if err != nil {
				return err
			}
			l := compliance.NewLibrary(types.List())
			p, err := l.File(args[0])
			if err != nil {
				return usageError{err}
			}
			if _, err = l.With(p); err != nil {
				return usageError{err}
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s %s can be used: %d rules for %s\n", p.Name, p.Version, len(p.Rules), joinWords(p.DocTypes))
			return err
		},
	}
}
