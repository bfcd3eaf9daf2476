package schemas

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"docpipe/pipeline"
)

// Each refusal names the place and says what to do.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ schema, want string }{
		"no JSON":              {`{"type":`, "not JSON"},
		"two values":           {`{} {}`, "follows"},
		"a list":               {`[]`, "must be a JSON object"},
		"a key twice":          {`{"type":"string","type":"number"}`, "/type: the key stands twice"},
		"draft 2020":           {`{"$schema":"https://json-schema.org/draft/2020-12/schema"}`, "/$schema"},
		"draft 2020, way out":  {`{"$schema":"https://json-schema.org/draft/2020-12/schema"}`, "draft-07"},
		"unevaluated":          {`{"properties":{"a":{"unevaluatedProperties":false}}}`, "/properties/a/unevaluatedProperties"},
		"dependentSchemas":     {`{"dependentSchemas":{}}`, "use dependencies"},
		"prefixItems":          {`{"properties":{"a/b":{"prefixItems":[]}}}`, "/properties/a~1b/prefixItems"},
		"dynamicRef":           {`{"$dynamicRef":"#x"}`, "/$dynamicRef"},
		"minContains":          {`{"minContains":2}`, "/minContains"},
		"anchor":               {`{"$defs":{"a":{"$anchor":"x"}}}`, "/$defs/a/$anchor"},
		"nested $id":           {`{"properties":{"a":{"$id":"other"}}}`, "/properties/a: $id"},
		"remote ref":           {`{"properties":{"a":{"$ref":"https://example.com/s.json"}}}`, "/properties/a/$ref"},
		"whole document":       {`{"properties":{"a":{"$ref":"#"}}}`, "/properties/a/$ref"},
		"ref to nothing":       {`{"$ref":"#/$defs/a"}`, "no such definition"},
		"ref into a part":      {`{"$ref":"#/$defs/a/properties/b","$defs":{"a":{}}}`, "reaches into"},
		"ref that is a number": {`{"$ref":1}`, "/$ref: must be a string"},
		"lookahead":            {`{"properties":{"a":{"pattern":"^(?!x)"}}}`, "/properties/a/pattern: the pattern looks ahead"},
		"no regular expr":      {`{"patternProperties":{"(":{}}}`, "/patternProperties/(: the pattern is not RE2"},
		"no type":              {`{"type":"date"}`, "/type: must be one"},
		"an empty type":        {`{"type":[]}`, "/type: must name"},
		"required of draft 3":  {`{"properties":{"a":{"required":true}}}`, "/properties/a/required"},
		"empty allOf":          {`{"allOf":[]}`, "/allOf"},
		"property no schema":   {`{"properties":{"a":1}}`, "/properties/a: a schema must be"},
		"negative count":       {`{"minLength":-1}`, "/minLength"},
		"huge exponent":        {`{"maximum":1e10000000}`, "/maximum: a number with the exponent"},
		"many digits":          {`{"maximum":` + strings.Repeat("1", 41) + `}`, "/maximum: a number of 41 digits"},
		"number for draft 4":   {`{"$schema":"http://json-schema.org/draft-04/schema#","minimum":1,"exclusiveMinimum":1}`, "/exclusiveMinimum"},
		"bool for draft 7":     {`{"$schema":"http://json-schema.org/draft-07/schema#","minimum":1,"exclusiveMinimum":true}`, "/exclusiveMinimum"},
		"bool without minimum": {`{"exclusiveMinimum":true}`, "which is missing"},
		"labels of no shape":   {`{"properties":{"a":{"x-docpipe":{"labels":"A"}}}}`, "/a/x-docpipe"},
		"min_confidence of 2":  {`{"x-docpipe":{"min_confidence":2}}`, "between 0 and 1"},
		"self reference":       {`{"$defs":{"a":{"$ref":"#/$defs/a"}}}`, "refers to itself"},
		"two in a ring":        {`{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}`, "refers to itself"},
		"ring by if":           {`{"$defs":{"a":{"if":{"$ref":"#/$defs/a"}}}}`, "refers to itself"},
		"ring by dependencies": {`{"$defs":{"a":{"dependencies":{"x":{"$ref":"#/$defs/a"}}}}}`, "refers to itself"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("", []byte(c.schema))
			if !errors.Is(err, pipeline.ErrSchemaInvalid) {
				t.Fatalf("Parse = %v, want ErrSchemaInvalid", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("Parse = %q, want it to say %q", err, c.want)
			}
		})
	}
}

func TestParseAccepts(t *testing.T) {
	t.Parallel()
	for name, schema := range map[string]string{
		"nothing":              `{}`,
		"no draft, both kinds": `{"minimum":1,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":10}`,
		"draft 4":              `{"$schema":"http://json-schema.org/draft-04/schema#","id":"x","minimum":0,"exclusiveMinimum":true}`,
		"draft 6":              `{"$schema":"http://json-schema.org/draft-06/schema","exclusiveMinimum":0}`,
		"boolean schemas":      `{"properties":{"a":true,"b":false}}`,
		"property named $ref":  `{"properties":{"$ref":{"type":"string"},"not":{"type":"string"}}}`,
		"$ref in an example":   `{"examples":[{"$ref":"http://127.0.0.1/"}],"default":{"$id":"x"}}`,
		"escaped names":        `{"$ref":"#/$defs/a~1b%20c","$defs":{"a/b c":{"type":"object"}}}`,
		"recursion with steps": `{"$ref":"#/$defs/n","$defs":{"n":{"properties":{"n":{"$ref":"#/$defs/n"}}}}}`,
		"unknown keywords":     `{"contentSchema":{"$ref":"http://127.0.0.1/"},"nullable":true}`,
	} {
		if _, err := Parse("", []byte(schema)); err != nil {
			t.Errorf("%s: Parse = %v, want no error", name, err)
		}
	}
}

