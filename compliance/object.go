package compliance

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// An object is a group of fields, or a row of a list, as an expression sees it. What has no
// value is there too, as an unknown that says why.
type object struct {
	shape   *shape
	pointer string
	fields  map[string]ref.Val // those that were asked for, of a tree

	tree  *tree // makes fields of data when they are asked for; nil when all are there
	data  map[string]any
	given bool // there even when nothing is in it, as a group of XML can be

	// rows and index tell where a row stands in its list; rows is nil elsewhere.
	rows  []ref.Val
	index int
}

var _ traits.Indexer = (*object)(nil)

// Get returns the field of this name.
func (o *object) Get(index ref.Val) ref.Val {
	name, _ := index.(types.String)
	return o.field(string(name))
}

func (o *object) field(name string) ref.Val {
	if v, ok := o.fields[name]; ok {
		return v
	}
	if p, ok := o.shape.fields[name]; ok && o.tree != nil {
		v := o.tree.value(p, o.pointer+"/"+escaped.Replace(name), o.data[name])
		o.fields[name] = v
		return v
	}
	return types.NewErr("no such field: %s", name)
}

// there is true when anything of the group was read, false when all of it is absent.
func (o *object) there() ref.Val {
	if o.given {
		return types.True
	}
	var missing *types.Unknown
	for _, name := range o.shape.order {
		switch v := present(o.field(name)).(type) {
		case types.Bool:
			if v == types.True {
				return v
			}
		case *types.Unknown:
			missing = types.MergeUnknowns(missing, v)
		}
	}
	if missing != nil {
		return missing
	}
	return types.False
}

func (o *object) Type() ref.Type { return o.shape.typ() }
func (o *object) Value() any     { return o }

// Equal holds for the same place of the same document.
func (o *object) Equal(other ref.Val) ref.Val { return types.Bool(ref.Val(o) == other) }

func (o *object) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("%s does not convert to %v", o.shape.name, t)
}

func (o *object) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("%s does not convert to %s", o.shape.name, t.TypeName())
}

// A rowList is a list that knows its place.
type rowList struct {
	traits.Lister
	pointer string
	rows    []ref.Val
}

func newRowList(pointer string, rows []ref.Val) *rowList {
	return &rowList{types.NewRefValList(types.DefaultTypeAdapter, rows), pointer, rows}
}
