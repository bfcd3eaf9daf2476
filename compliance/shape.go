package compliance

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"

	"docpipe/schemas"
)

// A shape is the type of a group of fields in expressions, derived from a schema, so that a
// misspelt field is a mistake of the rule and is told when the rule is loaded.
type shape struct {
	name   string // Doc.invoice.seller; never the path of a variable, which CEL would take for a type
	fields map[string]*place
	order  []string
}

// A place is one field of a shape.
type place struct {
	typ   *cel.Type
	group *shape // of a group, or of the rows of a list; nil for values and lists of values
	list  bool
	row   *cel.Type // type of a list's elements
}

func (s *shape) typ() *cel.Type { return cel.ObjectType(s.name) }

// newShape derives the types of a schema's tree below name.
func newShape(name string, n *schemas.Node) *shape {
	s := &shape{name: name, fields: map[string]*place{}}
	for _, p := range n.Properties {
		s.fields[p.Name] = newPlace(name+"."+p.Name, p)
		s.order = append(s.order, p.Name)
	}
	return s
}

func newPlace(name string, n *schemas.Node) *place {
	switch {
	case n.IsList() && n.Items != nil:
		rows := newPlace(name, n.Items)
		return &place{typ: cel.ListType(rows.typ), list: true, group: rows.group, row: rows.typ}
	case n.IsList():
		return &place{typ: cel.ListType(cel.DynType), list: true, row: cel.DynType}
	case len(n.Properties) > 0:
		g := newShape(name, n)
		return &place{typ: g.typ(), group: g}
	}
	return &place{typ: leafType(n)}
}

func leafType(n *schemas.Node) *cel.Type {
	is := func(t string) bool { return slices.Contains(n.Types, t) }
	switch {
	case n.Format == "decimal", is("number"):
		return decType
	case n.Format == "date":
		return dayType
	case is("integer"):
		return cel.IntType
	case is("boolean"):
		return cel.BoolType
	}
	return cel.StringType
}

// all lists s and the shapes inside it.
func (s *shape) all() []*shape {
	list := []*shape{s}
	for _, name := range s.order {
		if g := s.fields[name].group; g != nil {
			list = append(list, g.all()...)
		}
	}
	return list
}

// docShape is the shape of the variable doc for documents of this schema.
func docShape(s *schemas.Schema) *shape { return newShape(fmt.Sprintf("Doc.%s", s.DocType), s.Root) }
