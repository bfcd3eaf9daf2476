package schemas

import (
	"encoding/json"
	"slices"
	"strings"
)

// A deriver writes the provider-safe form of schemas, field by field.
type deriver struct {
	root    *object
	profile Profile
	notes   []Note
	steps   int
}

func (d *deriver) note(at, keyword string) {
	n := Note{Pointer: at, Keyword: keyword}
	if !slices.Contains(d.notes, n) {
		d.notes = append(d.notes, n)
	}
}

// derive returns the schema of the field at this pointer, nil when there is nothing to ask for.
func (d *deriver) derive(v any, at string) (*object, error) {
	m, err := d.flatten(v, at)
	if err != nil || m == nil {
		return nil, err
	}
	types := typesOf(m.at["type"])
	switch {
	case m.has("properties"):
		return d.group(m, at)
	case m.has("items"), slices.Contains(types, "array"):
		return d.list(m, at)
	case slices.Contains(types, "object"):
		d.note(at, "type") // an open map: its names are not known
		return nil, nil
	case len(types) == 1 && types[0] == "null":
		return nil, nil
	}
	if !d.wanted(at) {
		return nil, nil
	}
	if list, ok := m.at["anyOf"].([]any); ok {
		return d.anyOf(m, list, at)
	}
	return d.replaced(d.leaf(m, at), at)
}

// wanted reports whether the leaf at this pointer is open.
func (d *deriver) wanted(at string) bool {
	return d.profile.Open == nil || slices.ContainsFunc(d.profile.Open, func(o string) bool {
		return at == o || strings.HasPrefix(at, o+"/")
	})
}

// replaced is the leaf as the profile wants it.
func (d *deriver) replaced(leaf *object, at string) (*object, error) {
	if d.profile.Leaf == nil {
		return leaf, nil
	}
	raw, err := json.Marshal(leaf)
	if err != nil {
		return nil, err
	}
	return foreign(d.profile.Leaf(at, raw))
}

// foreign reads a schema that a profile brings.
func foreign(raw json.RawMessage) (*object, error) {
	v, err := decode(raw, MaxSchemaBytes, MaxSchemaDepth)
	if err != nil {
		return nil, err
	}
	o, _ := v.(*object)
	return o, nil
}

// group closes an object and requires all of it; one without open properties is nil.
func (d *deriver) group(m *object, at string) (*object, error) {
	properties := newObject()
	group := m.at["properties"].(*object)
	for _, name := range group.keys {
		child, err := d.derive(group.at[name], at+"/"+escape(name))
		if err != nil {
			return nil, err
		}
		if child != nil {
			properties.put(name, nullable(child))
		}
	}
	if len(properties.keys) == 0 {
		return nil, nil
	}
	o := closed(properties)
	d.describe(o, m, nil)
	return o, nil
}

// closed is an object of exactly these properties.
func closed(properties *object) *object {
	required := make([]any, len(properties.keys))
	for i, name := range properties.keys {
		required[i] = name
	}
	o := newObject()
	o.put("type", "object")
	o.put("properties", properties)
	o.put("required", required)
	o.put("additionalProperties", false)
	return o
}

// list derives the items; what they are is unknown where the schema does not say.
func (d *deriver) list(m *object, at string) (*object, error) {
	var items any = newObject()
	if m.has("items") {
		items = m.at["items"]
	}
	child, err := d.derive(items, at+"/*")
	if err != nil || child == nil {
		return nil, err
	}
	if err := d.addRow(child, items, at); err != nil {
		return nil, err
	}
	o := newObject()
	o.put("type", "array")
	o.put("items", child)
	var told []string
	for _, key := range m.keys {
		switch key {
		case "minItems", "uniqueItems", "maxItems", "contains":
			told = append(told, d.keep(o, m, key, at)...)
		}
	}
	d.describe(o, m, told)
	return o, nil
}

// addRow adds the profile's property to rows that are groups.
func (d *deriver) addRow(row *object, items any, list string) error {
	if d.profile.Row == nil {
		return nil
	}
	f, err := d.flatten(items, list+"/*")
	if err != nil || f == nil || !f.has("properties") {
		return err
	}
	properties := row.at["properties"].(*object)
	name, raw := d.profile.Row(list)
	if name == "" || properties.has(name) {
		return nil
	}
	schema, err := foreign(raw)
	if err != nil {
		return err
	}
	properties.at[name] = schema
	properties.keys = append([]string{name}, properties.keys...)
	row.put("required", append([]any{name}, row.at["required"].([]any)...))
	return nil
}

// anyOf keeps alternatives of values; null is added for all of them later.
func (d *deriver) anyOf(m *object, list []any, at string) (*object, error) {
	var all []any
	for _, e := range list {
		f, err := d.flatten(e, at)
		if err != nil {
			return nil, err
		}
		if f == nil || f.at["type"] == "null" {
			continue
		}
		if f.has("items") || f.has("anyOf") || slices.Contains(typesOf(f.at["type"]), "array") || slices.Contains(typesOf(f.at["type"]), "object") {
			d.note(at, "anyOf")
			continue
		}
		all = append(all, d.leaf(f, at))
	}
	if len(all) == 0 {
		return d.replaced(d.leaf(m, at), at)
	}
	o := newObject()
	if len(all) == 1 {
		o = all[0].(*object)
	} else {
		o.put("anyOf", all)
	}
	d.describe(o, m, nil)
	return d.replaced(o, at)
}
