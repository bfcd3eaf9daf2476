package wire_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/openai"
	"docpipe/extractors/model/wire/wiretest"
)

// A contract is the official description of a provider's API.
type contract struct {
	file string
	load func() (*openapi3.T, error)
}

var (
	openAIContract  = newContract("openai.yaml")
	mistralContract = newContract("mistral.yaml")
)

// newContract loads file once, from the folder that DOCPIPETEST_CONTRACTS names: these
// documents are megabytes.
func newContract(file string) contract {
	return contract{file: file, load: sync.OnceValues(func() (*openapi3.T, error) {
		return openapi3.NewLoader().LoadFromFile(filepath.Join(os.Getenv("DOCPIPETEST_CONTRACTS"), file))
	})}
}

// body returns the schema of what is posted to path. The documents as a whole fail their
// own format's validation, so only this schema is used.
func (c contract) body(t *testing.T, path string) *openapi3.Schema {
	t.Helper()
	if os.Getenv("DOCPIPETEST_CONTRACTS") == "" {
		t.Skip("DOCPIPETEST_CONTRACTS names no folder with the providers' documents")
	}
	doc, err := c.load()
	if err != nil {
		t.Fatal(err)
	}
	item := doc.Paths.Find(path)
	if item == nil || item.Post == nil {
		t.Fatalf("%s has no POST %s", c.file, path)
	}
	return item.Post.RequestBody.Value.Content.Get("application/json").Schema.Value
}

