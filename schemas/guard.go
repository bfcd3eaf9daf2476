package schemas

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
)

// guard walks every place where a schema can stand and refuses, with keyword and pointer,
// what this package does not support.
func guard(root *object) error {
	w := walker{root: root}
	if err := w.draft(); err != nil {
		return err
	}
	return w.schema(root, "")
}

type walker struct {
	root     *object
	draft4   bool // declared: limits must be booleans
	draft6   bool // or 7, declared: limits must be numbers
	keywords int
}

var drafts = regexp.MustCompile(`^https?://json-schema\.org/draft-0([467])/schema#?$`)

func (w *walker) draft() error {
	if !w.root.has("$schema") {
		return nil
	}
	m := drafts.FindStringSubmatch(w.root.text("$schema"))
	if m == nil {
		return fmt.Errorf("/$schema: %.80q is not draft 4, 6 or 7: write the schema in draft 7 "+
			`("http://json-schema.org/draft-07/schema#")`, w.root.text("$schema"))
	}
	w.draft4, w.draft6 = m[1] == "4", m[1] != "4"
	return nil
}

// schema checks the schema v at pointer at.
func (w *walker) schema(v any, at string) error {
	if _, ok := v.(bool); ok {
		return nil
	}
	o, ok := v.(*object)
	if !ok {
		return fmt.Errorf("%s: a schema must be an object, true or false", place(at))
	}
	if at != "" && w.rebases(o) {
		return fmt.Errorf("%s: $id below the top level moves references: use $defs and $ref", at)
	}
	for _, key := range o.keys {
		if err := w.keyword(o, key, at+"/"+escape(key)); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) rebases(o *object) bool {
	return o.text("$id") != "" || w.draft4 && o.text("id") != ""
}

func (w *walker) keyword(o *object, key, at string) error {
	if way, ok := refused[key]; ok {
		return fmt.Errorf("%s: the keyword %s is not supported: %s", at, key, way)
	}
	k, ok := keywords[key]
	if !ok {
		return nil
	}
	if w.keywords++; w.keywords > MaxKeywords {
		return fmt.Errorf("%s: more than %d keywords: split the schema", at, MaxKeywords)
	}
	if _, old := o.at[key].(bool); old && k == aLimit && !o.has(limits[key]) {
		return fmt.Errorf("%s: true or false says something about %s, which is missing here", at, limits[key])
	}
	if err := w.value(k, o.at[key], at); err != nil {
		return err
	}
	return w.nested(k, o.at[key], at)
}

// value checks keywords whose value is not made of schemas.
func (w *walker) value(k kind, v any, at string) error {
	var err error
	switch k {
	case aString:
		err = must[string](v, "a string")
	case aBool:
		err = must[bool](v, "true or false")
	case aNumber:
		err = must[json.Number](v, "a number")
	case aPositive, aCount:
		err = amount(k, v)
	case aLimit:
		err = w.limit(v)
	case names:
		err = nameList(v)
	case values:
		if list, ok := v.([]any); !ok || len(list) == 0 {
			err = errors.New("must be a list with at least one value")
		}
	case types:
		err = typeList(v)
	case aPattern:
		err = pattern(v)
	case aReference:
		err = w.reference(v)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	return nil
}

// nested checks the schemas inside a keyword.
func (w *walker) nested(k kind, v any, at string) error {
	switch k {
	case aSchema, below:
		return w.schema(v, at)
	case aSchemas, belowItems:
		return w.list(k, v, at)
	case belowMap, definitions, belowRegexp, dependent:
		return w.group(k, v, at)
	}
	return nil
}

func (w *walker) list(k kind, v any, at string) error {
	list, ok := v.([]any)
	if !ok && k == belowItems {
		return w.schema(v, at)
	}
	if len(list) == 0 {
		return fmt.Errorf("%s: must be a list with at least one schema", at)
	}
	for i, e := range list {
		if err := w.schema(e, fmt.Sprintf("%s/%d", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) group(k kind, v any, at string) error {
	o, ok := v.(*object)
	if !ok {
		return fmt.Errorf("%s: must be an object of schemas", at)
	}
	for _, key := range o.keys {
		here := at + "/" + escape(key)
		if _, list := o.at[key].([]any); list && k == dependent {
			if err := nameList(o.at[key]); err != nil {
				return fmt.Errorf("%s: %w", here, err)
			}
			continue
		}
		if k == belowRegexp {
			if err := pattern(key); err != nil {
				return fmt.Errorf("%s: %w", here, err)
			}
		}
		if err := w.schema(o.at[key], here); err != nil {
			return err
		}
	}
	return nil
}

// reference accepts local references whose target is a schema. Targets stand under $defs or
// definitions; those that the walk does not reach itself are walked here.
func (w *walker) reference(v any) error {
	ref, ok := v.(string)
	if !ok {
		return errors.New("must be a string")
	}
	list, ok := tokens(ref)
	if !ok {
		return fmt.Errorf("$ref to %.80q: only definitions of this file are followed: "+
			"copy what it names into $defs and write #/$defs/NAME", ref)
	}
	if len(list) != 2 {
		return fmt.Errorf("$ref to %.80q reaches into a definition: give that part a name of its own in $defs", ref)
	}
	switch resolve(w.root, ref).(type) {
	case *object, bool:
		return nil
	}
	return fmt.Errorf("$ref to %.80q: there is no such definition", ref)
}

func (w *walker) limit(v any) error {
	_, isBool := v.(bool)
	_, isNumber := v.(json.Number)
	switch {
	case w.draft4 && !isBool:
		return errors.New("must be true or false in draft 4; declare draft 7 to give a number")
	case w.draft6 && !isNumber:
		return errors.New("must be a number since draft 6; declare draft 4 to give true or false")
	case !isBool && !isNumber:
		return errors.New("must be a number")
	}
	return nil
}
