package compliance

import (
	"errors"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"
)

// Limits of an expression. The cost is counted in steps and decides the same on every machine;
// the time is the backstop.
const (
	maxExpression = 16 << 10 // bytes
	maxCost       = 5_000_000
	checkEvery    = 1000 // steps between looks at the clock
)

// A language is what the expressions of a pack may say about documents of one type.
type language struct {
	env    *cel.Env
	shapes provider
	doc    *shape
	policy *shape

	extended map[string]*cel.Env // with the variables of loops, by these
}

// newLanguage declares the variables doc, inv, policy, table and today, and all functions.
func newLanguage(doc, policy *shape, inv *shape) (*language, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	l := &language{doc: doc, policy: policy, extended: map[string]*cel.Env{}, shapes: provider{Registry: registry, byName: map[string]*shape{}}}
	roots := []*shape{doc, policy}
	if inv != nil {
		roots = append(roots, inv)
	}
	roots = append(roots, rowShapes()...)
	for _, root := range roots {
		for _, s := range root.all() {
			l.shapes.byName[s.name] = s
		}
	}
	options := slices.Concat([]cel.EnvOption{
		cel.CustomTypeProvider(l.shapes), cel.CustomTypeAdapter(registry),
		cel.ParserExpressionSizeLimit(maxExpression), cel.ParserRecursionLimit(100),
		cel.Types(decType, dayType),
		cel.Variable("doc", doc.typ()), cel.Variable("policy", policy.typ()),
		cel.Variable("table", cel.MapType(cel.StringType, cel.DynType)),
		cel.Variable("today", dayType),
		ext.Strings(ext.StringsVersion(2)),
	}, operatorDecls(), decimalFunctions(), dateFunctions(), textFunctions(), unknownFunctions(),
		identFunctions(), rowFunctions(l.shapes), recallFunctions())
	if inv != nil {
		options = append(options, cel.Variable("inv", inv.typ()))
	}
	l.env, err = cel.NewEnv(options...)
	return l, err
}

// with declares the variables of a rule's loops too.
func (l *language) with(loops []loop) (*cel.Env, error) {
	if len(loops) == 0 {
		return l.env, nil
	}
	var vars []cel.EnvOption
	key := ""
	for _, v := range loops {
		vars = append(vars, cel.Variable(v.as, v.row))
		key += v.as + " " + v.row.String() + "\n"
	}
	if env, ok := l.extended[key]; ok {
		return env, nil
	}
	env, err := l.env.Extend(vars...)
	if err == nil {
		l.extended[key] = env
	}
	return env, err
}

// provider gives CEL the fields of shapes.
type provider struct {
	*types.Registry
	byName map[string]*shape
}

func (p provider) FindStructType(name string) (*types.Type, bool) {
	if s, ok := p.byName[name]; ok {
		return types.NewTypeTypeWithParam(s.typ()), true
	}
	return p.Registry.FindStructType(name)
}

func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	if s, ok := p.byName[name]; ok {
		return s.order, true
	}
	return p.Registry.FindStructFieldNames(name)
}

func (p provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	s, ok := p.byName[name]
	if !ok {
		return p.Registry.FindStructFieldType(name, field)
	}
	f, ok := s.fields[field]
	if !ok {
		return nil, false
	}
	return &types.FieldType{
		Type:  f.typ,
		IsSet: func(target any) bool { return true },
		GetFrom: func(target any) (any, error) {
			switch o := target.(type) {
			case *object:
				return o.field(field), nil
			case *types.Unknown:
				return o, nil
			}
			return nil, errNoField
		},
	}, true
}

var errNoField = errors.New("no such field")
