package compliance

import (
	"encoding/json"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// A tree is what expressions see of a document in one light: below which confidence a value
// counts as unread, and whether what was not found may count as zero.
type tree struct {
	*facts
	marks
	minConfidence float64
	assume        bool
	foreigners    map[*place]ref.Val
}

// object is the group at pointer, made of its part of the data.
func (t *tree) object(s *shape, pointer string, data any) *object {
	group, _ := data.(map[string]any)
	return &object{
		shape: s, pointer: pointer, given: t.whole && group != nil,
		tree: t, data: group, fields: map[string]ref.Val{},
	}
}

// value builds what stands at pointer: a group, a list, a value or why there is none.
func (t *tree) value(p *place, pointer string, data any) ref.Val {
	switch {
	case p.list:
		return t.list(p, pointer, data)
	case p.group != nil:
		return t.object(p.group, pointer, data)
	}
	if why, ok := t.lacking(pointer, data); ok && why == foreign {
		return t.foreign(p, pointer)
	} else if ok {
		return t.mark(why, pointer)
	}
	if text, ok := data.(string); ok && strings.TrimSpace(text) == "" {
		return t.mark(absent, pointer)
	}
	if v := convert(p.typ, data); v != nil {
		return v
	}
	return t.mark(unread, pointer)
}

func (t *tree) list(p *place, pointer string, data any) ref.Val {
	if t.incomplete(pointer) {
		return t.mark(unread, pointer)
	}
	items, given := data.([]any)
	n := max(t.counts[pointer], len(items))
	if n == 0 && !given {
		if why, _ := t.lacking(pointer, nil); why != absent || !t.whole {
			return t.mark(why, pointer)
		}
	}
	rows := make([]ref.Val, n)
	for i := range rows {
		var item any
		if i < len(items) {
			item = items[i]
		}
		rows[i] = t.value(&place{typ: p.row, group: p.group}, pointer+"/"+strconv.Itoa(i), item)
		if o, ok := rows[i].(*object); ok {
			o.rows, o.index = rows, i
		}
	}
	return newRowList(pointer, rows)
}

// foreign gives the unknown for a field that the schema does not have. It is the same in every
// row, so that a list of thousands does not gather as many.
func (t *tree) foreign(p *place, pointer string) ref.Val {
	v, ok := t.foreigners[p]
	if !ok {
		v = t.mark(foreign, pointer)
		t.foreigners[p] = v
	}
	return v
}

// mark gives the unknown for a place, in this tree's light.
func (t *tree) mark(why mark, pointer string) ref.Val {
	if t.assume && (why == notFound || why == foreign) {
		why = assumedNone
	}
	return t.marks.new(why, pointer)
}

// convert gives the value of a leaf, nil when data is not of the type.
func convert(typ *cel.Type, data any) ref.Val {
	switch typ {
	case decType:
		if d, ok := parseDecimal(data); ok {
			return dec{d}
		}
		return nil
	case dayType:
		if d, ok := parseDay(data); ok {
			return d
		}
		return nil
	}
	switch v := data.(type) {
	case string:
		if typ == cel.StringType || typ == cel.DynType {
			return types.String(v)
		}
		return convertNumber(typ, json.Number(v)) // examples write whole numbers plainly
	case bool:
		if typ == cel.BoolType || typ == cel.DynType {
			return types.Bool(v)
		}
	case json.Number:
		return convertNumber(typ, v)
	}
	return nil
}

func convertNumber(typ *cel.Type, n json.Number) ref.Val {
	if typ == cel.StringType {
		return types.String(n.String())
	}
	if i, err := n.Int64(); err == nil && typ == cel.IntType {
		return types.Int(i)
	}
	return nil
}

// escaped writes a name as a step of a pointer (RFC 6901).
var escaped = strings.NewReplacer("~", "~0", "/", "~1")
