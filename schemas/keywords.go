package schemas

// A kind says what the value of a keyword must be, and where schemas stand inside it.
type kind int

const (
	aString kind = 1 + iota
	aBool
	aNumber
	aPositive   // a number above 0
	aCount      // an integer from 0
	aLimit      // a number, or the boolean of draft 4
	names       // a list of strings
	values      // a list that is not empty
	anything    // kept as it is
	aPattern    // an RE2 expression
	types       // a type, or a list of types
	aReference  // a local $ref
	aSchema     // in place: sees the same value
	aSchemas    // a list of them
	below       // a schema for values one level down
	belowItems  // one of those, or a list of them
	belowMap    // an object of those
	belowRegexp // an object of those under patterns
	dependent   // an object of name lists and schemas in place
	definitions // an object of schemas that apply only where $ref says so
)

// keywords are those that the validator honours. Everything else is an annotation.
var keywords = map[string]kind{
	"$ref": aReference, "$defs": definitions, "definitions": definitions,
	"type": types, "enum": values, "const": anything, "format": aString,
	"title": aString, "description": aString,
	"allOf": aSchemas, "anyOf": aSchemas, "oneOf": aSchemas, "not": aSchema,
	"if": aSchema, "then": aSchema, "else": aSchema,
	"properties": belowMap, "patternProperties": belowRegexp, "additionalProperties": below,
	"propertyNames": below, "required": names, "minProperties": aCount, "maxProperties": aCount,
	"dependencies": dependent,
	"items":        belowItems, "additionalItems": below, "contains": below,
	"minItems": aCount, "maxItems": aCount, "uniqueItems": aBool,
	"minLength": aCount, "maxLength": aCount, "pattern": aPattern,
	"minimum": aNumber, "maximum": aNumber, "multipleOf": aPositive,
	"exclusiveMinimum": aLimit, "exclusiveMaximum": aLimit,
}

// limits names the keyword that the boolean form of draft 4 makes exclusive.
var limits = map[string]string{"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}

// refused are keywords of other drafts that would change validation, each with the way out.
// To ignore them silently would call data valid that is not.
var refused = map[string]string{
	"unevaluatedProperties": "use additionalProperties in each object",
	"unevaluatedItems":      "use additionalItems",
	"dependentSchemas":      "use dependencies",
	"dependentRequired":     "use dependencies",
	"prefixItems":           "use items with a list, and additionalItems",
	"minContains":           "use contains, which asks for one",
	"maxContains":           "use contains or maxItems",
	"$dynamicRef":           "use $ref to #/$defs/NAME",
	"$dynamicAnchor":        "use $defs and $ref",
	"$recursiveRef":         "use $ref to #/$defs/NAME",
	"$recursiveAnchor":      "use $defs and $ref",
	"$anchor":               "use $defs and $ref",
	"$vocabulary":           "leave it out",
	"extends":               "use allOf",
	"disallow":              "use not",
	"divisibleBy":           "use multipleOf",
}

// jsonTypes are the types of JSON Schema.
var jsonTypes = map[string]bool{
	"null": true, "boolean": true, "object": true, "array": true,
	"number": true, "integer": true, "string": true,
}
