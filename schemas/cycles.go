package schemas

import "fmt"

// checkCycles refuses references that come back to themselves without a step down into the
// data: the validator would follow them until its stack ends, which no recover catches.
// A definition may contain itself below properties or items: data end somewhere.
func checkCycles(root *object) error {
	c := cycles{root: root, state: map[*object]int{}}
	return c.everywhere(root)
}

const (
	open = 1 + iota // on the path from here up
	done
)

type cycles struct {
	root  *object
	state map[*object]int
}

// everywhere starts a search at each schema of the file.
func (c *cycles) everywhere(v any) error {
	switch v := v.(type) {
	case *object:
		if err := c.follow(v, ""); err != nil {
			return err
		}
		for _, key := range v.keys {
			if err := c.everywhere(v.at[key]); err != nil {
				return err
			}
		}
	case []any:
		for _, e := range v {
			if err := c.everywhere(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow searches along the keywords that see the same value as their schema.
func (c *cycles) follow(v any, ref string) error {
	o, ok := v.(*object)
	if !ok || c.state[o] == done {
		return nil
	}
	if c.state[o] == open {
		return fmt.Errorf("$ref to %.80q: it refers to itself without going down into properties or items", ref)
	}
	c.state[o] = open
	for _, e := range inPlace(o) {
		if err := c.follow(e, ref); err != nil {
			return err
		}
	}
	if to := o.text("$ref"); to != "" {
		if err := c.follow(resolve(c.root, to), to); err != nil {
			return err
		}
	}
	c.state[o] = done
	return nil
}

// inPlace lists the subschemas of o that apply to the very value o applies to.
func inPlace(o *object) []any {
	var all []any
	for _, key := range o.keys {
		switch keywords[key] {
		case aSchema:
			all = append(all, o.at[key])
		case aSchemas:
			list, _ := o.at[key].([]any)
			all = append(all, list...)
		case dependent:
			group, _ := o.at[key].(*object)
			all = append(all, members(group)...)
		}
	}
	return all
}

// members are the values of a group in document order; a nil group has none.
func members(o *object) []any {
	if o == nil {
		return nil
	}
	all := make([]any, len(o.keys))
	for i, key := range o.keys {
		all[i] = o.at[key]
	}
	return all
}
