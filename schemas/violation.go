package schemas

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// A Violation is one place where data does not fit its schema.
type Violation struct {
	Pointer string // of the value in the data; of the missing or surplus property for those
	Keyword string // required, type, pattern, …
	Detail  string // for a person; holds no value of the data
}

// keywordOf names the keyword behind each type of error that the validator knows.
var keywordOf = map[string]string{
	"false": "false", "required": "required", "invalid_type": "type",
	"number_any_of": "anyOf", "number_one_of": "oneOf", "number_all_of": "allOf", "number_not": "not",
	"missing_dependency": "dependencies", "const": "const", "enum": "enum",
	"array_no_additional_items": "additionalItems", "array_min_items": "minItems",
	"array_max_items": "maxItems", "unique": "uniqueItems", "contains": "contains",
	"array_min_properties": "minProperties", "array_max_properties": "maxProperties",
	"additional_property_not_allowed": "additionalProperties",
	"invalid_property_pattern":        "patternProperties", "invalid_property_name": "propertyNames",
	"string_gte": "minLength", "string_lte": "maxLength", "pattern": "pattern", "format": "format",
	"multiple_of": "multipleOf", "number_gte": "minimum", "number_gt": "exclusiveMinimum",
	"number_lte": "maximum", "number_lt": "exclusiveMaximum",
	"condition_then": "then", "condition_else": "else",
}

// violations translates, sorts and removes doubles.
func violations(errs []gojsonschema.ResultError) []Violation {
	var list []Violation
	for _, e := range errs {
		list = append(list, translate(e))
	}
	sortViolations(list)
	return slices.Compact(list)
}

func translate(e gojsonschema.ResultError) Violation {
	v := Violation{Pointer: pointerOf(e.Context()), Keyword: keywordOf[e.Type()]}
	if v.Keyword == "" {
		v.Keyword = e.Type()
	}
	details := e.Details()
	switch v.Keyword {
	case "required", "additionalProperties":
		v.Pointer += "/" + escape(fmt.Sprint(details["property"]))
	case "dependencies":
		v.Pointer += "/" + escape(fmt.Sprint(details["dependency"]))
	}
	v.Detail = detail(v.Keyword, details)
	return v
}

// pointerOf writes the validator's context as a JSON pointer. Its own form joins names with
// dots; the byte 0xff is in no JSON string.
func pointerOf(c *gojsonschema.JsonContext) string {
	var b strings.Builder
	for _, token := range strings.Split(c.String("\xff"), "\xff")[1:] {
		b.WriteString("/" + escape(token))
	}
	return b.String()
}

func sortViolations(list []Violation) {
	slices.SortFunc(list, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Keyword, b.Keyword), cmp.Compare(a.Detail, b.Detail))
	})
}

// detail says what the keyword asks for.
func detail(keyword string, d gojsonschema.ErrorDetails) string {
	switch keyword {
	case "required":
		return "is required and missing"
	case "additionalProperties":
		return "is no property of the schema"
	case "type":
		return fmt.Sprintf("must be of type %v, is of type %v", d["expected"], d["given"])
	case "enum", "const":
		return fmt.Sprintf("must be one of %.200v", d["allowed"])
	case "format":
		return fmt.Sprintf("must have the format %s", strings.TrimPrefix(fmt.Sprint(d["format"]), formatPrefix))
	case "pattern":
		return fmt.Sprintf("must match the pattern %v", d["pattern"])
	case "dependencies":
		return "is required because another property is there"
	case "uniqueItems":
		return "items must differ from each other"
	case "contains":
		return "no item is as asked for"
	case "anyOf":
		return "fits none of the alternatives"
	case "oneOf":
		return "must fit exactly one of the alternatives"
	case "allOf":
		return "does not fit all parts"
	case "not":
		return "fits what is excluded"
	case "then", "else":
		return "breaks a condition"
	case "false":
		return "nothing is allowed here"
	}
	return bound(keyword, d)
}

// bound says what a limit asks for.
func bound(keyword string, d gojsonschema.ErrorDetails) string {
	for _, name := range []string{"min", "max", "multiple"} {
		if v, ok := d[name]; ok {
			return fmt.Sprintf("breaks %s %v", keyword, v)
		}
	}
	return "breaks " + keyword
}
