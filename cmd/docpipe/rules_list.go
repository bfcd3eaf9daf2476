package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"docpipe/compliance"
)

func rulesListCommand(g *globals) *cobra.Command {
	var doctype string
	cmd := &cobra.Command{
		Use:   "list [PACK|FILE]…",
		Short: "List the rules in force",
		Long: `Lists pack, rule, severity, number of examples, source and title.

With --doctype it lists the rules for that type of document, and at the end those that
are not applicable because its schema does not carry their terms.

Exit codes:
  0  done
  2  usage, configuration, or a pack that does not load`,
		Example: "  docpipe rules list\n  docpipe rules list eu-vat-invoice\n  docpipe rules list --doctype receipt",
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := g.rulesOf(compliance.Sources{})
			if err != nil {
				return err
			}
			packs, err := packFiles(b, args)
			if err != nil {
				return err
			}
			return listRules(cmd.OutOrStdout(), packs, doctype)
		},
	}
	cmd.Flags().StringVar(&doctype, "doctype", "", "rules for this `type` of document, such as invoice")
	return cmd
}

func listRules(w io.Writer, packs []*compliance.Pack, doctype string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "PACK\tRULE\tSEVERITY\tEXAMPLES\tSOURCE\tTITLE")
	var lacking []string
	rules, examples := 0, 0
	for _, p := range packs {
		without, err := lackingRules(p, doctype)
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(without)) {
			lacking = append(lacking, fmt.Sprintf("  %s\t%s\t%s", p.Name, id, oneLine(without[id])))
		}
		if doctype != "" && !slices.Contains(p.DocTypes, doctype) {
			continue
		}
		for _, r := range p.Rules {
			if _, not := without[r.ID]; not {
				continue
			}
			tests, err := p.Examples(r)
			if err != nil {
				return err
			}
			rules, examples = rules+1, examples+len(tests)
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%s\n", p.Name, r.ID, r.Severity, len(tests), sourceOf(r), r.Title)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d rules with %d examples in %d packs\n", rules, examples, len(packs))
	if len(lacking) > 0 {
		fmt.Fprintf(w, "not applicable to %s, whose schema does not carry their terms:\n", doctype)
		fmt.Fprintln(t, strings.Join(lacking, "\n"))
	}
	return t.Flush()
}

// lackingRules are the rules of a pack without terms in the schema of doctype.
func lackingRules(p *compliance.Pack, doctype string) (map[string]string, error) {
	if doctype == "" || !slices.Contains(p.DocTypes, doctype) {
		return nil, nil
	}
	return p.Lacking(doctype)
}

func sourceOf(r *compliance.Rule) string {
	name := r.Source.Law
	if name == "" {
		name = r.Source.Standard
	}
	return name + " " + r.Source.Ref
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
