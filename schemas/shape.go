package schemas

import (
	"fmt"
	"strings"
)

// shape copies a guarded schema for the validator: checked keywords only, draft 7, every
// reference renamed to a definition of the copy. What the copy does not hold, such as $id or
// the address of a remote schema, the validator cannot act on.
func shape(root *object) map[string]any {
	s := shaper{root: root, names: map[string]string{}, definitions: map[string]any{}}
	m := s.object(root)
	for len(s.pending) > 0 {
		ref := s.pending[0]
		s.pending = s.pending[1:]
		s.definitions[s.names[key(ref)]] = s.schema(resolve(root, ref))
	}
	if len(s.definitions) > 0 {
		m["definitions"] = s.definitions
	}
	return m
}

type shaper struct {
	root        *object
	names       map[string]string // of definitions in the copy, by their key
	pending     []string          // references whose definition is not copied yet
	definitions map[string]any
}

// key is one spelling for all spellings of a reference.
func key(ref string) string {
	list, _ := tokens(ref)
	return strings.Join(list, "\x00")
}

func (s *shaper) schema(v any) any {
	if o, ok := v.(*object); ok {
		return s.object(o)
	}
	return v
}

func (s *shaper) object(o *object) map[string]any {
	if ref := o.text("$ref"); ref != "" { // draft 7: nothing beside $ref counts
		return map[string]any{"$ref": s.reference(ref)}
	}
	m := map[string]any{}
	for _, name := range o.keys {
		switch k := keywords[name]; k {
		case 0, definitions:
		case aLimit:
			s.limit(m, o, name)
		case aString:
			if name == "format" && checked(o.text(name)) {
				m[name] = formatPrefix + o.text(name)
			}
		default:
			m[name] = s.value(k, o.at[name])
		}
	}
	for exclusive, limit := range limits {
		if o.at[exclusive] == true {
			delete(m, limit)
		}
	}
	return m
}

// limit writes the boolean of draft 4 as the number of draft 7.
func (s *shaper) limit(m map[string]any, o *object, name string) {
	switch v := o.at[name].(type) {
	case bool:
		if v {
			m[name] = o.at[limits[name]]
		}
	default:
		m[name] = v
	}
}

func (s *shaper) value(k kind, v any) any {
	switch k {
	case aSchema, below:
		return s.schema(v)
	case aSchemas, belowItems:
		return s.list(v)
	case belowMap, belowRegexp, dependent:
		m := map[string]any{}
		o := v.(*object)
		for _, name := range o.keys {
			m[name] = s.schema(o.at[name])
		}
		return m
	}
	return plain(v)
}

func (s *shaper) list(v any) any {
	list, ok := v.([]any)
	if !ok {
		return s.schema(v)
	}
	all := make([]any, len(list))
	for i, e := range list {
		all[i] = s.schema(e)
	}
	return all
}

func (s *shaper) reference(ref string) string {
	name, ok := s.names[key(ref)]
	if !ok {
		name = fmt.Sprintf("d%d", len(s.names))
		s.names[key(ref)] = name
		s.pending = append(s.pending, ref)
	}
	return "#/definitions/" + name
}
