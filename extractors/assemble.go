package extractors

import (
	"strconv"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// assemble builds the data of what was found, and an entry in e.Fields for each leaf of the
// data and each leaf of the schema that is not there.
func (b *book) assemble(e *pipeline.Extraction) map[string]any {
	data, _ := b.group(b.schema.Root, "", e.Fields)
	if data == nil {
		data = map[string]any{}
	}
	return data
}

// value returns what stands at pointer, and whether anything does.
func (b *book) value(n *schemas.Node, pointer string, fields map[string]pipeline.Field) (any, bool) {
	switch {
	case n.IsList():
		return b.list(n, pointer, fields)
	case n.Leaf():
		return b.leaf(pointer, fields)
	}
	group, ok := b.group(n, pointer, fields)
	return group, ok
}

func (b *book) leaf(pointer string, fields map[string]pipeline.Field) (any, bool) {
	s, ok := b.settled[pointer]
	if !ok {
		s.field = b.nothing(pointer)
	}
	fields[pointer] = s.field
	return s.value, s.value != nil
}

func (b *book) list(n *schemas.Node, pointer string, fields map[string]pipeline.Field) (any, bool) {
	rows := b.rows[pointer]
	if rows == 0 || n.Items == nil {
		b.leaf(pointer, fields)
		return nil, false
	}
	list := make([]any, rows)
	for i := range list {
		item, ok := b.value(n.Items, pointer+"/"+strconv.Itoa(i), fields)
		if !ok {
			item = map[string]any{}
		}
		list[i] = item
	}
	return list, true
}

func (b *book) group(n *schemas.Node, pointer string, fields map[string]pipeline.Field) (map[string]any, bool) {
	var group map[string]any
	for _, p := range n.Properties {
		v, ok := b.value(p, pointer+"/"+escaper.Replace(p.Name), fields)
		if !ok {
			continue
		}
		if group == nil {
			group = map[string]any{}
		}
		group[p.Name] = v
	}
	return group, group != nil
}
