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
	fields  map[string]ref.Val

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
	return types.NewErr("no such field: %s", name)
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
