package schemas

import (
	"fmt"
	"strings"
)

// maxSteps bounds the work of one validation: pairs of a subschema and a value. A page of
// invoice lines takes some hundreds; definitions that double each other reach billions.
const maxSteps = 2_000_000

// measure walks the shape over data as the validator will, without judging, and returns an
// error when that takes more than maxSteps steps.
func measure(shape map[string]any, data any) error {
	m := meter{left: maxSteps}
	m.definitions, _ = shape["definitions"].(map[string]any)
	if m.visit(shape, data); m.left <= 0 {
		return fmt.Errorf("schema and data together would take more than %d steps: "+
			"fewer alternatives (anyOf, oneOf, allOf) or less data", maxSteps)
	}
	return nil
}

type meter struct {
	definitions map[string]any
	left        int
}

func (m *meter) visit(schema, data any) {
	s, ok := schema.(map[string]any)
	if m.left--; !ok || m.left <= 0 {
		return
	}
	if ref, ok := s["$ref"].(string); ok {
		m.visit(m.definitions[strings.TrimPrefix(ref, "#/definitions/")], data)
		return
	}
	m.inPlace(s, data)
	switch data := data.(type) {
	case map[string]any:
		m.object(s, data)
	case []any:
		m.array(s, data)
	}
}

func (m *meter) inPlace(s map[string]any, data any) {
	for _, name := range []string{"allOf", "anyOf", "oneOf"} {
		list, _ := s[name].([]any)
		for _, e := range list {
			m.visit(e, data)
		}
	}
	for _, name := range []string{"not", "if", "then", "else"} {
		if s[name] != nil {
			m.visit(s[name], data)
		}
	}
	group, _ := s["dependencies"].(map[string]any)
	for _, e := range group {
		m.visit(e, data)
	}
}

func (m *meter) object(s map[string]any, data map[string]any) {
	properties, _ := s["properties"].(map[string]any)
	patterns, _ := s["patternProperties"].(map[string]any)
	m.left -= len(data) * len(patterns) * 50 // each compiles an expression
	for name, v := range data {
		if p, ok := properties[name]; ok {
			m.visit(p, v)
		}
		for _, p := range patterns {
			m.visit(p, v)
		}
		if s["additionalProperties"] != nil {
			m.visit(s["additionalProperties"], v)
		}
		if s["propertyNames"] != nil {
			m.visit(s["propertyNames"], name)
		}
		if m.left <= 0 {
			return
		}
	}
}

func (m *meter) array(s map[string]any, data []any) {
	tuple, _ := s["items"].([]any)
	for i, v := range data {
		switch {
		case i < len(tuple):
			m.visit(tuple[i], v)
		case tuple == nil && s["items"] != nil:
			m.visit(s["items"], v)
		case s["additionalItems"] != nil:
			m.visit(s["additionalItems"], v)
		}
		if s["contains"] != nil {
			m.visit(s["contains"], v)
		}
		if m.left <= 0 {
			return
		}
	}
}
