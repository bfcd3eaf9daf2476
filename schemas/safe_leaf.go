package schemas

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// leaf is the schema of one value: types, enumeration, the keywords that the profile keeps, and
// everything else in words.
func (d *deriver) leaf(m *object, at string) *object {
	o := newObject()
	o.put("type", typeValue(d.types(m, at)))
	var told []string
	for _, key := range m.keys {
		switch key {
		case "title", "description", "x-docpipe", "type", "items", "properties", "anyOf":
		case "enum":
			told = append(told, d.enum(o, m.at["enum"].([]any), at)...)
		default:
			told = append(told, d.keep(o, m, key, at)...)
		}
	}
	d.describe(o, m, told)
	return o
}

// types are the leaf's, without null; any scalar where the schema does not say.
func (d *deriver) types(m *object, at string) []string {
	types := slices.DeleteFunc(typesOf(m.at["type"]), func(t string) bool { return t == "null" || t == "array" || t == "object" })
	if list, ok := m.at["enum"].([]any); ok && len(types) == 0 {
		types = enumTypes(list)
	}
	if len(types) == 0 {
		types = []string{"string", "number", "boolean"}
	}
	if len(types) > 1 && !d.profile.Union {
		d.note(at, "type")
		if slices.Contains(types, "string") {
			return []string{"string"}
		}
		return types[:1]
	}
	return types
}

func enumTypes(list []any) []string {
	var types []string
	for _, v := range list {
		t := ""
		switch v.(type) {
		case string:
			t = "string"
		case json.Number:
			t = "number"
		case bool:
			t = "boolean"
		}
		if t != "" && !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types
}

// Enumerations that providers refuse by themselves: many values with much text.
const (
	longEnum     = 250
	longEnumText = 15_000
	toldValues   = 50 // of an enumeration that is told in words
)

// enum keeps the scalar values of the leaf's types, or tells them.
func (d *deriver) enum(o *object, list []any, at string) []string {
	var kept []any
	text := 0
	types := typesOf(o.at["type"])
	for _, v := range list {
		fits := slices.ContainsFunc(enumTypes([]any{v}), func(t string) bool {
			return slices.Contains(types, t) || t == "number" && slices.Contains(types, "integer")
		})
		if fits {
			kept = append(kept, v)
			text += len(fmt.Sprint(v))
		}
	}
	if len(kept) == 0 {
		d.note(at, "enum")
		return nil
	}
	if len(kept) > d.profile.MaxEnum || len(kept) > longEnum && text > longEnumText {
		d.note(at, "enum")
		return []string{"one of " + firstFew(kept)}
	}
	o.put("enum", kept)
	return nil
}

func firstFew(values []any) string {
	var words []string
	for _, v := range values[:min(len(values), toldValues)] {
		words = append(words, fmt.Sprint(v))
	}
	if len(values) > toldValues {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}

// keep takes a keyword over, or notes it and returns it in words.
func (d *deriver) keep(o, m *object, key, at string) []string {
	v := m.at[key]
	kept := slices.Contains(d.profile.Keywords, key)
	if key == "format" {
		kept = kept && slices.Contains(d.profile.Formats, m.text(key))
	}
	if kept {
		o.put(key, v)
		return nil
	}
	d.note(at, key)
	if key == "minItems" || key == "uniqueItems" && v == false {
		return nil
	}
	return []string{words(key, v)}
}

// words says what a keyword asks for.
func words(key string, v any) string {
	switch key {
	case "pattern":
		return fmt.Sprintf("must match %v", v)
	case "format":
		if v == "decimal" {
			return "plain decimal such as -1234.50"
		}
		if v == "date" {
			return "YYYY-MM-DD"
		}
		return fmt.Sprintf("format %v", v)
	case "minimum":
		return fmt.Sprintf("at least %v", v)
	case "maximum":
		return fmt.Sprintf("at most %v", v)
	case "uniqueItems":
		return "no item twice"
	}
	return fmt.Sprintf("%s %v", key, v)
}

// labels that stand in a description.
const maxLabels = 6

// describe writes what the field is, how print names it, and what the profile cannot say.
func (d *deriver) describe(o, m *object, told []string) {
	var parts []string
	about := m.text("description")
	if about == "" {
		about = m.text("title")
	}
	if about != "" {
		parts = append(parts, strings.TrimSuffix(about, "."))
	}
	if n, err := readNotes(m, ""); err == nil && len(n.Labels) > 0 {
		parts = append(parts, "printed as "+strings.Join(d.labels(n.Labels), ", "))
	}
	parts = append(parts, told...)
	if len(parts) > 0 {
		o.put("description", strings.Join(parts, "; "))
	}
}

func (d *deriver) labels(by byLanguage) []string {
	some := byLanguage{}
	for _, l := range d.profile.Languages {
		if by[l] != nil {
			some[l] = by[l]
		}
	}
	if by[""] != nil && len(some) > 0 {
		some[""] = by[""]
	}
	if len(some) == 0 {
		some = by
	}
	all := some.all()
	return all[:min(len(all), maxLabels)]
}

// nullable lets a field be null.
func nullable(o *object) *object {
	if list, ok := o.at["enum"].([]any); ok && !slices.Contains(list, nil) {
		o.put("enum", append(slices.Clone(list), nil))
	}
	if list, ok := o.at["anyOf"].([]any); ok {
		null := newObject()
		null.put("type", "null")
		o.put("anyOf", append(slices.Clone(list), null))
		return o
	}
	if types := typesOf(o.at["type"]); !slices.Contains(types, "null") {
		o.put("type", typeValue(append(types, "null")))
	}
	return o
}
