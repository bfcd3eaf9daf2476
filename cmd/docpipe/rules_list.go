package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"docpipe/compliance"
)

func rulesListCommand(g *globals) *cobra.Command {
	var doctype string
	cmd := &cobra.Command{
		Use:   "list [PACK|FILE]…",
		Short: "List the rules in force",
		Long: `Lists the rules of each pack: severity, number of examples, title and source. A source that is
that of the rule above is not repeated. A pack that docpipe does not bring is listed with its file,
and with the version of the shipped one in whose place it stands.

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
			if err := listRules(cmd.OutOrStdout(), packs, doctype); err != nil {
				return err
			}
			return g.tellStrays(cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&doctype, "doctype", "", "rules for this `type` of document, such as invoice")
	return cmd
}

func listRules(w io.Writer, packs []*compliance.Pack, doctype string) error {
	l := &ruleList{w: w, doctype: doctype}
	for _, p := range packs {
		if err := l.pack(p); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "%d rules with %d examples in %d packs\n", l.rules, l.examples, l.packs)
	if len(l.lacking) > 0 {
		fmt.Fprintf(w, "\nnot applicable to %s, whose schema does not carry their terms:\n%s", doctype, strings.Join(l.lacking, ""))
	}
	return nil
}

// A ruleList writes rules pack by pack and counts them.
type ruleList struct {
	w       io.Writer
	doctype string // empty for rules for any

	packs, rules, examples int
	lacking                []string // rows of what is not applicable to doctype
}

// pack writes one pack, if it has rules for the type of document.
func (l *ruleList) pack(p *compliance.Pack) error {
	without, err := lackingRules(p, l.doctype)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(without)) {
		l.lacking = append(l.lacking, row("  "+id, "("+p.Name+") "+without[id]))
	}
	if l.doctype != "" && !slices.Contains(p.DocTypes, l.doctype) {
		return nil
	}
	l.packs++
	fmt.Fprint(l.w, row(p.Name+" "+p.Version+":", p.Title+origin(p)))
	rules := slices.DeleteFunc(slices.Clone(p.Rules), func(r *compliance.Rule) bool {
		_, lacks := without[r.ID]
		return lacks
	})
	widest, source := 0, ""
	for _, r := range rules {
		widest = max(widest, len(r.ID))
	}
	for _, r := range rules {
		if err := l.rule(p, r, widest, r.Title+unlike(&source, sourceOf(r))); err != nil {
			return err
		}
	}
	fmt.Fprintln(l.w)
	return nil
}

// origin says where a pack comes from that docpipe does not bring.
func origin(p *compliance.Pack) string {
	switch {
	case p.Shipped:
		return ""
	case p.Replaces != "":
		return fmt.Sprintf(" (from %s, in place of the shipped %s)", p.File, p.Replaces)
	}
	return fmt.Sprintf(" (from %s)", p.File)
}

// rule writes one rule, its id padded to the widest of the pack's.
func (l *ruleList) rule(p *compliance.Pack, r *compliance.Rule, widest int, text string) error {
	examples, err := p.Examples(r)
	if err != nil {
		return err
	}
	l.rules, l.examples = l.rules+1, l.examples+len(examples)
	fmt.Fprint(l.w, row(fmt.Sprintf("  %-*s  %-8s  %3d ", widest, r.ID, r.Severity, len(examples)), text))
	return nil
}

// unlike is the source in brackets, nothing when it is the one before.
func unlike(before *string, source string) string {
	if source == *before {
		return ""
	}
	*before = source
	return " (" + source + ")"
}

// row is a line that begins with head. Text that is wider than a terminal goes on below itself.
func row(head, text string) string {
	at := len(head) + 1
	lines := fill(strings.Fields(text), helpWidth-at)
	return head + " " + strings.Join(lines, "\n"+strings.Repeat(" ", at)) + "\n"
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
	return name + ", " + r.Source.Ref
}
