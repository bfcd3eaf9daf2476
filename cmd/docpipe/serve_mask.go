package main

import (
	"strings"

	"docpipe/compliance"
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
	terms := termClasses()
	return func(schema, pointer string) pii.Class {
		if strings.HasPrefix(pointer, compliance.TermsRoot+"/") {
			return terms[pattern(pointer)]
		}
		if fields, known := personal[schema]; known {
			return fields[pattern(pointer)]
		}
		return pii.Person
	}
}

// termClasses are those of the terms of e-invoices, which rules may cite whatever the schema.
// Without the model of them no rule would have cited any.
func termClasses() map[string]pii.Class {
	terms := map[string]pii.Class{}
	if s, err := schemas.EInvoice(); err == nil {
		for _, n := range s.Leaves() {
			terms[compliance.TermsRoot+n.Pointer] = pii.Class(n.PII)
		}
	}
	return terms
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
