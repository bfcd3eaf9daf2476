package wire_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/openai"
	"docpipe/extractors/model/wire/wiretest"
)

func TestOpenAI(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, openAI(func(s wiretest.Setup) (model.Wire, error) {
		c := openai.DefaultConfig()
		c.BaseURL, c.Model, c.Key, c.MaxAnswer, c.HTTP = s.BaseURL+"/v1", s.Model, s.Key, s.MaxAnswer, s.HTTP
		return openai.New(c)
	}))
}

func TestMistral(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, openAI(func(s wiretest.Setup) (model.Wire, error) {
		c := openai.DefaultConfig()
		c.BaseURL, c.Model, c.Key, c.MaxAnswer, c.HTTP = s.BaseURL+"/v1/", s.Model, s.Key, s.MaxAnswer, s.HTTP
		c.SeedParam = openai.RandomSeed
		return openai.New(c)
	}))
}

func TestAzure(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"", "2024-10-21"} {
		d := openAI(func(s wiretest.Setup) (model.Wire, error) {
			c := openai.DefaultAzureConfig()
			c.Endpoint, c.Deployment, c.Key, c.MaxAnswer, c.HTTP = s.BaseURL, "reader", s.Key, s.MaxAnswer, s.HTTP
			c.APIVersion, c.TokensParam = version, openai.MaxCompletionTokens
			return openai.NewAzure(c)
		})
		said := d.Said
		d.Said = func(t testing.TB, r *http.Request, body []byte) wiretest.Said {
			checkAzure(t, r, version)
			got := said(t, r, body)
			if got.Model != "reader" {
				t.Errorf("model = %q, want the deployment", got.Model)
			}
			got.Model, got.Key = "acme/reader-1", r.Header.Get("Api-Key")
			return got
		}
		wiretest.Run(t, d)
	}
}

// checkAzure holds where Azure takes the deployment, the version and the key.
func checkAzure(t testing.TB, r *http.Request, version string) {
	t.Helper()
	path, query := "/openai/v1/chat/completions", ""
	if version != "" {
		path, query = "/openai/deployments/reader/chat/completions", "api-version="+version
	}
	if r.URL.Path != path || r.URL.RawQuery != query {
		t.Errorf("asked at %s, want %s?%s", r.URL, path, query)
	}
	if r.Header.Get("Authorization") != "" {
		t.Error("the key went out as a bearer, too")
	}
}

// openAI is the dialect of chat completions.
func openAI(build func(wiretest.Setup) (model.Wire, error)) wiretest.Dialect {
	return wiretest.Dialect{
		New:    build,
		Modes:  []model.JSONMode{model.JSONSchema, model.JSONTool, model.JSONObject, model.JSONPrompt},
		Seed:   true,
		Cached: true,
		Said:   openAISaid,
		Answer: openAIAnswer,
		Reasons: map[string]model.Finish{
			"stop": model.FinishStop, "tool_calls": model.FinishStop, "length": model.FinishLength, "model_length": model.FinishLength,
			"content_filter": model.FinishFilter, "error": model.FinishOther, "surprise": model.FinishOther,
		},
		Error: func(code, message string) []byte {
			return encode(object{"error": object{"message": message, "type": "invalid", "code": code, "param": nil}})
		},
		Faults: []wiretest.Fault{
			{Status: 400, Code: "billing_hard_limit_reached", Message: "limit reached", Kind: model.ErrExhausted},
			{Status: 400, Message: "Prompt contains 40000 tokens, too large for model with 32768 maximum context length", Kind: model.ErrTooLarge},
			{Status: 429, Code: "rate_limit_exceeded", Message: "Request too large for gpt: limit 30000, requested 50000", Kind: model.ErrTooLarge},
		},
		Unusable: []string{`{"id":"1","choices":[]}`, `{"choices":null}`, `{"choices":[`},
	}
}

type object = map[string]any

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain maps of a test
	}
	return b
}

func openAIAnswer(_ http.Header, a wiretest.Answer) []byte {
	message := object{"role": "assistant", "content": a.Text, "refusal": nil}
	reason := "stop"
	if a.Output != nil && a.Output.Mode == model.JSONTool {
		message["content"] = nil
		calls := []object{{"id": "1", "type": "function", "function": object{"name": a.Output.Name, "arguments": a.Text}}}
		if a.Stray {
			calls = append([]object{{"id": "0", "type": "function", "function": object{"name": "other", "arguments": "{}"}}}, calls...)
		}
		message["tool_calls"] = calls
		reason = "tool_calls"
	}
	if a.Reason != "" {
		reason = a.Reason
	}
	return encode(object{
		"id": a.ID, "object": "chat.completion", "created": 1, "model": a.Model,
		"choices": []object{{"index": 0, "message": message, "finish_reason": reason, "logprobs": nil}},
		"usage": object{
			"prompt_tokens": a.Usage.Input, "completion_tokens": a.Usage.Output, "total_tokens": a.Usage.Input + a.Usage.Output,
			"prompt_tokens_details": object{"cached_tokens": a.Usage.Cached},
		},
	})
}

