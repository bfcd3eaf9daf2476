package schemas

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var profiles = map[string]func() Profile{"strict": Strict, "minimal": Minimal, "tool": Tool}

func safe(t *testing.T, schema string, p Profile) []Safe {
	t.Helper()
	s, err := Parse("x.v1", []byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Safe(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		checkSafe(t, one, p)
	}
	return all
}

// checkSafe walks a derived schema as a strict provider would.
func checkSafe(t *testing.T, one Safe, p Profile) {
	t.Helper()
	v, err := Decode(one.Schema)
	if err != nil {
		t.Fatal(err)
	}
	root := v.(map[string]any)
	if root["type"] != "object" || root["anyOf"] != nil {
		t.Errorf("root is %v, want an object", root["type"])
	}
	allowed := append([]string{"type", "properties", "required", "additionalProperties", "items", "enum", "description"}, p.Keywords...)
	if p.Union {
		allowed = append(allowed, "anyOf")
	}
	c := walkSafe{t: t, allowed: allowed, p: p}
	c.walk(root, "", 1)
	if c.properties > p.MaxProperties || c.enum > p.MaxEnum {
		t.Errorf("%d properties, %d values: over the limits", c.properties, c.enum)
	}
}

type walkSafe struct {
	t                *testing.T
	allowed          []string
	p                Profile
	properties, enum int
}

func (c *walkSafe) walk(o map[string]any, at string, level int) {
	if level > c.p.MaxDepth+1 {
		c.t.Errorf("%s stands on level %d", at, level)
	}
	for key := range o {
		if !slices.Contains(c.allowed, key) {
			c.t.Errorf("%s: keyword %s is not of this profile", at, key)
		}
	}
	list, _ := o["enum"].([]any)
	c.enum += len(list)
	if items, ok := o["items"].(map[string]any); ok {
		c.walk(items, at+"/*", level+1)
	}
	alternatives, _ := o["anyOf"].([]any)
	for _, e := range alternatives {
		c.walk(e.(map[string]any), at, level)
	}
	group, ok := o["properties"].(map[string]any)
	if !ok {
		return
	}
	required, _ := o["required"].([]any)
	if o["additionalProperties"] != false || len(required) != len(group) {
		c.t.Errorf("%s: open, or %d of %d properties required", at, len(required), len(group))
	}
	for name, e := range group {
		c.properties++
		child := e.(map[string]any)
		if text, _ := json.Marshal(child); !strings.Contains(string(text), `null`) {
			c.t.Errorf("%s/%s: cannot be null", at, name)
		}
		c.walk(child, at+"/"+name, level+1)
	}
}

// What a model says of a document that holds just the example: every property, null where the
// example has none. Pruned, it is the example.
func TestSafeShipped(t *testing.T) {
	t.Parallel()
	for name, p := range profiles {
		for _, s := range registry(t).List() {
			t.Run(name+" "+s.ID, func(t *testing.T) {
				t.Parallel()
				all := safe(t, string(s.Raw), p())
				whole, _ := Decode(s.Raw)
				for _, e := range whole.(map[string]any)["examples"].([]any) {
					merged := map[string]any{}
					for _, derived := range parsed(t, all) {
						answer := complete(derived.Root, e)
						if got := validate(t, derived, answer); len(got) > 0 {
							t.Errorf("the whole answer violates the derived schema: %v", got)
						}
						for k, v := range answer.(map[string]any) {
							merged[k] = v
						}
					}
					if diff := cmp.Diff(e, s.Prune(merged)); diff != "" {
						t.Errorf("pruned answer (-example +got):\n%s", diff)
					}
				}
				if diff := cmp.Diff(pointersOf(s), derivedPointers(t, all)); diff != "" {
					t.Errorf("leaves (-own +derived):\n%s", diff)
				}
			})
		}
	}
}

// complete gives v every property that the tree has.
func complete(n *Node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, p := range n.Properties {
			out[p.Name] = complete(p, v[p.Name])
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = complete(n.Items, e)
		}
		return out
	}
	return v
}

func pointersOf(s *Schema) (all []string) {
	for _, n := range s.Leaves() {
		all = append(all, n.Pointer)
	}
	return all
}

