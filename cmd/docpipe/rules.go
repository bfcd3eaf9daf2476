package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"docpipe/compliance"
	"docpipe/schemas"
)

func rulesCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List, show, test and try the rules of the checks",
		Long: `Rules are packs in YAML: expressions with their legal source and examples. docpipe
ships some; your own stand in the folder that rules.folder names.`,
		Example: `  docpipe rules list --doctype invoice
  docpipe rules show EU-VAT-CO-15
  docpipe rules check my-pack.yaml
  docpipe rules run --pack my-pack.yaml --since 90d`,
	}
	cmd.AddCommand(rulesListCommand(g), rulesShowCommand(g), rulesTestCommand(g), rulesCheckCommand(), rulesRunCommand(g))
	return cmd
}

// openRules opens the packs in force.
func openRules(c Config, types *schemas.Registry, sources compliance.Sources) (*compliance.Book, error) {
	rules := compliance.Config{
		Timezone: c.Timezone, MinConfidence: c.Rules.MinConfidence, Folder: c.Rules.Folder, Packs: packsFor(c, sources),
		Params: c.Rules.Params, Tenants: map[string]compliance.Params{},
	}
	for name, t := range c.Tenants {
		rules.Tenants[name] = t.Params
	}
	b, err := compliance.NewBook(rules, types.List(), sources)
	if err != nil {
		return nil, usageError{err}
	}
	return b, nil
}

// rulesOf opens all packs for a command, those on request too.
func (g *globals) rulesOf(sources compliance.Sources) (*compliance.Book, error) {
	c, err := g.config()
	if err != nil {
		return nil, err
	}
	types, err := schemas.NewRegistry()
	if err != nil {
		return nil, err
	}
	c.Rules.Packs = []string{compliance.AllPacks}
	return openRules(c, types, sources)
}

// findPack returns the pack in force of this name, or the one in this file.
func findPack(b *compliance.Book, name string) (*compliance.Pack, error) {
	i := slices.IndexFunc(b.Packs(), func(p *compliance.Pack) bool { return p.Name == name })
	if i >= 0 {
		return b.Packs()[i], nil
	}
	if !strings.ContainsAny(name, "./") {
		return nil, usagef("pack %s: there is none%s", name, didYouMean(name, packNames(b)))
	}
	p, err := b.Library().File(name)
	if err != nil {
		return nil, usageError{err}
	}
	return p, nil
}

func packNames(b *compliance.Book) []string {
	var names []string
	for _, p := range b.Packs() {
		names = append(names, p.Name)
	}
	return names
}

// packFiles lists the packs that a command names, all in force without one.
func packFiles(b *compliance.Book, names []string) ([]*compliance.Pack, error) {
	if len(names) == 0 {
		return b.Packs(), nil
	}
	var packs []*compliance.Pack
	var errs []error
	for _, name := range names {
		p, err := findPack(b, name)
		packs, errs = append(packs, p), append(errs, err)
	}
	return packs, errors.Join(errs...)
}
