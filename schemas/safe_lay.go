package schemas

import "slices"

// layProperties adds properties; one that is there already must satisfy both.
func layProperties(m, group *object) {
	all, ok := m.at["properties"].(*object)
	if !ok {
		all = newObject()
		m.put("properties", all)
	}
	for _, name := range group.keys {
		both(all, name, group.at[name])
	}
}

// both puts v under key, and with what is there already into one allOf.
func both(m *object, key string, v any) {
	if m.has(key) {
		o := newObject()
		o.put("allOf", []any{m.at[key], v})
		v = o
	}
	m.put(key, v)
}

// alternatives is a schema of any of these.
func alternatives(list []any) *object {
	o := newObject()
	o.put("anyOf", list)
	return o
}

// typesOf are the types that a schema names.
func typesOf(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var all []string
	for _, t := range list {
		if name, ok := t.(string); ok {
			all = append(all, name)
		}
	}
	return all
}

func typeValue(types []string) any {
	if len(types) == 1 {
		return types[0]
	}
	list := make([]any, len(types))
	for i, t := range types {
		list[i] = t
	}
	return list
}

// layType keeps the types that both allow; an integer is a number too.
func layType(m *object, v any) {
	if !m.has("type") {
		m.put("type", v)
		return
	}
	old, more := typesOf(m.at["type"]), typesOf(v)
	allowed := func(t string, by []string) bool {
		return slices.Contains(by, t) || t == "integer" && slices.Contains(by, "number")
	}
	var kept []string
	for _, t := range append(slices.Clone(old), more...) {
		if allowed(t, old) && allowed(t, more) && !slices.Contains(kept, t) {
			kept = append(kept, t)
		}
	}
	if len(kept) > 0 {
		m.put("type", typeValue(kept))
	}
}

// widen allows further types.
func widen(m *object, v any) {
	types := typesOf(m.at["type"])
	for _, t := range typesOf(v) {
		if !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	m.put("type", typeValue(types))
}

// layEnum keeps the values that both allow.
func layEnum(m *object, list []any) {
	old, ok := m.at["enum"].([]any)
	if !ok {
		m.put("enum", list)
		return
	}
	var kept []any
	for _, v := range old {
		if scalar(v) && slices.ContainsFunc(list, func(w any) bool { return scalar(w) && v == w }) {
			kept = append(kept, v)
		}
	}
	if len(kept) > 0 {
		m.put("enum", kept)
	}
}

// scalar reports whether v is no object and no list.
func scalar(v any) bool {
	switch v.(type) {
	case *object, []any:
		return false
	}
	return true
}