func derivedPointers(t *testing.T, parts []Safe) (all []string) {
	t.Helper()
	for _, s := range parsed(t, parts) {
		all = append(all, pointersOf(s)...)
	}
	return all
}

func parsed(t *testing.T, parts []Safe) (all []*Schema) {
	t.Helper()
	for _, one := range parts {
		s, err := Parse("derived", one.Schema)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func TestSafe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, schema string
		minimal      bool
		want         string // properties of the derived root
	}{
		{"a field is required and may be null", `{"properties":{"a":{"type":"string","title":"A"}}}`, false,
			`{"a":{"type":["string","null"],"description":"A"}}`},
		{"references", `{"properties":{"a":{"$ref":"#/$defs/m","description":"The sum"}},"$defs":{"m":{"type":"number","minimum":0,"description":"Money"}}}`, false,
			`{"a":{"type":["number","null"],"minimum":0,"description":"The sum"}}`},
		{"limits in words", `{"properties":{"a":{"type":"string","format":"decimal","minLength":3,"title":"A","x-docpipe":{"labels":{"en":["Sum"]}}}}}`, true,
			`{"a":{"type":["string","null"],"description":"A; printed as Sum; plain decimal such as -1234.50; minLength 3"}}`},
		{"allOf of objects", `{"properties":{"a":{"allOf":[{"properties":{"x":{"type":"number"}}},{"properties":{"x":{"type":"integer"},"y":{"type":"string"}}}]}}}`, false,
			`{"a":{"type":["object","null"],"properties":{"x":{"type":["integer","null"]},"y":{"type":["string","null"]}},"required":["x","y"],"additionalProperties":false}}`},
		{"oneOf of values", `{"properties":{"a":{"oneOf":[{"type":"string"},{"type":"number"},{"type":"null"}]}}}`, false,
			`{"a":{"anyOf":[{"type":"string"},{"type":"number"},{"type":"null"}]}}`},
		{"oneOf of values, minimal", `{"properties":{"a":{"oneOf":[{"type":"string"},{"type":"number"}]}}}`, true,
			`{"a":{"type":["string","null"]}}`},
		{"oneOf of objects", `{"properties":{"a":{"oneOf":[{"properties":{"x":{"type":"string"}}},{"properties":{"y":{"type":"string"}}}]}}}`, false,
			`{"a":{"type":["object","null"],"properties":{"x":{"type":["string","null"]},"y":{"type":["string","null"]}},"required":["x","y"],"additionalProperties":false}}`},
		{"conditions", `{"properties":{"k":{"const":"x"}},"if":{"properties":{"k":{"const":"x"}}},"then":{"properties":{"b":{"type":"boolean"}}}}`, false,
			`{"k":{"type":["string","null"],"enum":["x",null]},"b":{"type":["boolean","null"]}}`},
		{"lists", `{"properties":{"a":{"type":"array","minItems":2,"maxItems":9,"items":{"type":"string"}}}}`, false,
			`{"a":{"type":["array","null"],"items":{"type":"string"},"maxItems":9}}`},
		{"limits of draft 4", `{"$schema":"http://json-schema.org/draft-04/schema#","properties":{"a":{"type":"number","minimum":0,"exclusiveMinimum":true}}}`, false,
			`{"a":{"type":["number","null"],"exclusiveMinimum":0}}`},
		{"what has no form is left out", `{"properties":{"a":true,"b":false,"c":{"type":"object","additionalProperties":{"type":"string"}},"d":{"type":"null"}}}`, false,
			`{"a":{"type":["string","number","boolean","null"]}}`},
		{"tuples", `{"properties":{"a":{"items":[{"type":"string"},{"type":"number"}]}}}`, false,
			`{"a":{"type":["array","null"],"items":{"anyOf":[{"type":"string"},{"type":"number"}]}}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := Strict()
			if tt.minimal {
				p = Minimal()
			}
			all := safe(t, tt.schema, p)
			if len(all) != 1 {
				t.Fatalf("%d schemas, want 1", len(all))
			}
			var root struct{ Properties json.RawMessage }
			if err := json.Unmarshal(all[0].Schema, &root); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(root.Properties)); diff != "" {
				t.Errorf("properties (-want +got):\n%s", diff)
			}
		})
	}
}
