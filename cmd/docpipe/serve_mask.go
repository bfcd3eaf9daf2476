package main

import (
	"strings"

	"docpipe/compliance/pii"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// eventMask returns what findings may say in events (the setting events.content).
func eventMask(content string, registry *schemas.Registry) func(schema string, f pipeline.Finding) pipeline.Finding {
	return pii.Mask{Content: content, Finder: pii.New(), Class: fieldClasses(registry)}.Finding
}

// fieldClasses tells the class of personal data of a schema's field, as the schema names it. Of a
// schema that is not shipped nothing is known, so every field counts as a person's.
func fieldClasses(registry *schemas.Registry) func(schema, pointer string) pii.Class {
	personal := map[string]map[string]pii.Class{}
	for _, s := range registry.List() {
		fields := map[string]pii.Class{}
		for _, n := range s.Leaves() {
			fields[n.Pointer] = pii.Class(n.PII)
		}
		personal[s.ID] = fields
	}
	return func(schema, pointer string) pii.Class {
		if fields, known := personal[schema]; known {
			return fields[pattern(pointer)]
		}
		return pii.Person
	}
}

// pattern turns the pointer of a value into the schema's: /lines/0/net into /lines/*/net.
func pattern(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, p := range parts {
		if p != "" && strings.Trim(p, "0123456789") == "" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}
