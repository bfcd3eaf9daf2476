package einvoice

import (
	"strings"
	"testing"

	"docpipe/schemas"
)

// Every pointer of every table is a leaf of both schemas: a slip in the tables would otherwise
// be a field that silently never fills.
func TestSyntaxes_map_to_fields_of_the_schemas(t *testing.T) {
	t.Parallel()
	registry := shipped(t)
	for _, id := range []string{Invoice, CreditNote} {
		schema, err := registry.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		leaves := map[string]bool{}
		for _, n := range schema.Leaves() {
			leaves[n.Pointer] = true
		}
		for _, s := range []*syntax{&cii, &zugferd1, &ubl} {
			for _, pointer := range pointers(s) {
				if !leaves[pointer] {
					t.Errorf("%s: %s is no field of %s", s.title, pointer, schema.ID)
				}
			}
		}
	}
}

// Every field of the schema that a syntax can state is mapped.
func TestSyntaxes_leave_nothing_out(t *testing.T) {
	t.Parallel()
	schema, err := shipped(t).Get(Invoice)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*syntax{&cii, &ubl} {
		mapped := map[string]bool{}
		for _, pointer := range pointers(s) {
			mapped[pointer] = true
		}
		for _, n := range schema.Leaves() {
			if !mapped[n.Pointer] && !unstated(s, n) {
				t.Errorf("%s: %s is not mapped", s.title, n.Pointer)
			}
		}
	}
}

// unstated: a UBL delivery names its place and receiver, and no number or contact of them.
func unstated(s *syntax, n *schemas.Node) bool {
	return s == &ubl && strings.HasPrefix(n.Pointer, "/ship_to/")
}

// pointers lists what a syntax maps, rows as "*".
func pointers(s *syntax) []string {
	var all []string
	for _, f := range s.header {
		all = append(all, f.pointer)
	}
	for _, table := range s.tables {
		for _, f := range table.fields {
			all = append(all, table.pointer+"/*"+f.pointer)
		}
	}
	for _, m := range s.mentions {
		all = append(all, m.pointer)
	}
	return all
}
