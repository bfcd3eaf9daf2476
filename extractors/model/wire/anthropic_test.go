package wire_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/anthropic"
	"docpipe/extractors/model/wire/wiretest"
)

func TestAnthropic(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, anthropicDialect(func(s wiretest.Setup) (model.Wire, error) {
		c := anthropic.DefaultConfig()
		c.BaseURL, c.Model, c.Key, c.MaxAnswer, c.HTTP = s.BaseURL, s.Model, s.Key, s.MaxAnswer, s.HTTP
		return anthropic.New(c)
	}))
}

// anthropicDialect is that of the Messages API.
func anthropicDialect(build func(wiretest.Setup) (model.Wire, error)) wiretest.Dialect {
	return wiretest.Dialect{
		New:    build,
		Modes:  []model.JSONMode{model.JSONSchema, model.JSONTool, model.JSONPrompt},
		Said:   anthropicSaid,
		Cached: true,
		Answer: anthropicAnswer,
		Reasons: map[string]model.Finish{
			"end_turn": model.FinishStop, "stop_sequence": model.FinishStop, "tool_use": model.FinishStop, "max_tokens": model.FinishLength,
			"model_context_window_exceeded": model.FinishLength, "refusal": model.FinishRefusal, "pause_turn": model.FinishOther, "surprise": model.FinishOther,
		},
		Error: func(code, message string) []byte {
			return encode(object{"type": "error", "error": object{"type": code, "message": message}, "request_id": "req_1"})
		},
		Faults: []wiretest.Fault{
			{Status: 403, Code: "billing_error", Message: "pay first", Kind: model.ErrExhausted},
			{Status: 400, Code: "invalid_request_error", Message: "prompt is too long: 210000 tokens > 200000 maximum", Kind: model.ErrTooLarge},
			{Status: 413, Code: "request_too_large", Message: "Request exceeds the maximum size", Kind: model.ErrTooLarge},
			{Status: 529, Code: "overloaded_error", Message: "Overloaded", Kind: model.ErrUnavailable},
		},
		Unusable: []string{`{"type":"message","content":[]}`, `{"content":[{"type":"text","text":"An in"}],"stop_reason":null}`},
	}
}

func anthropicAnswer(_ http.Header, a wiretest.Answer) []byte {
	content := []object{{"type": "thinking", "thinking": "Hm.", "signature": "x"}, {"type": "text", "text": a.Text}}
	reason := "end_turn"
	if a.Output != nil && a.Output.Mode == model.JSONTool {
		content = []object{{"type": "text", "text": "Let me see."}}
		if a.Stray {
			content = append(content, object{"type": "tool_use", "id": "0", "name": "other", "input": object{}})
		}
		content = append(content, object{"type": "tool_use", "id": "1", "name": a.Output.Name, "input": json.RawMessage(a.Text)})
		reason = "tool_use"
	}
	if a.Reason != "" {
		reason = a.Reason
	}
	written := min(5, a.Usage.Input-a.Usage.Cached)
	return encode(object{
		"id": a.ID, "type": "message", "role": "assistant", "model": a.Model, "content": content, "stop_reason": reason, "stop_sequence": nil,
		"usage": object{
			"input_tokens": a.Usage.Input - a.Usage.Cached - written, "output_tokens": a.Usage.Output,
			"cache_read_input_tokens": a.Usage.Cached, "cache_creation_input_tokens": written,
		},
	})
}

// anthropicBody is what a message may say; another key is an error.
type anthropicBody struct {
	Model    string           `json:"model"`
	System   []anthropicBlock `json:"system"`
	Messages []struct {
		Role    string           `json:"role"`
		Content []anthropicBlock `json:"content"`
	} `json:"messages"`
	MaxTokens    int      `json:"max_tokens"`
	Temperature  *float64 `json:"temperature"`
	OutputConfig *struct {
		Format struct {
			Type   string          `json:"type"`
			Schema json.RawMessage `json:"schema"`
		} `json:"format"`
	} `json:"output_config"`
	Tools []struct {
		Name        string          `json:"name"`
		InputSchema json.RawMessage `json:"input_schema"`
	} `json:"tools"`
	ToolChoice struct {
		Type                   string `json:"type"`
		Name                   string `json:"name"`
		DisableParallelToolUse bool   `json:"disable_parallel_tool_use"`
	} `json:"tool_choice"`
}

