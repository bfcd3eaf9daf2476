package schemas

import (
	"fmt"
	"slices"
)

// flatten makes one object of a schema and all that is laid over it: references, allOf, the
// properties of alternatives and conditions. A boolean schema is an empty one, or nil for false.
func (d *deriver) flatten(v any, at string) (*object, error) {
	if v == false {
		return nil, nil
	}
	m := newObject()
	o, ok := v.(*object)
	if !ok {
		return m, nil
	}
	return m, d.lay(m, o, at)
}

func newObject() *object { return &object{at: map[string]any{}} }

func (o *object) put(key string, v any) {
	if !o.has(key) {
		o.keys = append(o.keys, key)
	}
	o.at[key] = v
}

func (o *object) drop(key string) {
	delete(o.at, key)
	o.keys = slices.DeleteFunc(o.keys, func(k string) bool { return k == key })
}

// lay lays the keywords of o over m.
func (d *deriver) lay(m, o *object, at string) error {
	if d.steps++; d.steps > maxGrowth {
		return fmt.Errorf("%s: more than %d subschemas once $ref is followed: make the schema smaller", place(at), maxGrowth)
	}
	if ref := o.text("$ref"); ref != "" {
		if target, ok := resolve(d.root, ref).(*object); ok {
			if err := d.lay(m, target, at); err != nil {
				return err
			}
		}
		annotations(m, o)
		return nil
	}
	for _, key := range o.keys {
		if err := d.layKeyword(m, o, key, at); err != nil {
			return err
		}
	}
	return nil
}

// annotations take over what o says about the field, as the tree of fields does.
func annotations(m, o *object) {
	for _, key := range []string{"title", "description", "x-docpipe"} {
		if o.has(key) {
			m.put(key, o.at[key])
		}
	}
}

func (d *deriver) layKeyword(m, o *object, key, at string) error {
	v := o.at[key]
	switch key {
	case "title", "description", "x-docpipe":
		m.put(key, v)
	case "properties":
		layProperties(m, v.(*object))
	case "type":
		layType(m, v)
	case "const":
		layEnum(m, []any{v})
	case "enum":
		layEnum(m, v.([]any))
	case "items":
		if list, tuple := v.([]any); tuple {
			d.note(at, "items")
			v = alternatives(list)
		}
		both(m, "items", v)
	case "allOf":
		return d.layEach(m, v.([]any), at)
	case "anyOf", "oneOf":
		return d.layAlternatives(m, o, v.([]any), key, at)
	case "if":
		d.note(at, "if")
	case "then", "else":
		return d.layLoose(m, []any{v}, at)
	default:
		d.layOther(m, o, key, at)
	}
	return nil
}

// layOther takes over limits, and notes what no provider takes.
func (d *deriver) layOther(m, o *object, key, at string) {
	v := o.at[key]
	switch keywords[key] {
	case 0, definitions, names:
	case aLimit:
		if v == true { // draft 4
			m.put(key, o.at[limits[key]])
			m.drop(limits[key])
		} else if v != false {
			m.put(key, v)
		}
	case aSchema, below, belowMap, belowRegexp, dependent:
		if key != "additionalProperties" || v != false && v != true {
			d.note(at, key)
		}
	default:
		if exclusive := exclusiveOf(key); exclusive == "" || o.at[exclusive] != true {
			m.put(key, v)
		}
	}
}

// exclusiveOf names the keyword that makes this limit exclusive in draft 4, "" for none.
func exclusiveOf(key string) string {
	for exclusive, limit := range limits {
		if limit == key {
			return exclusive
		}
	}
	return ""
}

func (d *deriver) layEach(m *object, list []any, at string) error {
	for _, e := range list {
		if o, ok := e.(*object); ok {
			if err := d.lay(m, o, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// layAlternatives keeps alternatives of values, and lays those of objects over each other: a
// model is asked for what any of them has.
func (d *deriver) layAlternatives(m, o *object, list []any, key, at string) error {
	group := o.has("properties") || m.has("properties")
	for _, e := range list {
		f, err := d.flatten(e, at)
		if err != nil {
			return err
		}
		group = group || f != nil && f.has("properties")
	}
	if !group && d.profile.Union && !m.has("anyOf") {
		m.put("anyOf", list)
		return nil
	}
	d.note(at, key)
	return d.layLoose(m, list, at)
}

// layLoose takes over only what structures the value.
func (d *deriver) layLoose(m *object, list []any, at string) error {
	for _, e := range list {
		f, err := d.flatten(e, at)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		if group, ok := f.at["properties"].(*object); ok {
			layProperties(m, group)
		}
		if f.has("items") {
			both(m, "items", f.at["items"])
		}
		if f.has("type") {
			widen(m, f.at["type"])
		}
	}
	return nil
}
