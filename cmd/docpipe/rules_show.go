package main

import (
	"io"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"

	"docpipe/compliance"
)

func rulesShowCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "show RULE|PACK",
		Short: "Print a rule whole, or the parameters of a pack",
		Long: `Prints the rule as its pack writes it.

Exit codes:
  0  done
  2  usage, or a rule that there is not`,
		Example: "  docpipe rules show EU-VAT-CO-15\n  docpipe rules show eu-vat-invoice",
		Args:    oneArgument("rule or pack"),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := g.rulesOf(compliance.Sources{})
			if err != nil {
				return err
			}
			return showRule(cmd.OutOrStdout(), b, args[0])
		},
	}
}

func showRule(w io.Writer, b *compliance.Book, name string) error {
	ids := packNames(b)
	for _, p := range b.Packs() {
		if p.Name == name {
			return showPack(w, p)
		}
		if r := p.Rule(name); r != nil {
			_, err := io.WriteString(w, p.Text(r))
			return err
		}
		for _, r := range p.Rules {
			ids = append(ids, r.ID)
		}
	}
	return usagef("rule %s: there is none%s", name, didYouMean(name, ids))
}

func showPack(w io.Writer, p *compliance.Pack) error {
	e := yaml.NewEncoder(w)
	return e.Encode(struct {
		Pack, Version, Title, File, SHA256 string
		DocTypes                           []string
		Params                             map[string]any
		Rules                              int
	}{p.Name, p.Version, p.Title, p.File, p.SHA256, p.DocTypes, p.Params, len(p.Rules)})
}