type anthropicBlock struct {
	Type   string `json:"type"`
	Text   string `json:"text"`
	Source struct {
		Type      string `json:"type"`
		MediaType string `json:"media_type"`
		Data      string `json:"data"`
	} `json:"source"`
}

func anthropicSaid(t testing.TB, r *http.Request, body []byte) wiretest.Said {
	t.Helper()
	if r.URL.Path != "/v1/messages" || r.Method != http.MethodPost || r.Header.Get("Anthropic-Version") == "" {
		t.Errorf("asked by %s %s, version %q, want POST /v1/messages with a version", r.Method, r.URL.Path, r.Header.Get("Anthropic-Version"))
	}
	var b anthropicBody
	decode(t, body, &b)
	said := wiretest.Said{Model: b.Model, Key: r.Header.Get("X-Api-Key"), MaxOutput: b.MaxTokens, Temperature: b.Temperature}
	if said.MaxOutput == anthropic.DefaultConfig().MaxOutput {
		said.MaxOutput = 0 // the API demands a limit
	}
	for _, block := range b.System {
		said.System += block.Text
	}
	for _, m := range b.Messages {
		said.Turns = append(said.Turns, model.Turn{Role: m.Role, Parts: anthropicParts(t, m.Content)})
	}
	switch {
	case b.OutputConfig != nil && b.OutputConfig.Format.Type == "json_schema":
		said.Output = &model.Output{Name: "invoice", Schema: b.OutputConfig.Format.Schema, Mode: model.JSONSchema} // it takes no name
	case len(b.Tools) == 1 && b.ToolChoice.Type == "tool" && b.ToolChoice.Name == b.Tools[0].Name:
		said.Output = &model.Output{Name: b.Tools[0].Name, Schema: b.Tools[0].InputSchema, Mode: model.JSONTool}
	}
	return said
}

func anthropicParts(t testing.TB, blocks []anthropicBlock) []model.Part {
	t.Helper()
	parts := make([]model.Part, len(blocks))
	for i, b := range blocks {
		parts[i].Text = b.Text
		if b.Type != "image" {
			continue
		}
		image, err := base64.StdEncoding.DecodeString(b.Source.Data)
		if err != nil || b.Source.Type != "base64" {
			t.Errorf("image of type %s: %v", b.Source.Type, err)
		}
		parts[i] = model.Part{Image: image, MediaType: b.Source.MediaType}
	}
	return parts
}

// TestAnthropicKeepsQuiet: the SDK would take keys and addresses from the environment, and
// refuse answers that it thinks will take long.
func TestAnthropicKeepsQuiet(t *testing.T) {
	for _, name := range []string{"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS"} {
		t.Setenv(name, "X-Foreign: foreign")
	}
	t.Setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:1")
	seen := serveOnce(t, anthropicAnswer(nil, wiretest.Answer{Text: "yes"}))
	c := anthropic.DefaultConfig()
	c.BaseURL, c.Model, c.Key, c.HTTP = seen.URL, "claude-opus-4-1", "own", seen.Client()
	w, err := anthropic.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Send(t.Context(), model.Request{Turns: userTurn("Long?"), MaxOutput: 64000}); err != nil {
		t.Fatal(err)
	}
	header := <-seen.headers
	for name, values := range header {
		if strings.Contains(strings.Join(values, " "), "foreign") || strings.HasPrefix(name, "X-Stainless") || name == "Authorization" || name == "Traceparent" {
			t.Errorf("header %s: %q went out", name, values)
		}
	}
}