// openAIBody is what a chat completion may say; another key is an error.
type openAIBody struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string          `json:"role"`
		Content json.RawMessage `json:"content"`
	} `json:"messages"`
	MaxTokens           int      `json:"max_tokens"`
	MaxCompletionTokens int      `json:"max_completion_tokens"`
	Temperature         *float64 `json:"temperature"`
	Seed                *int64   `json:"seed"`
	RandomSeed          *int64   `json:"random_seed"`
	ResponseFormat      *struct {
		Type       string `json:"type"`
		JSONSchema struct {
			Name   string          `json:"name"`
			Strict bool            `json:"strict"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
	Tools []struct {
		Type     string `json:"type"`
		Function struct {
			Name       string          `json:"name"`
			Parameters json.RawMessage `json:"parameters"`
		} `json:"function"`
	} `json:"tools"`
	ToolChoice struct {
		Type     string `json:"type"`
		Function struct {
			Name string `json:"name"`
		} `json:"function"`
	} `json:"tool_choice"`
	ParallelToolCalls *bool `json:"parallel_tool_calls"`
}

func openAISaid(t testing.TB, r *http.Request, body []byte) wiretest.Said {
	t.Helper()
	if !strings.HasSuffix(r.URL.Path, "/chat/completions") || r.Method != http.MethodPost {
		t.Errorf("asked by %s %s, want POST …/chat/completions", r.Method, r.URL.Path)
	}
	var b openAIBody
	decode(t, body, &b)
	said := wiretest.Said{
		Model: b.Model, Key: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "),
		MaxOutput: max(b.MaxTokens, b.MaxCompletionTokens), Temperature: b.Temperature, Seed: b.Seed, Output: openAIOutput(t, b),
	}
	if b.RandomSeed != nil {
		said.Seed = b.RandomSeed
	}
	for i, m := range b.Messages {
		if m.Role == "system" && i == 0 {
			decode(t, m.Content, &said.System)
			continue
		}
		said.Turns = append(said.Turns, model.Turn{Role: m.Role, Parts: openAIParts(t, m.Content)})
	}
	return said
}

func openAIOutput(t testing.TB, b openAIBody) *model.Output {
	switch {
	case len(b.Tools) == 1 && slices.Equal([]string{b.Tools[0].Type, b.ToolChoice.Type, b.ToolChoice.Function.Name}, []string{"function", "function", b.Tools[0].Function.Name}):
		return &model.Output{Name: b.Tools[0].Function.Name, Schema: b.Tools[0].Function.Parameters, Mode: model.JSONTool}
	case b.ResponseFormat == nil:
		return nil
	case b.ResponseFormat.Type == "json_object":
		return &model.Output{Mode: model.JSONObject}
	case b.ResponseFormat.Type != "json_schema" || !b.ResponseFormat.JSONSchema.Strict:
		t.Errorf("response_format = %+v, want a strict json_schema", b.ResponseFormat)
	}
	return &model.Output{Name: b.ResponseFormat.JSONSchema.Name, Schema: b.ResponseFormat.JSONSchema.Schema, Mode: model.JSONSchema}
}

func openAIParts(t testing.TB, content json.RawMessage) []model.Part {
	t.Helper()
	if content[0] == '"' {
		var text string
		decode(t, content, &text)
		return []model.Part{{Text: text}}
	}
	var all []struct {
		Type     string `json:"type"`
		Text     string `json:"text"`
		ImageURL struct {
			URL string `json:"url"`
		} `json:"image_url"`
	}
	decode(t, content, &all)
	parts := make([]model.Part, len(all))
	for i, p := range all {
		parts[i].Text = p.Text
		if p.Type == "image_url" {
			parts[i] = dataURL(t, p.ImageURL.URL)
		}
	}
	return parts
}

// dataURL reads an image back.
func dataURL(t testing.TB, address string) model.Part {
	t.Helper()
	kind, data, found := strings.Cut(strings.TrimPrefix(address, "data:"), ";base64,")
	image, err := base64.StdEncoding.DecodeString(data)
	if !found || err != nil {
		t.Errorf("no data URL: %.60s (%v)", address, err)
	}
	return model.Part{Image: image, MediaType: kind}
}

// decode reads JSON in which nothing unknown may stand.
func decode(t testing.TB, body []byte, v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Errorf("read %.200s: %v", body, err)
	}
}

// A 404 at an address without a path gets the likeliest reason beside the provider's words.
func TestOpenAIHintsAtPath(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	for path, want := range map[string]bool{"": true, "/": true, "/v1": false} {
		c := openai.DefaultConfig()
		c.BaseURL, c.Model, c.Key, c.HTTP = server.URL+path, "m", "k", server.Client()
		w, err := openai.New(c)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Send(t.Context(), model.Request{Turns: userTurn("Who?")})
		if err == nil || strings.Contains(err.Error(), "want /v1 at its end") != want {
			t.Errorf("base URL with path %q: %v; a hint at /v1: %t", path, err, want)
		}
	}
}
