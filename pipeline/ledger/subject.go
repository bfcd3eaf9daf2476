package ledger

import (
	"strings"

	"docpipe/pipeline"
)

// Subject is where an event is published: docpipe.v1.<tenant>.document.<what>.<doctype>, or
// docpipe.v1.<tenant>.finding.<what>.<severity>.<doctype>.<pack>, or docpipe.v1.<tenant>.audit.head.
func Subject(e pipeline.Event) string {
	kind := strings.TrimSuffix(strings.TrimPrefix(e.Type, "docpipe."), ".v1")
	parts := []string{"docpipe.v1", e.Tenant, kind}
	if strings.HasPrefix(kind, "finding.") {
		return strings.Join(append(parts, token(e.Severity), token(e.DocType), token(e.Pack)), ".")
	}
	if e.Type == pipeline.EventHead {
		return strings.Join(parts, ".")
	}
	return strings.Join(append(parts, token(e.DocType)), ".")
}

// token keeps [a-z0-9_-] of a name, which is all that a subject's part may hold.
func token(name string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return '_'
	}, strings.ToLower(name))
	if clean == "" {
		return "unknown"
	}
	return clean
}
