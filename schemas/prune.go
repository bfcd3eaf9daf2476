package schemas

// Prune returns data as a user's schema wants it after a model was made to state every
// property: without the nulls of what is not on the document, and without groups that hold
// nothing. A null stays where the schema requires the property and allows null. Data itself is
// not changed.
func (s *Schema) Prune(data any) any {
	pruned, _ := prune(s.Root, data)
	if group, ok := pruned.(map[string]any); ok {
		return group
	}
	return map[string]any{}
}

// prune reports false for what goes. n is nil below what the schema names.
func prune(n *Node, data any) (any, bool) {
	switch data := data.(type) {
	case nil:
		return nil, n != nil && n.Nullable && n.Required
	case map[string]any:
		return pruneGroup(n, data)
	case []any:
		var items *Node
		if n != nil {
			items = n.Items
		}
		list := []any{}
		for _, e := range data {
			if v, ok := prune(items, e); ok {
				list = append(list, v)
			}
		}
		return list, true
	}
	return data, true
}

func pruneGroup(n *Node, data map[string]any) (any, bool) {
	group := map[string]any{}
	for name, e := range data {
		var child *Node
		if n != nil {
			child = n.Property(name)
		}
		if v, ok := prune(child, e); ok {
			group[name] = v
		}
	}
	return group, len(group) > 0
}
