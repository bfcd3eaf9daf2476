package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// A shape is the JSON Schema of an answer, as far as it is needed to fill it: objects, lists,
// and leaves that are values or values with a quote.
type shape struct {
	raw        map[string]any
	order      []string // properties as they stand
	properties map[string]*shape
	items      *shape
}

func shapeOf(raw json.RawMessage) (*shape, error) {
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	s := newShape(v)
	if len(s.properties) == 0 {
		return nil, errors.New("the schema has no properties")
	}
	return s, nil
}

func newShape(raw map[string]any) *shape {
	s := &shape{raw: object(raw), properties: map[string]*shape{}}
	if inner, ok := s.raw["properties"].(map[string]any); ok {
		for _, name := range slices.Sorted(maps.Keys(inner)) {
			if p, ok := inner[name].(map[string]any); ok {
				s.order, s.properties[name] = append(s.order, name), newShape(p)
			}
		}
	}
	if items, ok := s.raw["items"].(map[string]any); ok {
		s.items = newShape(items)
	}
	return s
}

// object looks through the unions with null that make a property optional.
func object(raw map[string]any) map[string]any {
	for _, union := range []string{"anyOf", "oneOf"} {
		members, _ := raw[union].([]any)
		for _, m := range members {
			if inner, ok := m.(map[string]any); ok && inner["type"] != "null" {
				merged := maps.Clone(inner)
				if merged["description"] == nil && raw["description"] != nil {
					merged["description"] = raw["description"]
				}
				return object(merged)
			}
		}
	}
	return raw
}

// quoted reports whether the shape is a value with the words that prove it.
func (s *shape) quoted() bool { return s.properties["v"] != nil && s.properties["q"] != nil }

// plain writes the shape as a schema of bare values.
func (s *shape) plain() json.RawMessage {
	b, err := json.Marshal(s.bare())
	if err != nil {
		panic(err) // it was JSON before
	}
	return bytes.TrimSpace(b)
}

func (s *shape) bare() map[string]any {
	switch {
	case s.quoted():
		return s.properties["v"].bare()
	case s.items != nil:
		return map[string]any{"type": "array", "items": s.items.bare()}
	case len(s.properties) > 0:
		inner := map[string]any{}
		for name, p := range s.properties {
			if name != "at" {
				inner[name] = p.bare()
			}
		}
		return map[string]any{"type": "object", "properties": inner}
	}
	leaf := map[string]any{}
	for _, key := range []string{"type", "format", "pattern", "enum", "title", "description"} {
		if v, ok := s.raw[key]; ok {
			leaf[key] = v
		}
	}
	return leaf
}
