package schemas

import "fmt"

// A recursion search finds definitions that contain themselves: a provider-safe schema has no
// references, and such a one would have no end.
type recursion struct {
	root  *object
	state map[string]int // open or done, by definition
}

// search walks v, which stands at the pointer at of the data.
func (r *recursion) search(v any, at string) error {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if err := r.search(e, at); err != nil {
				return err
			}
		}
	case *object:
		if ref := v.text("$ref"); ref != "" {
			return r.follow(ref, at)
		}
		for _, key := range v.keys {
			if err := r.keyword(v.at[key], key, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *recursion) keyword(v any, key, at string) error {
	switch keywords[key] {
	case aSchema, aSchemas:
		return r.search(v, at)
	case below, belowItems:
		if key == "items" {
			at += "/*"
		}
		return r.search(v, at)
	case belowMap, dependent:
		group, _ := v.(*object)
		for _, name := range keysOf(group) {
			if err := r.search(group.at[name], at+"/"+escape(name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *recursion) follow(ref, at string) error {
	k := key(ref)
	switch r.state[k] {
	case done:
		return nil
	case open:
		return fmt.Errorf("%s: %.80q contains itself, and a model needs a schema with an end: "+
			"write its levels out, or leave the field out", place(at), ref)
	}
	r.state[k] = open
	err := r.search(resolve(r.root, ref), at)
	r.state[k] = done
	return err
}
