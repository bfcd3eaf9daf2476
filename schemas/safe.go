package schemas

import (
	"encoding/json"
	"fmt"

	"docpipe/pipeline"
)

// A Profile is what a provider takes of JSON Schema, and how much.
type Profile struct {
	Keywords []string // kept beside the structure; the others go into descriptions
	Formats  []string // values of format that are kept
	Union    bool     // takes anyOf, and several types of one value

	MaxProperties int // over all objects
	MaxDepth      int // levels of objects and lists, the root is the first
	MaxEnum       int // values over all enumerations
	MaxText       int // characters of names and of values of enumerations

	// Languages restricts the labels in descriptions, BCP 47; empty takes English ones first.
	Languages []string

	// Open restricts the fields, by pointers of leaves, groups and lists as the tree has them, a
	// star for any row; nil takes all.
	Open []string

	// Leaf replaces the derived schema of the leaf at this pointer; nil keeps it.
	Leaf func(pointer string, leaf json.RawMessage) json.RawMessage

	// Row adds a property to the rows of the list at this pointer, as their first; nil adds none.
	Row func(list string) (name string, schema json.RawMessage)
}

// Strict is what OpenAI's structured outputs take (documented February 2026) and most servers
// that copy them.
func Strict() Profile {
	return Profile{
		Keywords: []string{"pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "maxItems"},
		Formats:  []string{"date-time", "time", "date", "email", "hostname", "ipv4", "ipv6", "uuid"},
		Union:    true, MaxProperties: 5000, MaxDepth: 10, MaxEnum: 1000, MaxText: 120_000,
	}
}

// Older is p with the limits of deployments of 2024: 100 properties, 5 levels, 500 values,
// 15,000 characters.
func (p Profile) Older() Profile {
	p.MaxProperties, p.MaxDepth, p.MaxEnum, p.MaxText = 100, 5, 500, 15_000
	return p
}

// Minimal is what every provider takes: types, properties, items, enumerations, descriptions.
func Minimal() Profile {
	p := Strict()
	p.Keywords, p.Formats, p.Union = nil, nil, false
	return p
}

// Tool is for arguments of tools, which are held to a schema more loosely: lengths too.
func Tool() Profile {
	p := Strict()
	p.Keywords = append(p.Keywords, "minLength", "maxLength")
	p.Formats = append(p.Formats, "uri")
	return p
}

// A Safe is a schema that a provider takes. It stands for all of the schema that it was derived
// from, or for some of its top-level properties.
type Safe struct {
	Schema     json.RawMessage
	Properties []string // top-level properties in it, in document order
	Notes      []Note   // what the provider will not hold the answer to
}

// A Note is a keyword that was left out of a derived schema. What it asks for stands in the
// description of its field.
type Note struct {
	Pointer string // of the field
	Keyword string
}

// Safe derives schemas for a provider: references inlined, allOf merged, objects closed, each
// property required and null where the document has no such thing. minItems goes, or a model
// invents rows. A schema over a limit of p comes in several parts. Answers are to be pruned
// ([Schema.Prune]) and validated against s itself.
//
// The error wraps [pipeline.ErrSchemaInvalid] and names the field: definitions that contain
// themselves, and single properties that are over a limit.
func (s *Schema) Safe(p Profile) ([]Safe, error) {
	all, err := s.safe(p)
	if err != nil {
		return nil, fmt.Errorf("schema %s for a model: %w: %w", s.ID, err, pipeline.ErrSchemaInvalid)
	}
	return all, nil
}

func (s *Schema) safe(p Profile) ([]Safe, error) {
	root := s.source
	if err := (&recursion{root: root, state: map[string]int{}}).search(root, ""); err != nil {
		return nil, err
	}
	d := deriver{root: root, profile: p}
	m, err := d.flatten(root, "")
	if err != nil {
		return nil, err
	}
	group, _ := m.at["properties"].(*object)
	parts := packer{profile: p, description: rootDescription(m)}
	for _, name := range keysOf(group) {
		at := "/" + escape(name)
		d.notes = nil
		child, err := d.derive(group.at[name], at)
		if err != nil {
			return nil, err
		}
		if child == nil {
			continue
		}
		if err := parts.add(name, at, nullable(child), d.notes); err != nil {
			return nil, err
		}
	}
	return parts.done(), nil
}

// rootDescription says once what holds for every property.
func rootDescription(m *object) string {
	text := "Every property is required; null only if it is not on the document."
	for _, key := range []string{"description", "title"} {
		if t := m.text(key); t != "" {
			return t + " " + text
		}
	}
	return text
}

func keysOf(o *object) []string {
	if o == nil {
		return nil
	}
	return o.keys
}
