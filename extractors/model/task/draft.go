package task

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A draft is the fields of all samples, each once, in the order in which they were met.
type draft struct {
	title   string
	samples int
	order   []string // list and name
	fields  map[string]*draftField
}

type draftField struct {
	inferredField
	samples int
	labels  []string
}

func newDraft(all []inferred) *draft {
	d := &draft{samples: len(all), fields: map[string]*draftField{}}
	for _, one := range all {
		if d.title == "" {
			d.title = one.Title
		}
		counted := map[string]bool{}
		for _, f := range one.Fields {
			d.add(f, counted)
		}
	}
	return d
}

func (d *draft) add(f inferredField, counted map[string]bool) {
	key := f.Name
	if f.List != nil {
		key = *f.List + "/" + f.Name
	}
	have := d.fields[key]
	if have == nil {
		have = &draftField{inferredField: f}
		d.fields[key], d.order = have, append(d.order, key)
	}
	if !counted[key] {
		have.samples++
		counted[key] = true
	}
	if f.Label != nil && strings.TrimSpace(*f.Label) != "" && !slices.Contains(have.labels, *f.Label) {
		have.labels = append(have.labels, *f.Label)
	}
}

// schema writes the draft as a JSON Schema, properties in the order in which they were met.
func (d *draft) schema() (json.RawMessage, error) {
	if len(d.order) == 0 {
		return nil, fmt.Errorf("no field was found whose value stands on the samples: give clearer samples, or write the schema by hand: %w", pipeline.ErrInvalid)
	}
	root := newGroup()
	lists := map[string]*group{}
	for _, key := range d.order {
		f := d.fields[key]
		into, always := root, f.samples == d.samples
		if f.List != nil {
			if lists[*f.List] == nil {
				lists[*f.List] = newGroup()
				root.add(*f.List, map[string]any{"type": "array", "items": lists[*f.List]}, false)
			}
			into, always = lists[*f.List], false
		}
		into.add(f.Name, f.property(), always)
	}
	root.head = []member{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", d.title}}
	var out bytes.Buffer
	raw, err := json.Marshal(root)
	if err == nil {
		err = json.Indent(&out, raw, "", "  ")
	}
	return out.Bytes(), err
}

// property is the field's own schema: amounts are decimals in strings, as in our own schemas.
func (f *draftField) property() map[string]any {
	p := map[string]any{"type": "string", "description": f.Describe}
	switch f.Type {
	case "amount":
		p["format"], p["pattern"] = "decimal", `^-?\d+(\.\d+)?$`
	case "date":
		p["format"] = "date"
	case "number":
		p["type"] = "number"
	case "yes_no":
		p["type"] = "boolean"
	}
	if len(f.labels) > 0 {
		p["x-docpipe"] = map[string]any{"labels": map[string]any{"en": f.labels}}
	}
	return p
}

// A group is an object schema whose members keep their order.
type group struct {
	head     []member
	members  []member
	required []string
}

type member struct {
	name  string
	value any
}

func newGroup() *group { return &group{} }

func (g *group) add(name string, value any, required bool) {
	g.members = append(g.members, member{name, value})
	if required {
		g.required = append(g.required, name)
	}
}

// MarshalJSON writes the group as a JSON Schema.
func (g *group) MarshalJSON() ([]byte, error) {
	properties, err := object(g.members)
	if err != nil {
		return nil, err
	}
	all := append(slices.Clone(g.head), member{"type", "object"}, member{"properties", json.RawMessage(properties)})
	if len(g.required) > 0 {
		all = append(all, member{"required", g.required})
	}
	return object(all)
}

func object(members []member) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
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
