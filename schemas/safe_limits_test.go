package schemas

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func TestSafeNotes(t *testing.T) {
	t.Parallel()
	all := safe(t, `{"properties":{"a":{"type":"array","minItems":1,"items":{"type":"string","not":{"enum":["x"]},"maxLength":9}}}}`, Strict())
	want := []Note{{"/a/*", "not"}, {"/a/*", "maxLength"}, {"/a", "minItems"}}
	if diff := cmp.Diff(want, all[0].Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestSafeSplits(t *testing.T) {
	t.Parallel()
	properties := map[string]any{}
	for i := range 260 {
		properties[fmt.Sprintf("f%03d", i)] = map[string]any{"type": "string"}
	}
	raw, _ := json.Marshal(map[string]any{"properties": properties})
	all := safe(t, string(raw), Strict().Older())
	if len(all) != 3 || len(all[0].Properties) != 100 || len(all[2].Properties) != 60 || all[1].Properties[0] != "f100" {
		t.Errorf("%d schemas, want 100, 100 and 60 properties in order", len(all))
	}
	if got := safe(t, string(raw), Strict()); len(got) != 1 {
		t.Errorf("%d schemas, want one", len(got))
	}
}

func TestSafeRefuses(t *testing.T) {
	t.Parallel()
	deep := `{"type":"string"}`
	for range 7 {
		deep = `{"properties":{"x":` + deep + `}}`
	}
	tests := map[string]struct {
		schema, want string
		profile      Profile
	}{
		"recursion": {`{"properties":{"a":{"$ref":"#/$defs/n"}},"$defs":{"n":{"properties":{"v":{"type":"string"},"next":{"items":{"$ref":"#/$defs/n"}}}}}}`,
			`/a/next/*: "#/$defs/n" contains itself`, Strict()},
		"depth": {deep, "/x: 7 levels, the limit is 5", Strict().Older()},
		"size": {`{"properties":{"a":{"enum":[` + `"abc"` + `]}}}`,
			"/a: 9 characters", func() Profile { p := Strict(); p.MaxText = 2; return p }()},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Parse("x.v1", []byte(tt.schema))
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Safe(tt.profile)
			if !errors.Is(err, pipeline.ErrSchemaInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSafeOpenLeafRow(t *testing.T) {
	t.Parallel()
	p := Strict()
	p.Open = []string{"/lines/*/net", "/totals"}
	p.Leaf = func(pointer string, leaf json.RawMessage) json.RawMessage {
		return json.RawMessage(`{"type":"object","properties":{"v":` + string(leaf) + `},"required":["v"],"additionalProperties":false}`)
	}
	p.Row = func(string) (string, json.RawMessage) { return "at", json.RawMessage(`{"type":"string"}`) }
	s, err := Parse("x.v1", []byte(`{"properties":{"number":{"type":"string"},
		"totals":{"properties":{"gross":{"type":"number"}}},
		"lines":{"items":{"properties":{"net":{"type":"number"},"text":{"type":"string"}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Safe(p)
	if err != nil {
		t.Fatal(err)
	}
	leaf := `{"type":["object","null"],"properties":{"v":{"type":"number"}},"required":["v"],"additionalProperties":false}`
	want := `{"type":"object","properties":{"totals":{"type":["object","null"],"properties":{"gross":` + leaf + `},"required":["gross"],"additionalProperties":false},` +
		`"lines":{"type":["array","null"],"items":{"type":"object","properties":{"at":{"type":"string"},"net":` + leaf + `},"required":["at","net"],"additionalProperties":false}}},` +
		`"required":["totals","lines"],"additionalProperties":false,"description":"Every property is required; null only if it is not on the document."}`
	if diff := cmp.Diff(want, string(all[0].Schema)); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
}

// FuzzSafe derives from whatever Parse accepts: it must end, and what it gives must be a schema.
func FuzzSafe(f *testing.F) {
	for _, s := range []string{`{"properties":{"a":{"$ref":"#/$defs/n"}},"$defs":{"n":{"allOf":[{"type":"string"},{"enum":["a",null]}]}}}`,
		`{"properties":{"a":{"items":[{"anyOf":[{"const":1},true]}]}},"if":true,"else":{"properties":{"a":false}}}`,
		`{"anyOf":[{"properties":{"x":{"type":["null","integer"],"minimum":1}}},{"required":["x"]}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := Parse("x.v1", raw)
		if err != nil {
			return
		}
		for _, p := range profiles {
			all, err := s.Safe(p())
			if err != nil && !errors.Is(err, pipeline.ErrSchemaInvalid) {
				t.Fatalf("error = %v, want %v", err, pipeline.ErrSchemaInvalid)
			}
			for _, one := range all {
				checkSafe(t, one, p())
				if _, err := Parse("derived", one.Schema); err != nil {
					t.Fatalf("derived schema %s: %v", one.Schema, err)
				}
			}
		}
	})
}
