package compliance

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"gopkg.in/yaml.v3"
)

// readTables reads the data files that the pack names, as table.NAME in expressions. Their
// values are texts, lists and maps: rates and dates are written out by dec() and date().
func (p *Pack) readTables(l Library, files map[string]string) error {
	p.tables = map[string]any{}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		v, err := l.readTable(files[name])
		if err != nil {
			errs = append(errs, &LoadError{File: p.File, Reason: fmt.Sprintf("tables.%s: %s: %v", name, files[name], err)})
			continue
		}
		p.tables[name] = v
	}
	return errors.Join(errs...)
}

func (l Library) readTable(file string) (any, error) {
	if l.Table == nil {
		return nil, errors.New("no tables are at hand")
	}
	raw, err := l.Table(file)
	if err != nil {
		return nil, err
	}
	var n yaml.Node
	if err := yaml.Unmarshal(raw, &n); err != nil {
		return nil, err
	}
	var whole any // the decoder refuses an alias that holds itself, or that blows the table up
	if err := n.Decode(&whole); err != nil {
		return nil, err
	}
	return plain(&n), nil
}

// plain turns YAML into what JSON has, with every number and date as it is written.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case 0: // nothing was written
		return nil
	case yaml.DocumentNode:
		return plain(n.Content[0])
	case yaml.AliasNode:
		return plain(n.Alias)
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = plain(c)
		}
		return list
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	}
	return n.Value
}
