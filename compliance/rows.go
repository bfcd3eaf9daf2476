package compliance

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// rowFunctions are previous(row), index(row) and, for each kind of row, what they need to know
// of types. The previous of a first row is absent.
func rowFunctions(p provider) []cel.EnvOption {
	var before, place []cel.FunctionOpt
	for _, s := range p.byName {
		before = append(before, cel.Overload("previous_"+s.name, []*cel.Type{s.typ()}, s.typ(), cel.UnaryBinding(previous)))
		place = append(place, cel.Overload("index_"+s.name, []*cel.Type{s.typ()}, cel.IntType, cel.UnaryBinding(index)))
	}
	return []cel.EnvOption{cel.Function("previous", before...), cel.Function("index", place...)}
}

func previous(v ref.Val) ref.Val {
	o, ok := v.(*object)
	if !ok {
		return types.MaybeNoSuchOverloadErr(v)
	}
	if o.index == 0 {
		return new(marks).new(absent, o.pointer)
	}
	return o.rows[o.index-1]
}

func index(v ref.Val) ref.Val {
	o, ok := v.(*object)
	if !ok {
		return types.MaybeNoSuchOverloadErr(v)
	}
	return types.Int(o.index)
}