// TestContract: everything that is sent is what the provider's own document allows and names.
func TestContract(t *testing.T) {
	t.Parallel()
	for _, target := range []struct {
		name     string
		contract contract
		path     string
		adjust   func(*openai.Config)
	}{
		{"OpenAI", openAIContract, "/chat/completions", func(c *openai.Config) { c.TokensParam = openai.MaxCompletionTokens }},
		{"OpenAI, older models", openAIContract, "/chat/completions", func(*openai.Config) {}},
		{"Mistral", mistralContract, "/v1/chat/completions", func(c *openai.Config) { c.SeedParam = openai.RandomSeed }},
	} {
		t.Run(target.name, func(t *testing.T) {
			t.Parallel()
			schema := target.contract.body(t, target.path)
			modes := []model.JSONMode{model.JSONSchema, model.JSONTool, model.JSONObject, model.JSONPrompt}
			for name, r := range wiretest.Requests(modes) {
				body := capture(t, target.adjust, r)
				if err := conforms(schema, body); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// TestBatchContract: the orders of batches are what the documents allow and name. What each
// line holds is a chat completion, see [TestContract].
func TestBatchContract(t *testing.T) {
	t.Parallel()
	for _, target := range []struct {
		contract contract
		path     string // in the contract
		route    string // under the base address
		broken   string
		submit   func(openai.Config) (*openai.Batch, error)
	}{
		{openAIContract, "/batches", "/batches", `{"input_file_id":"f","endpoint":"/v1/chat/completions"}`, openai.NewBatch},
		{mistralContract, "/v1/batch/jobs", "/batch/jobs", `{"input_files":"f","endpoint":"/v1/chat/completions"}`, openai.NewMistralBatch},
	} {
		t.Run(target.contract.file, func(t *testing.T) {
			t.Parallel()
			schema := target.contract.body(t, target.path)
			orders := make(chan []byte, 1)
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if body, _ := io.ReadAll(r.Body); r.URL.Path == target.route {
					orders <- body
				}
				_, _ = io.WriteString(w, `{"id":"5f0c0b9e-6d3c-4a55-9d57-0a4a3f0f9b11"}`)
			}))
			defer s.Close()
			c := openai.DefaultConfig()
			c.BaseURL, c.Model, c.HTTP = s.URL, "acme-reader", s.Client()
			b, err := target.submit(c)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.Submit(t.Context(), []model.BatchItem{{ID: "a", Request: model.Request{Turns: userTurn("Total?")}}}); err != nil {
				t.Fatal(err)
			}
			if err := conforms(schema, parse(t, string(<-orders))); err != nil {
				t.Error(err)
			}
			if conforms(schema, parse(t, target.broken)) == nil {
				t.Errorf("%s passes, want it refused", target.broken)
			}
		})
	}
}

// capture returns what really goes over the line.
func capture(t *testing.T, adjust func(*openai.Config), r model.Request) any {
	t.Helper()
	bodies := make(chan []byte, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies <- body
		_, _ = w.Write(openAIAnswer(nil, wiretest.Answer{Text: "{}"}))
	}))
	defer s.Close()
	c := openai.DefaultConfig()
	c.BaseURL, c.Model, c.HTTP = s.URL, "acme-reader", s.Client()
	adjust(&c)
	w, err := openai.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Send(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	return parse(t, string(<-bodies))
}

func parse(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// TestContractRefuses: the check itself notices what providers refuse.
func TestContractRefuses(t *testing.T) {
	t.Parallel()
	const messages = `"model":"m","messages":[{"role":"user","content":"x"}]`
	for _, target := range []struct {
		contract contract
		path     string
		broken   map[string]string
	}{
		{openAIContract, "/chat/completions", map[string]string{
			"Mistral's seed":        `{` + messages + `,"random_seed":1}`,
			"no messages":           `{"model":"m"}`,
			"no model":              `{"messages":[{"role":"user","content":"x"}]}`,
			"unknown role":          `{"model":"m","messages":[{"role":"robot","content":"x"}]}`,
			"unknown part":          `{"model":"m","messages":[{"role":"user","content":[{"type":"picture","picture":"x"}]}]}`,
			"image without address": `{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}`,
			"hot":                   `{` + messages + `,"temperature":"hot"}`,
			"too hot":               `{` + messages + `,"temperature":3}`,
			"unknown format":        `{` + messages + `,"response_format":{"type":"xml"}}`,
			"schema without name":   `{` + messages + `,"response_format":{"type":"json_schema","json_schema":{"schema":{}}}}`,
			"unknown in a tool":     `{` + messages + `,"tools":[{"type":"function","function":{"name":"n","arguments":{}}}]}`,
		}},
		{mistralContract, "/v1/chat/completions", map[string]string{
			"OpenAI's limit":      `{` + messages + `,"max_completion_tokens":5}`,
			"OpenAI's seed":       `{` + messages + `,"seed":5}`,
			"no messages":         `{"model":"m"}`,
			"unknown role":        `{"model":"m","messages":[{"role":"robot","content":"x"}]}`,
			"too hot":             `{` + messages + `,"temperature":1.9}`,
			"negative limit":      `{` + messages + `,"max_tokens":-1}`,
			"unknown format":      `{` + messages + `,"response_format":{"type":"xml"}}`,
			"schema without name": `{` + messages + `,"response_format":{"type":"json_schema","json_schema":{"schema":{}}}}`,
			"tool without schema": `{` + messages + `,"tools":[{"type":"function","function":{"name":"n"}}]}`,
		}},
	} {
		t.Run(target.contract.file, func(t *testing.T) {
			t.Parallel()
			schema := target.contract.body(t, target.path)
			if err := conforms(schema, parse(t, `{`+messages+`}`)); err != nil {
				t.Errorf("the plainest request: %v", err)
			}
			for name, body := range target.broken {
				if conforms(schema, parse(t, body)) == nil {
					t.Errorf("%s: %s passes, want it refused", name, body)
				}
			}
		})
	}
}

// conforms holds value against schema, and every key in it against the names that schema
// knows: OpenAI's allows others, which would hide a misspelt one.
func conforms(schema *openapi3.Schema, value any) error {
	if err := schema.VisitJSON(value); err != nil {
		return err
	}
	return named([]*openapi3.Schema{schema}, value, "")
}

func named(schemas []*openapi3.Schema, value any, at string) error {
	all := branches(schemas)
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			inner := properties(all, key)
			if inner == nil && !free(all) {
				return &unnamed{at + "/" + key}
			}
			if err := named(inner, value[key], at+"/"+key); err != nil {
				return err
			}
		}
	case []any:
		for i, each := range value {
			if err := named(items(all), each, at+"/"+strconv.Itoa(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// unnamed is a key that a contract does not name.
type unnamed struct{ at string }

func (u *unnamed) Error() string { return u.at + " is not named in the contract" }

// branches lists schemas and all that they are made of.
func branches(schemas []*openapi3.Schema) []*openapi3.Schema {
	var all []*openapi3.Schema
	var add func(s *openapi3.Schema)
	add = func(s *openapi3.Schema) {
		if slices.Contains(all, s) {
			return
		}
		all = append(all, s)
		for _, ref := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf) {
			add(ref.Value)
		}
	}
	for _, s := range schemas {
		add(s)
	}
	return all
}

func properties(all []*openapi3.Schema, key string) []*openapi3.Schema {
	var found []*openapi3.Schema
	for _, s := range all {
		if p := s.Properties[key]; p != nil {
			found = append(found, p.Value)
		}
	}
	return found
}

func items(all []*openapi3.Schema) []*openapi3.Schema {
	var found []*openapi3.Schema
	for _, s := range all {
		if s.Items != nil {
			found = append(found, s.Items.Value)
		}
	}
	return found
}

// free reports whether an object may hold any keys: a JSON Schema within the body, say.
func free(all []*openapi3.Schema) bool {
	return !slices.ContainsFunc(all, func(s *openapi3.Schema) bool { return len(s.Properties) > 0 })
}
