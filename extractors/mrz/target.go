package mrz

import (
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// Fields of the shipped schema that a zone fills and that other schemas may have under other
// names. What lies below /mrz is filled by its own name only.
var shared = []string{
	"/kind", "/issuing_country", "/document_number", "/surname", "/given_names",
	"/birth_date", "/sex", "/nationality", "/expiry_date",
}

// targetsIn returns the targets of s, which are found once for each schema.
func (r *Reader) targetsIn(s *schemas.Schema) map[string]*schemas.Node {
	if t, ok := r.targets.Load(s.SHA256); ok {
		return t.(map[string]*schemas.Node)
	}
	t, _ := r.targets.LoadOrStore(s.SHA256, targetsOf(s, r.names))
	return t.(map[string]*schemas.Node)
}

// targetsOf returns the fields of s by the pointer of the shipped field that means the same.
// A schema that shares fewer than two fields is about something else: its "number" is not that
// of a passport.
func targetsOf(s *schemas.Schema, names map[string]string) map[string]*schemas.Node {
	targets := map[string]*schemas.Node{}
	for _, n := range s.Leaves() {
		if strings.Contains(n.Pointer, "/*") || strings.HasPrefix(n.Pointer, "/mrz/") {
			continue
		}
		if key := meaning(n, names); key != "" && targets[key] == nil {
			targets[key] = n
		}
	}
	if len(targets) < 2 {
		targets = map[string]*schemas.Node{}
	}
	if zone := s.Root.Property("mrz"); zone != nil {
		for _, n := range zone.Properties {
			targets[n.Pointer] = n
		}
	}
	return targets
}

// namesOf maps what the shared fields are called, folded, to their pointers; a name that two of
// them have means neither.
func namesOf(known *schemas.Schema) map[string]string {
	names := map[string]string{}
	for _, key := range shared {
		n := known.Root.Property(key[1:])
		if n == nil {
			continue
		}
		for _, name := range append([]string{n.Name, n.Title}, n.Labels...) {
			folded := extractors.Fold(name)
			if other, taken := names[folded]; taken && other != key {
				key = ""
			}
			names[folded] = key
			key = "/" + n.Name
		}
	}
	return names
}

// meaning returns the shared field that n is, by its name or title, else by its labels.
func meaning(n *schemas.Node, names map[string]string) string {
	for _, name := range append([]string{n.Name, n.Title}, n.Labels...) {
		if key := names[extractors.Fold(name)]; key != "" {
			return key
		}
	}
	return ""
}
