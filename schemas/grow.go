package schemas

import (
	"encoding/json"
	"fmt"
	"slices"
)

// unrolled is how many levels below the root a definition that contains itself has children.
const unrolled = 8

// grow makes the tree of fields of a guarded schema.
func grow(root *object) (*Node, error) {
	g := grower{root: root}
	n := &Node{}
	if err := g.fill(n, root, 0, true); err != nil {
		return nil, err
	}
	return n, nil
}

// maxGrowth bounds how often a subschema is laid over a node: definitions that double each
// other would otherwise take forever without making a single field.
const maxGrowth = 200_000

type grower struct {
	root  *object
	open  []string // definitions that are being unrolled, by key
	nodes int
	steps int
}

// fill lays the schema v over n, which stands depth levels below the root. Only what surely
// applies (not one of several alternatives) makes children required.
func (g *grower) fill(n *Node, v any, depth int, sure bool) error {
	o, ok := v.(*object)
	if !ok {
		return nil
	}
	if g.steps++; g.steps > maxGrowth {
		return fmt.Errorf("%s: more than %d subschemas once $ref is followed: make the schema smaller", place(n.Pointer), maxGrowth)
	}
	if ref := o.text("$ref"); ref != "" {
		if err := g.follow(n, ref, depth, sure); err != nil {
			return err
		}
		return g.annotate(n, o)
	}
	if err := g.annotate(n, o); err != nil {
		return err
	}
	constrain(n, o)
	if err := g.children(n, o, depth, sure); err != nil {
		return err
	}
	if err := g.combine(n, o, depth, sure); err != nil {
		return err
	}
	if sure {
		require(n, o)
	}
	return nil
}

func (g *grower) follow(n *Node, ref string, depth int, sure bool) error {
	k := key(ref)
	if slices.Contains(g.open, k) && depth >= unrolled {
		if target, ok := resolve(g.root, ref).(*object); ok {
			constrain(n, target)
		}
		return nil
	}
	g.open = append(g.open, k)
	err := g.fill(n, resolve(g.root, ref), depth, sure)
	g.open = g.open[:len(g.open)-1]
	return err
}

// annotate takes over what o says about the field; a later word wins.
func (g *grower) annotate(n *Node, o *object) error {
	x, err := readNotes(o, "the schema of "+place(n.Pointer))
	if err != nil {
		return err
	}
	set(&n.Title, o.text("title"))
	set(&n.Description, o.text("description"))
	set(&n.PII, x.PII)
	set(&n.BT, x.BT)
	if x.MinConfidence != nil {
		n.MinConfidence = x.MinConfidence
	}
	if x.Labels != nil {
		n.LabelsBy, n.Labels = x.Labels, x.Labels.all()
	}
	return nil
}

// children adds the properties and items of o.
func (g *grower) children(n *Node, o *object, depth int, sure bool) error {
	if group, ok := o.at["properties"].(*object); ok {
		addType(n, "object")
		for _, name := range group.keys {
			child, err := g.property(n, name)
			if err != nil {
				return err
			}
			if err := g.fill(child, group.at[name], depth+1, sure); err != nil {
				return err
			}
		}
	}
	if !o.has("items") {
		return nil
	}
	addType(n, "array")
	if n.Items == nil {
		if err := g.count(n.Pointer); err != nil {
			return err
		}
		n.Items = &Node{Pointer: n.Pointer + "/*"}
	}
	list, tuple := o.at["items"].([]any)
	if !tuple {
		return g.fill(n.Items, o.at["items"], depth+1, sure)
	}
	return g.each(n.Items, list, depth+1, false)
}

// combine lays the parts of allOf, anyOf, oneOf, then and else over n.
func (g *grower) combine(n *Node, o *object, depth int, sure bool) error {
	all, _ := o.at["allOf"].([]any)
	if err := g.each(n, all, depth, sure); err != nil {
		return err
	}
	for _, name := range []string{"anyOf", "oneOf"} {
		list, _ := o.at[name].([]any)
		if err := g.each(n, list, depth, false); err != nil {
			return err
		}
	}
	return g.each(n, []any{o.at["then"], o.at["else"]}, depth, false)
}

func (g *grower) each(n *Node, list []any, depth int, sure bool) error {
	for _, e := range list {
		if err := g.fill(n, e, depth, sure); err != nil {
			return err
		}
	}
	return nil
}

// property returns the child of this name, a new one if there is none.
func (g *grower) property(n *Node, name string) (*Node, error) {
	if child := n.Property(name); child != nil {
		return child, nil
	}
	if err := g.count(n.Pointer); err != nil {
		return nil, err
	}
	child := &Node{Name: name, Pointer: n.Pointer + "/" + escape(name)}
	n.Properties = append(n.Properties, child)
	return child, nil
}

func (g *grower) count(pointer string) error {
	if g.nodes++; g.nodes > MaxFields {
		return fmt.Errorf("%s: more than %d fields once $ref is followed: make the schema smaller", place(pointer), MaxFields)
	}
	return nil
}

// constrain takes over types, format, pattern and enum.
func constrain(n *Node, o *object) {
	list, ok := o.at["type"].([]any)
	if !ok && o.has("type") {
		list = []any{o.at["type"]}
	}
	for _, t := range list {
		addType(n, t.(string))
	}
	set(&n.Format, o.text("format"))
	set(&n.Pattern, o.text("pattern"))
	allowed, _ := o.at["enum"].([]any)
	if o.has("const") {
		allowed = []any{o.at["const"]}
	}
	for _, v := range allowed {
		addValue(n, v, !o.has("type"))
	}
}

func addType(n *Node, t string) {
	if t == "null" {
		n.Nullable = true
	} else if !slices.Contains(n.Types, t) {
		n.Types = append(n.Types, t)
	}
}

// addValue adds one allowed value, and its type when the schema states none.
func addValue(n *Node, v any, untyped bool) {
	t := ""
	switch v.(type) {
	case nil:
		n.Nullable = true
		return
	case string:
		t = "string"
	case json.Number:
		t = "number"
	case bool:
		t = "boolean"
	default:
		return
	}
	if untyped {
		addType(n, t)
	}
	if !slices.Contains(n.Enum, v) {
		n.Enum = append(n.Enum, v)
	}
}

func require(n *Node, o *object) {
	list, _ := o.at["required"].([]any)
	for _, name := range list {
		if child := n.Property(name.(string)); child != nil {
			child.Required = true
		}
	}
}

func set(to *string, text string) {
	if text != "" {
		*to = text
	}
}
