package compliance

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"github.com/shopspring/decimal"
)

// unknownFunctions are what rules say about fields that may have no value. All others hand a
// missing value on.
//
//	present(x)      true when x was read, false when it is absent; of a group and of a list of
//	                values when anything of it was, and of a group of an e-invoice also when it
//	                stands there empty
//	orElse(x, y)    y when x is absent
//	orZero(x)       zero when x is absent; when it was not found, the rule may pass with zero
//	                but not fail
//	firstRead(x, y) y when x could not be read or is absent
//	unread(x)       false when x was read or is absent: "or unread(x)" keeps a rule from
//	                failing while x is not known
//	seen(x)         false when x is absent or was not found, unknown when something stands there
//	                that could not be read; in "when" only, for what most documents do not have
//	known(x, y)     y whenever x has no value; in "when" only, where nothing is decided by it
func unknownFunctions() []cel.EnvOption {
	a := cel.TypeParamType("A")
	two := func(name string, do func(x, y ref.Val) ref.Val) cel.EnvOption {
		return cel.Function(name, cel.Overload(name+"_any", []*cel.Type{a, a}, a,
			cel.OverloadIsNonStrict(), cel.BinaryBinding(do)))
	}
	flag := func(name string, do func(x ref.Val) ref.Val) cel.EnvOption {
		return cel.Function(name, cel.Overload(name+"_any", []*cel.Type{a}, cel.BoolType,
			cel.OverloadIsNonStrict(), cel.UnaryBinding(do)))
	}
	return []cel.EnvOption{
		flag("present", present), flag("unread", isUnread), flag("seen", seen),
		two("orElse", orElse), two("firstRead", firstRead), two("known", known),
		cel.Function("orZero", cel.Overload("orZero_decimal", []*cel.Type{decType}, decType,
			cel.OverloadIsNonStrict(), cel.UnaryBinding(orZero))),
	}
}

func present(x ref.Val) ref.Val {
	if w, ok := why(x); ok {
		if w == absent {
			return types.False
		}
		return x
	}
	if o, ok := x.(*object); ok {
		return o.there()
	}
	if list, ok := x.(traits.Sizer); ok && x.Type() == types.ListType {
		if list.Size() == types.Int(0) {
			return types.False
		}
		return anyRead(elements(x))
	}
	if types.IsError(x) {
		return x
	}
	return types.True
}

// anyRead is true when a list has a row, or a value that was read: one that nobody could read may be
// anything, or nothing.
func anyRead(list []ref.Val) ref.Val {
	var missing *types.Unknown
	for _, v := range list {
		u, unread := v.(*types.Unknown)
		if !unread {
			return types.True
		}
		missing = types.MergeUnknowns(missing, u)
	}
	return missing
}

func seen(x ref.Val) ref.Val {
	if w, ok := why(x); ok && (w == absent || w == notFound || w == assumedNone) {
		return types.False
	}
	return present(x)
}

func isUnread(x ref.Val) ref.Val {
	if w, ok := why(x); ok && w != absent {
		return x
	}
	if types.IsError(x) {
		return x
	}
	return types.False
}

func orElse(x, y ref.Val) ref.Val {
	if w, ok := why(x); ok && w == absent {
		return y
	}
	return x
}

func orZero(x ref.Val) ref.Val {
	if w, ok := why(x); ok && (w == absent || w == assumedNone) {
		return dec{decimal.Zero}
	}
	return x
}

func firstRead(x, y ref.Val) ref.Val {
	u, ok := x.(*types.Unknown)
	if !ok {
		return x
	}
	if other, ok := y.(*types.Unknown); ok {
		return types.MergeUnknowns(u, other)
	}
	return y
}

func known(x, y ref.Val) ref.Val {
	if types.IsUnknown(x) {
		return y
	}
	return x
}

// elements lists what a list value holds.
func elements(v ref.Val) []ref.Val {
	list, ok := v.(traits.Lister)
	if !ok {
		return nil
	}
	var all []ref.Val
	for it := list.Iterator(); it.HasNext() == types.True; {
		all = append(all, it.Next())
	}
	return all
}
