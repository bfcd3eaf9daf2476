package schemas

import "slices"

// A Node is one field, group or list of a schema, with references resolved and the parts of
// allOf, anyOf, oneOf and then/else laid over each other.
//
// A schema may contain itself; its tree ends: a definition that contains itself is unrolled
// to eight levels below the root and has no children deeper down.
type Node struct {
	Name    string // of the property; "" for the root and for list items
	Pointer string // "/totals/gross", list items as "/lines/*/net"; "" for the root

	Types    []string // without "null"; empty when anything goes
	Nullable bool
	Format   string
	Pattern  string // RE2
	Enum     []any  // strings, json.Numbers, bools; a const is an enum of one

	Title       string
	Description string
	Required    bool // by its parent

	Labels        []string            // x-docpipe.labels of all languages, English first
	LabelsBy      map[string][]string // the same by BCP 47 language, "" where none is named
	MinConfidence *float64            // 0..1, nil when the schema sets none
	PII           string              // class of personal data, "" for none
	BT            string              // term of EN 16931, "" for none

	Properties []*Node // in document order
	Items      *Node   // of a list, else nil
}

// Leaf reports whether the node carries a value of its own: it is neither a group nor a list.
func (n *Node) Leaf() bool {
	if len(n.Properties) > 0 || n.Items != nil {
		return false
	}
	structured := func(t string) bool { return t == "object" || t == "array" }
	return len(n.Types) == 0 || !slices.ContainsFunc(n.Types, structured)
}

// IsList reports whether the node is a list.
func (n *Node) IsList() bool { return n.Items != nil || slices.Contains(n.Types, "array") }

// Property returns the child with this name, nil when there is none.
func (n *Node) Property(name string) *Node {
	for _, p := range n.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}
