package schemas

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A packer fills schemas up to the limits of a profile, property by property.
type packer struct {
	profile     Profile
	description string
	all         []Safe
	properties  *object
	notes       []Note
	size        size
}

// A size is what providers limit.
type size struct{ properties, depth, enum, text int }

func (a size) plus(b size) size {
	return size{a.properties + b.properties, max(a.depth, b.depth), a.enum + b.enum, a.text + b.text}
}

// over names the first limit that is exceeded, "" for none.
func (a size) over(p Profile) string {
	switch {
	case a.depth > p.MaxDepth:
		return fmt.Sprintf("%d levels, the limit is %d", a.depth, p.MaxDepth)
	case a.properties > p.MaxProperties:
		return fmt.Sprintf("%d properties, the limit is %d", a.properties, p.MaxProperties)
	case a.enum > p.MaxEnum:
		return fmt.Sprintf("%d values in enumerations, the limit is %d", a.enum, p.MaxEnum)
	case a.text > p.MaxText:
		return fmt.Sprintf("%d characters of names and values, the limit is %d", a.text, p.MaxText)
	}
	return ""
}

// add puts a top-level property into the schema that is being filled, or into the next one.
func (p *packer) add(name, at string, schema *object, notes []Note) error {
	one := measured(schema, 2).plus(size{properties: 1, depth: 1, text: len(name)})
	if limit := one.over(p.profile); limit != "" {
		return fmt.Errorf("%s: %s of this provider: make the field smaller or leave it out", at, limit)
	}
	if p.properties != nil && p.size.plus(one).over(p.profile) != "" {
		p.close()
	}
	if p.properties == nil {
		p.properties, p.size = newObject(), size{}
	}
	p.properties.put(name, schema)
	p.size, p.notes = p.size.plus(one), append(p.notes, notes...)
	return nil
}

// close ends the schema that is being filled.
func (p *packer) close() {
	if p.properties == nil {
		return
	}
	root := closed(p.properties)
	root.put("description", p.description)
	raw, _ := root.MarshalJSON() // made of what JSON was decoded to
	p.all = append(p.all, Safe{Schema: raw, Properties: p.properties.keys, Notes: p.notes})
	p.properties, p.notes = nil, nil
}

func (p *packer) done() []Safe {
	p.close()
	return p.all
}

// measured counts a derived schema that stands on this level.
func measured(o *object, level int) size {
	s := size{depth: level - 1}
	if list, ok := o.at["enum"].([]any); ok {
		s.enum += len(list)
		for _, v := range list {
			s.text += len(fmt.Sprint(v))
		}
	}
	if group, ok := o.at["properties"].(*object); ok {
		s.depth = level
		for _, name := range group.keys {
			s = s.plus(size{properties: 1, text: len(name)})
			if child, ok := group.at[name].(*object); ok {
				s = s.plus(measured(child, level+1))
			}
		}
	}
	if items, ok := o.at["items"].(*object); ok {
		s = s.plus(size{depth: level}).plus(measured(items, level+1))
	}
	list, _ := o.at["anyOf"].([]any)
	for _, e := range list {
		if alternative, ok := e.(*object); ok {
			s = s.plus(measured(alternative, level))
		}
	}
	return s
}

// MarshalJSON writes the object in the order of its keys.
func (o *object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, key := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(o.at[key])
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
