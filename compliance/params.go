package compliance

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// params reads the values of policy.*. A text that is a plain decimal, such as "0.01", is a
// decimal in expressions.
func (p *Pack) params(nodes map[string]yaml.Node) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(nodes)) {
		n := nodes[name]
		var v any
		if err := n.Decode(&v); err != nil {
			errs = append(errs, &LoadError{File: p.File, Line: n.Line, Reason: fmt.Sprintf("params.%s: %v", name, err)})
			continue
		}
		if paramType(v) == nil {
			errs = append(errs, &LoadError{File: p.File, Line: n.Line,
				Reason: fmt.Sprintf("params.%s: use text, a whole number, true or false, or a list of text; decimals in quotes", name)})
			continue
		}
		p.Params[name] = v
	}
	return errors.Join(errs...)
}

// paramType is the type of a parameter in expressions, nil for what cannot be one.
func paramType(v any) *cel.Type {
	switch v := v.(type) {
	case string:
		if _, ok := parseDecimal(v); ok {
			return decType
		}
		return cel.StringType
	case int:
		return cel.IntType
	case bool:
		return cel.BoolType
	case []any:
		for _, e := range v {
			if _, ok := e.(string); !ok {
				return nil
			}
		}
		return cel.ListType(cel.StringType)
	}
	return nil
}

func paramValue(v any) ref.Val {
	switch v := v.(type) {
	case string:
		if d, ok := parseDecimal(v); ok {
			return dec{d}
		}
		return types.String(v)
	case int:
		return types.Int(v)
	case bool:
		return types.Bool(v)
	case []any:
		rows := make([]ref.Val, len(v))
		for i, e := range v {
			text, _ := e.(string)
			rows[i] = types.String(text)
		}
		return types.NewRefValList(types.DefaultTypeAdapter, rows)
	}
	return types.NewErr("no parameter")
}

// policyShape is the type of the variable policy.
func (p *Pack) policyShape() *shape {
	s := &shape{name: "Policy", fields: map[string]*place{}}
	for name, v := range p.Params {
		s.fields[name] = &place{typ: paramType(v)}
		s.order = append(s.order, name)
	}
	slices.Sort(s.order)
	return s
}

// policy is the value of the variable policy, with what a tenant overrides.
func (p *Pack) policy(override map[string]any) *object {
	s := p.policyShape()
	o := &object{shape: s, fields: map[string]ref.Val{}}
	for name, v := range p.Params {
		if own, ok := override[name]; ok {
			v = own
		}
		o.fields[name] = paramValue(v)
	}
	return o
}

// accepts tells every mistake in a tenant's parameters: names that the pack does not have, and
// values of another kind than the pack's own.
func (p *Pack) accepts(override map[string]any) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(override)) {
		own, ok := p.Params[name]
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("params.%s.%s: the pack has no such parameter: %w", p.Name, name, pipeline.ErrInvalid))
		case kindOf(own) != kindOf(override[name]):
			errs = append(errs, fmt.Errorf("params.%s.%s: %v is not of the kind of %v: %w", p.Name, name, override[name], own, pipeline.ErrInvalid))
		}
	}
	return errors.Join(errs...)
}

func kindOf(v any) string {
	if t := paramType(v); t != nil {
		return t.String()
	}
	return "none"
}
