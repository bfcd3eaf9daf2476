package schemas

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"docpipe/pipeline"
)

func TestValidatePointers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		schema, data string
		want         []Violation
	}{
		"valid":           {`{"type":"object"}`, `{}`, nil},
		"root":            {`{"type":"object"}`, `[]`, []Violation{{"", "type", ""}}},
		"missing":         {`{"properties":{"a":{"required":["b/c"]}}}`, `{"a":{}}`, []Violation{{"/a/b~1c", "required", ""}}},
		"surplus":         {`{"additionalProperties":false}`, `{"x.y":1}`, []Violation{{"/x.y", "additionalProperties", ""}}},
		"row":             {`{"properties":{"r":{"items":{"properties":{"n":{"type":"string"}}}}}}`, `{"r":[{},{"n":1}]}`, []Violation{{"/r/1/n", "type", ""}}},
		"sorted":          {`{"properties":{"b":{"minLength":2},"a":{"pattern":"^x"}}}`, `{"b":"1","a":"y"}`, []Violation{{"/a", "pattern", ""}, {"/b", "minLength", ""}}},
		"draft 4 limit":   {`{"minimum":0,"exclusiveMinimum":true}`, `0`, []Violation{{"", "exclusiveMinimum", ""}}},
		"format":          {`{"format":"country"}`, `"XX"`, []Violation{{"", "format", ""}}},
		"format of null":  {`{"properties":{"d":{"type":["string","null"],"format":"date"}}}`, `{"d":null}`, nil},
		"format of other": {`{"properties":{"d":{"type":"number","format":"date"}}}`, `{"d":1}`, nil},
		"iban":            {`{"format":"iban"}`, `"DE89370400440532013001"`, []Violation{{"", "format", ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, validate(t, mustParse(t, c.schema), mustDecode(t, c.data)), c.want)
		})
	}
}

func TestValidateNumbers(t *testing.T) {
	t.Parallel()
	s := mustParse(t, `{"properties":{"n":{"type":"number","maximum":10}}}`)
	got := validate(t, s, map[string]any{"n": json.Number("1e10000000")})
	compare(t, got, []Violation{{"/n", "type", ""}})
}

func TestValidateEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := mustParse(t, `{}`).Validate(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Validate = %v, want context.Canceled", err)
	}
}

func TestRegistryAdd(t *testing.T) {
	t.Parallel()
	r := registry(t)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := r.Add([]byte(`{"$id":"invoice.v2"}`)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if s, err := r.Get("invoice"); err != nil || s.ID != "invoice.v2" {
		t.Errorf("Get(invoice) = %v, %v, want the newest version", s, err)
	}
	if _, err := r.Add([]byte(`{"$id":"invoice.v2","title":"other"}`)); !errors.Is(err, pipeline.ErrSchemaExists) {
		t.Errorf("Add of other content = %v, want ErrSchemaExists", err)
	}
	if _, err := r.Resolve("invoise"); !errors.Is(err, pipeline.ErrSchemaUnknown) {
		t.Errorf("Resolve(invoise) = %v, want ErrSchemaUnknown", err)
	}
}

func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"0", "-1.5e3", "1e309", "1e10000000", "01", "", "-", "1e", "NaN"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if Number(json.Number(text)) == nil && !json.Valid([]byte(text)) {
			t.Errorf("Number(%q) = nil, want an error for what is no JSON", text)
		}
	})
}
