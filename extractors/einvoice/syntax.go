package einvoice

import (
	"encoding/xml"
	"strings"
)

// A syntax is one way to write e-invoices: the mapping from the schemas' pointers to paths.
type syntax struct {
	id       string            // in the terms
	title    string            // for a person
	roots    map[string]string // local name of the root to the beginning of its namespace
	older    map[string]string // "name" or "parent/name" to the name that the paths use; see zugferd1.go
	header   []field           // paths from the root
	tables   []table
	mentions []mention

	vatCurrency path
	model       []node // see terms.go
}

// A field maps one pointer. A pointer that ends in "/*" takes every text of all alternatives,
// one entry for each. Any other takes the first alternative that leads to a text.
type field struct {
	pointer string
	path    path
	read    reading
	fold    folding // makes one value of several texts; nil: the first text stands
}

// A table maps a list of rows. Tables of the same pointer continue each other.
type table struct {
	pointer string
	rows    path
	fields  []field // pointers and paths from the row
}

// A mention is a statement that a code makes.
type mention struct {
	pointer string
	path    path
	codes   []string // any of them makes it
}

// under moves fields below a pointer and a path, as for the parts of a party.
func under(pointer, parent string, fields []field) []field {
	var moved []field
	for _, f := range fields {
		f.pointer, f.path = pointer+f.pointer, f.path.under(at(parent))
		moved = append(moved, f)
	}
	return moved
}

// join strings lists together.
func join[T any](lists ...[]T) []T {
	var all []T
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// syntaxOf finds the syntax that a root belongs to, nil when it is none of ours.
func syntaxOf(root xml.Name) *syntax {
	for _, s := range []*syntax{&cii, &zugferd1, &ubl} {
		if namespace, ok := s.roots[root.Local]; ok && strings.HasPrefix(root.Space, namespace) {
			return s
		}
	}
	return nil
}

// rename returns the name by which the paths know an element.
func (s *syntax) rename(parent, name string) string {
	if newer, ok := s.older[parent+"/"+name]; ok {
		return newer
	}
	if newer, ok := s.older[name]; ok {
		return newer
	}
	return name
}
