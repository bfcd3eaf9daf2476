package schemas

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// inspect copies data for the validator with json.Numbers for all numbers, and returns as
// violations the numbers that must not reach it.
func inspect(data any) (any, []Violation, error) {
	var i inspector
	clean, err := i.value(data, "", 0)
	sortViolations(i.refused)
	return clean, i.refused, err
}

type inspector struct{ refused []Violation }

func (i *inspector) value(v any, at string, depth int) (any, error) {
	if depth > MaxDataDepth {
		return nil, fmt.Errorf("data nested deeper than %d levels", MaxDataDepth)
	}
	switch v := v.(type) {
	case nil, string, bool:
		return v, nil
	case json.Number:
		if err := Number(v); err != nil {
			i.refused = append(i.refused, Violation{at, "type", err.Error()})
		}
		return v, nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			i.refused = append(i.refused, Violation{at, "type", "not a finite number"})
		}
		return json.Number(strconv.FormatFloat(v, 'g', -1, 64)), nil
	case int:
		return json.Number(strconv.Itoa(v)), nil
	case int64:
		return json.Number(strconv.FormatInt(v, 10)), nil
	case []any:
		return i.list(v, at, depth)
	case map[string]any:
		return i.group(v, at, depth)
	}
	return nil, fmt.Errorf("%s: a value of Go type %T is no JSON", place(at), v)
}

func (i *inspector) list(v []any, at string, depth int) (any, error) {
	list := make([]any, len(v))
	for n, e := range v {
		clean, err := i.value(e, at+"/"+strconv.Itoa(n), depth+1)
		if err != nil {
			return nil, err
		}
		list[n] = clean
	}
	return list, nil
}

func (i *inspector) group(v map[string]any, at string, depth int) (any, error) {
	m := make(map[string]any, len(v))
	for name, e := range v {
		clean, err := i.value(e, at+"/"+escape(name), depth+1)
		if err != nil {
			return nil, err
		}
		m[name] = clean
	}
	return m, nil
}
