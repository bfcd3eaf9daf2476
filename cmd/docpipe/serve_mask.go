package main

import (
	"strings"

	"docpipe/compliance"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// eventMask returns what findings may say in events: schemas name the fields that hold
// personal data. Of a schema that is not shipped nothing is known, so every value is hidden.
func eventMask(content string, registry *schemas.Registry) func(schema string, f pipeline.Finding) pipeline.Finding {
	personal := map[string]map[string]bool{}
	for _, s := range registry.List() {
		fields := map[string]bool{}
		for _, n := range s.Leaves() {
			fields[n.Pointer] = n.PII != ""
		}
		personal[s.ID] = fields
	}
	return func(schema string, f pipeline.Finding) pipeline.Finding {
		return compliance.Mask(f, content, func(pointer string) bool {
			fields, known := personal[schema]
			return !known || fields[pattern(pointer)]
		})
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
