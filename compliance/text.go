package compliance

import (
	"bytes"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Text is the rule as the pack's file writes it: one of a family with its own values, and with what
// the file says once for several rules in its place.
func (p *Pack) Text(r *Rule) string {
	tree, err := p.tree()
	if err != nil {
		return ""
	}
	return standalone(p.node(tree, r))
}

// Bases are the documents that the examples of a rule are laid on, as the pack's file writes them; ""
// where they need none.
func (p *Pack) Bases(r *Rule) string {
	tree, err := p.tree()
	if err != nil {
		return ""
	}
	used := map[string]bool{}
	for _, e := range r.Tests {
		used[e.From] = true
	}
	kept := &yaml.Node{Kind: yaml.MappingNode}
	all := under(tree, "bases")
	for i := 0; i+1 < len(all); i += 2 {
		if used[all[i].Value] {
			kept.Content = append(kept.Content, all[i], all[i+1])
		}
	}
	if len(kept.Content) == 0 {
		return ""
	}
	return standalone(kept)
}

func (p *Pack) tree() (*yaml.Node, error) {
	var tree yaml.Node
	return &tree, yaml.Unmarshal(p.raw, &tree)
}

// node finds a rule in the file, nil when it is not there.
func (p *Pack) node(tree *yaml.Node, r *Rule) *yaml.Node {
	all := under(tree, "rules")
	lines := bytes.SplitAfter(p.raw, []byte("\n"))
	families := under(tree, "families")
	for i, end := range familyEnds(tree) {
		rules := value(families[i], "rules")
		if rules == nil || rules.Line > r.line || end < r.line {
			continue
		}
		for _, row := range value(families[i], "each").Content {
			all = append(all, memberNodes(lines, rules.Line-1, end, row)...)
		}
	}
	i := slices.IndexFunc(all, func(n *yaml.Node) bool { id := value(n, "id"); return id != nil && id.Value == r.ID })
	if i < 0 {
		return nil
	}
	return all[i]
}

// memberNodes are the rules that a family makes for one row of values.
func memberNodes(lines [][]byte, from, to int, row *yaml.Node) []*yaml.Node {
	var values map[string]string
	if row.Decode(&values) != nil {
		return nil
	}
	text := string(bytes.Join(lines[from:min(to, len(lines))], nil))
	for name, v := range values {
		text = strings.ReplaceAll(text, "$("+name+")", v)
	}
	var tree yaml.Node
	if yaml.Unmarshal([]byte(text), &tree) != nil || len(tree.Content) == 0 {
		return nil
	}
	return tree.Content[0].Content
}

// value is what stands under a key of a mapping, nil for nothing.
func value(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// standalone writes a part of the file that needs no other part.
func standalone(n *yaml.Node) string {
	var b strings.Builder
	if n == nil {
		return ""
	}
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if e.Encode(whole(n)) != nil {
		return ""
	}
	return b.String()
}

// whole copies a node with what its aliases stand for in their place.
func whole(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return whole(n.Alias)
	}
	c := *n
	c.Anchor = ""
	c.Content = nil
	for _, below := range n.Content {
		c.Content = append(c.Content, whole(below))
	}
	return &c
}