// Neither the network nor the disk is touched, whatever a schema asks for.
func TestParseLoadsNothing(t *testing.T) {
	t.Parallel()
	var hits atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer server.Close()
	secret := filepath.Join(t.TempDir(), "secret.json")
	if err := os.WriteFile(secret, []byte(`{"enum":["s3cret"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{server.URL, "file://" + secret, secret} {
		for _, form := range []string{
			`{"$ref":%q}`, `{"$id":%q,"$ref":"#/$defs/a"}`, `{"$schema":%q}`, `{"properties":{"a":{"id":%q,"$ref":"other.json"}}}`,
			`{"$id":%q,"properties":{"a":{"$ref":"other.json"}}}`, `{"definitions":{"a":{"$ref":%q}}}`,
		} {
			_, err := Parse("", fmt.Appendf(nil, form, target))
			if !errors.Is(err, pipeline.ErrSchemaInvalid) || strings.Contains(fmt.Sprint(err), "s3cret") {
				t.Errorf("Parse(%s) = %v, want ErrSchemaInvalid and no content", fmt.Sprintf(form, target), err)
			}
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

// The table of reliability 2.4 and what is near it: each ends soon, with or without an error.
func TestHostile(t *testing.T) {
	t.Parallel()
	doubling := `{"$ref":"#/$defs/d0","$defs":{`
	for i := range 40 {
		doubling += fmt.Sprintf(`"d%d":{"allOf":[{"$ref":"#/$defs/d%d"},{"$ref":"#/$defs/d%d"}]},`, i, i+1, i+1)
	}
	doubling += `"d40":{}}}`
	forked := `{"$ref":"#/$defs/n","$defs":{"n":{"properties":{"a":{"anyOf":[{"$ref":"#/$defs/n"},{"$ref":"#/$defs/n"}]}}}}}`
	for name, c := range map[string]struct {
		schema, data string
		parses, ends bool // the schema is taken; validation gives an answer
	}{
		"self allOf":           {`{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}}}`, `{}`, false, false},
		"root allOf":           {`{"allOf":[{"$ref":"#"}]}`, `{}`, false, false},
		"deep schema":          {strings.Repeat(`{"not":`, 9000) + `{}` + strings.Repeat(`}`, 9000), `{}`, false, false},
		"deep lists":           {`{"enum":` + strings.Repeat(`[`, 9000) + strings.Repeat(`]`, 9000) + `}`, `{}`, false, false},
		"doubling definitions": {doubling, `{}`, false, false},
		"doubling by data":     {forked, strings.Repeat(`{"a":`, 60) + `1` + strings.Repeat(`}`, 60), true, false},
		"unique items":         {`{"properties":{"a":{"uniqueItems":true}}}`, `{"a":` + numbers(20_000) + `}`, true, true},
		"slow regexp":          {`{"properties":{"a":{"pattern":"^(a+)+$"}}}`, `{"a":"` + strings.Repeat("a", 50_000) + `!"}`, true, true},
		"no object":            {`{"type":"array","items":{"type":"string"}}`, `[]`, false, false},
		"wide fields": {`{"$ref":"#/$defs/a","$defs":{"a":{"properties":{` + refs(100, "b") + `}},"b":{"properties":{` + refs(100, "c") +
			`}},"c":{"properties":{` + refs(100, "d") + `}},"d":{}}}`, `{}`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			s, err := Parse("hostile", []byte(c.schema))
			if (err == nil) != c.parses {
				t.Fatalf("Parse = %v, want parsed: %v", err, c.parses)
			}
			if s != nil {
				if _, err := s.Validate(t.Context(), mustDecode(t, c.data)); (err == nil) != c.ends {
					t.Errorf("Validate = %v, want an answer: %v", err, c.ends)
				}
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %v, want an end soon", d)
			}
		})
	}
}

func numbers(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint(i)
	}
	return "[" + strings.Join(list, ",") + "]"
}

func refs(n int, to string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`"p%d":{"$ref":"#/$defs/%s"}`, i, to)
	}
	return strings.Join(list, ",")
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":["string","null"],"format":"date"}}}`,
		`{"allOf":[{"$ref":"#"}]}`, `{"items":[{},true],"additionalItems":false}`, `{"pattern":"(?=a)"}`, `{"maximum":1e999}`,
		`{"$defs":{"a":{"not":{"$ref":"#/$defs/a"}}}}`, `{"exclusiveMinimum":true,"minimum":2}`, `{"if":{},"then":{"required":["a"]},"else":false}`,
		`{"enum":[1,1.0,"a",null]}`, `{"dependencies":{"a":["b"],"c":{"minProperties":2}}}`, `{"x-docpipe":{"labels":["A"]}}`,
	} {
		f.Add([]byte(seed), []byte(`{"a":[1,"x",null]}`))
	}
	f.Fuzz(func(t *testing.T, schema, data []byte) {
		s, err := Parse("fuzz", schema)
		if err != nil {
			if !errors.Is(err, pipeline.ErrSchemaInvalid) {
				t.Fatalf("Parse = %v, want ErrSchemaInvalid", err)
			}
			return
		}
		v, err := Decode(data)
		if err != nil {
			return
		}
		if _, err := s.Validate(t.Context(), v); err != nil && !errors.Is(err, pipeline.ErrInvalid) {
			t.Fatalf("Validate = %v, want an answer or ErrInvalid", err)
		}
	})
}
