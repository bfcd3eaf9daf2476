package compliance

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// A family is rules that are written once for several terms or codes. Each row of Each gives
// the values of $(name) in the text of Rules, and makes one set of them:
//
//	families:
//	  - each:
//	      - {id: BR-31, list: allowances}
//	      - {id: BR-36, list: charges}
//	    rules:
//	      - id: $(id)
//	        for_each: inv.$(list)
//	        …
//
// The key rules stands last. Mistakes are told on the lines of the family.
type family struct {
	Each  []map[string]string `yaml:"each"`
	Rules yaml.Node           `yaml:"rules"`
}

// parameter is how the text of a family names one.
var parameter = regexp.MustCompile(`\$\([a-z_]*\)?`)

// expand writes the rules of all families out.
func (p *Pack) expand(raw []byte, tree *yaml.Node, families []family, read decoder) error {
	ends := familyEnds(tree)
	lines := bytes.SplitAfter(raw, []byte("\n"))
	for i, f := range families {
		if len(f.Each) == 0 || f.Rules.Kind != yaml.SequenceNode {
			return &LoadError{File: p.File, Line: f.Rules.Line, Reason: "a family has each, and after it rules"}
		}
		from, to := f.Rules.Line-1, min(ends[i], len(lines))
		text := strings.Repeat("\n", from) + string(bytes.Join(lines[from:max(from, to)], nil))
		for _, values := range f.Each {
			rules, err := p.member(text, values, read)
			if err != nil {
				return err
			}
			p.Rules = append(p.Rules, rules...)
		}
	}
	return nil
}

// member reads the rules of a family for one row of values.
func (p *Pack) member(text string, values map[string]string, read decoder) ([]*Rule, error) {
	for name, value := range values {
		text = strings.ReplaceAll(text, "$("+name+")", value)
	}
	if at := parameter.FindStringIndex(text); at != nil {
		line := 1 + strings.Count(text[:at[0]], "\n")
		return nil, &LoadError{File: p.File, Line: line, Reason: fmt.Sprintf("%s: the family gives it no value", text[at[0]:at[1]])}
	}
	var rules []*Rule
	tree, err := read([]byte(text), &rules)
	if err != nil {
		return nil, loadErrors(p.File, err)
	}
	for i, n := range tree.Content[0].Content {
		if rules[i] == nil {
			return nil, &LoadError{File: p.File, Line: n.Line, Reason: "rules: an entry with nothing in it"}
		}
		rules[i].line = n.Line
	}
	return rules, nil
}

// familyEnds tells for each family how many lines of the file stand before what follows it.
func familyEnds(tree *yaml.Node) []int {
	var begins []int
	after := math.MaxInt
	keys := tree.Content[0].Content
	for i := 0; i+1 < len(keys); i += 2 {
		if keys[i].Value == "families" {
			for _, f := range keys[i+1].Content {
				begins = append(begins, f.Line-1)
			}
			if i+2 < len(keys) {
				after = keys[i+2].Line - 1
			}
		}
	}
	if len(begins) == 0 {
		return nil
	}
	return append(begins[1:], after)
}
