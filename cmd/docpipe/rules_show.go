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
		Short: "Print a rule whole, or the terms of a pack",
		Long: `Prints the rule as its pack writes it, and the definitions, parameters and tables that it uses,
with the documents that its examples start from; of a pack the terms of all its rules. Parameters are printed as rules.params sets them.

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
			return showPack(w, b, p)
		}
		if r := p.Rule(name); r != nil {
			return showTerms(w, p, r, b.Vocabulary(p, r))
		}
		for _, r := range p.Rules {
			ids = append(ids, r.ID)
		}
	}
	return usagef("rule %s: there is none%s", name, didYouMean(name, ids))
}

// showTerms writes a rule, and below it what the names in it stand for.
func showTerms(w io.Writer, p *compliance.Pack, r *compliance.Rule, terms compliance.Vocabulary) error {
	if _, err := p.Examples(r); err != nil {
		return err
	}
	text := p.Text(r)
	if len(terms.Define)+len(terms.Params)+len(terms.Tables) > 0 {
		raw, err := yaml.Marshal(terms)
		if err != nil {
			return err
		}
		text += "\n# what it uses of its pack\n" + string(raw)
	}
	if bases := p.Bases(r); bases != "" {
		text += "\n# what its examples start from\n" + bases
	}
	_, err := io.WriteString(w, text)
	return err
}

func showPack(w io.Writer, b *compliance.Book, p *compliance.Pack) error {
	e := yaml.NewEncoder(w)
	return e.Encode(struct {
		Pack, Version, Title, File, SHA256 string
		DocTypes                           []string
		compliance.Vocabulary              `yaml:",inline"`
		Rules                              int
	}{p.Name, p.Version, p.Title, p.File, p.SHA256, p.DocTypes, b.Vocabulary(p, nil), len(p.Rules)})
}
