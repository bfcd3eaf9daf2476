package wire_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/bedrock"
	"docpipe/extractors/model/wire/wiretest"
)

func TestBedrock(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, wiretest.Dialect{
		New: func(s wiretest.Setup) (model.Wire, error) {
			c := bedrock.DefaultConfig()
			c.BaseURL, c.Model, c.AccessKey, c.Key, c.MaxAnswer, c.HTTP = s.BaseURL, s.Model, s.Key, "secret-"+s.Key, s.MaxAnswer, s.HTTP
			c.Region = "eu-central-1"
			return bedrock.New(t.Context(), c)
		},
		Modes:   []model.JSONMode{model.JSONSchema, model.JSONTool, model.JSONPrompt},
		Said:    bedrockSaid,
		Cached:  true,
		Unnamed: true,
		Answer:  bedrockAnswer,
		Reasons: map[string]model.Finish{
			"end_turn": model.FinishStop, "stop_sequence": model.FinishStop, "tool_use": model.FinishStop, "max_tokens": model.FinishLength,
			"model_context_window_exceeded": model.FinishLength, "guardrail_intervened": model.FinishFilter, "content_filtered": model.FinishFilter,
			"refusal": model.FinishRefusal, "malformed_model_output": model.FinishOther,
		},
		Error: func(code, message string) []byte { return encode(object{"__type": code, "message": message}) },
		Faults: []wiretest.Fault{
			{Status: 429, Header: amzn("ThrottlingException:http://internal.amazon.com/"), Message: "Too many tokens, please wait", Kind: model.ErrRateLimited},
			{Status: 400, Header: amzn("ServiceQuotaExceededException"), Message: "ask for more", Kind: model.ErrExhausted},
			{Status: 400, Header: amzn("ValidationException"), Message: "Input is too long for requested model.", Kind: model.ErrTooLarge},
			{Status: 400, Header: amzn("ValidationException"), Message: "Malformed input", Kind: model.ErrRejected},
			{Status: 403, Header: amzn("AccessDeniedException"), Message: "no access", Kind: model.ErrAuth},
			{Status: 403, Header: amzn("ExpiredTokenException"), Message: "expired", Kind: model.ErrAuth},
			{Status: 408, Header: amzn("ModelTimeoutException"), Message: "timeout", Kind: model.ErrUnavailable},
			{Status: 424, Header: amzn("ModelErrorException"), Message: "the model broke", Kind: model.ErrUnavailable},
		},
		Unusable: []string{`{"output":{},"stopReason":"end_turn"}`, `{"output":{"message":{"role":"assistant","content":[]}}}`},
	})
}

func amzn(kind string) http.Header { return http.Header{"X-Amzn-Errortype": {kind}} }

func bedrockAnswer(h http.Header, a wiretest.Answer) []byte {
	h["X-Amzn-Requestid"] = []string{a.ID}
	content := []object{{"text": a.Text}}
	reason := "end_turn"
	if a.Output != nil && a.Output.Mode == model.JSONTool {
		content = []object{{"text": "Let me see."}}
		if a.Stray {
			content = append(content, object{"toolUse": object{"toolUseId": "0", "name": "other", "input": object{}}})
		}
		content = append(content, object{"toolUse": object{"toolUseId": "1", "name": a.Output.Name, "input": json.RawMessage(a.Text)}})
		reason = "tool_use"
	}
	if a.Reason != "" {
		reason = a.Reason
	}
	written := min(5, a.Usage.Input-a.Usage.Cached)
	return encode(object{
		"output": object{"message": object{"role": "assistant", "content": content}}, "stopReason": reason, "metrics": object{"latencyMs": 1},
		"usage": object{
			"inputTokens": a.Usage.Input - a.Usage.Cached - written, "outputTokens": a.Usage.Output, "totalTokens": a.Usage.Input + a.Usage.Output,
			"cacheReadInputTokens": a.Usage.Cached, "cacheWriteInputTokens": written,
		},
	})
}

// bedrockBody is what a conversation may say; another key is an error.
type bedrockBody struct {
	System   []bedrockBlock `json:"system"`
	Messages []struct {
		Role    string         `json:"role"`
		Content []bedrockBlock `json:"content"`
	} `json:"messages"`
	InferenceConfig struct {
		MaxTokens   int      `json:"maxTokens"`
		Temperature *float64 `json:"temperature"`
	} `json:"inferenceConfig"`
	OutputConfig *struct {
		TextFormat struct {
			Type      string `json:"type"`
			Structure struct {
				JSONSchema struct {
					Name   string `json:"name"`
					Schema string `json:"schema"`
				} `json:"jsonSchema"`
			} `json:"structure"`
		} `json:"textFormat"`
	} `json:"outputConfig"`
	ToolConfig *struct {
		Tools []struct {
			ToolSpec struct {
				Name        string `json:"name"`
				InputSchema struct {
					JSON json.RawMessage `json:"json"`
				} `json:"inputSchema"`
			} `json:"toolSpec"`
		} `json:"tools"`
		ToolChoice struct {
			Tool struct {
				Name string `json:"name"`
			} `json:"tool"`
		} `json:"toolChoice"`
	} `json:"toolConfig"`
}

type bedrockBlock struct {
	Text  string `json:"text"`
	Image *struct {
		Format string `json:"format"`
		Source struct {
			Bytes []byte `json:"bytes"`
		} `json:"source"`
	} `json:"image"`
}

var credential = regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/eu-central-1/bedrock/aws4_request,`)

func bedrockSaid(t testing.TB, r *http.Request, body []byte) wiretest.Said {
	t.Helper()
	checkSignature(t, r, body)
	var b bedrockBody
	decode(t, body, &b)
	name, _ := url.PathUnescape(strings.TrimSuffix(strings.TrimPrefix(r.URL.EscapedPath(), "/model/"), "/converse"))
	said := wiretest.Said{Model: name, MaxOutput: b.InferenceConfig.MaxTokens, Temperature: b.InferenceConfig.Temperature}
	if signed := credential.FindStringSubmatch(r.Header.Get("Authorization")); signed != nil {
		said.Key = signed[1]
	}
	for _, block := range b.System {
		said.System += block.Text
	}
	for _, m := range b.Messages {
		turn := model.Turn{Role: m.Role}
		for _, block := range m.Content {
			part := model.Part{Text: block.Text}
			if block.Image != nil {
				part = model.Part{Image: block.Image.Source.Bytes, MediaType: "image/" + block.Image.Format}
			}
			turn.Parts = append(turn.Parts, part)
		}
		said.Turns = append(said.Turns, turn)
	}
	said.Output = bedrockOutput(b)
	return said
}

// checkSignature signs what arrived as AWS would, and compares.
func checkSignature(t testing.TB, r *http.Request, body []byte) {
	t.Helper()
	got := r.Header.Get("Authorization")
	id := credential.FindStringSubmatch(got)
	at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	_, signed, found := strings.Cut(got, "SignedHeaders=")
	if id == nil || err != nil || !found {
		t.Errorf("Authorization = %q at %v, want a signature", got, err)
		return
	}
	again := httptest.NewRequest(r.Method, "http://"+r.Host+r.URL.EscapedPath(), bytes.NewReader(body))
	names, _, _ := strings.Cut(signed, ",")
	for name := range strings.SplitSeq(names, ";") {
		if value := r.Header.Get(name); value != "" {
			again.Header.Set(name, value)
		}
	}
	keys := aws.Credentials{AccessKeyID: id[1], SecretAccessKey: "secret-" + id[1]}
	hash := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(t.Context(), keys, again, hex.EncodeToString(hash[:]), "bedrock", "eu-central-1", at); err != nil {
		t.Fatal(err)
	}
	if want := again.Header.Get("Authorization"); got != want {
		t.Errorf("Authorization = %q, want %q", got, want)
	}
}

func bedrockOutput(b bedrockBody) *model.Output {
	switch {
	case b.OutputConfig != nil && b.OutputConfig.TextFormat.Type == "json_schema":
		s := b.OutputConfig.TextFormat.Structure.JSONSchema
		return &model.Output{Name: s.Name, Schema: json.RawMessage(s.Schema), Mode: model.JSONSchema}
	case b.ToolConfig != nil && len(b.ToolConfig.Tools) == 1 && b.ToolConfig.ToolChoice.Tool.Name == b.ToolConfig.Tools[0].ToolSpec.Name:
		tool := b.ToolConfig.Tools[0].ToolSpec
		return &model.Output{Name: tool.Name, Schema: tool.InputSchema.JSON, Mode: model.JSONTool}
	}
	return nil
}

// TestBedrockWithoutCredentials: a machine without credentials is told so, not that Bedrock
// is away.
func TestBedrockWithoutCredentials(t *testing.T) {
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	seen := serveOnce(t, nil)
	c := bedrock.DefaultConfig()
	c.BaseURL, c.Region, c.Model, c.HTTP = seen.URL, "eu-central-1", "m", seen.Client()
	w, err := bedrock.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Send(t.Context(), model.Request{Turns: userTurn("Who am I?")}); !errors.Is(err, model.ErrAuth) {
		t.Errorf("error = %v, want %v", err, model.ErrAuth)
	}
}

// TestBedrockCredentialsDialAsAsked: the calls that change a role or a login into keys go where the
// client may go, and nowhere else.
func TestBedrockCredentialsDialAsAsked(t *testing.T) {
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK"} {
		t.Setenv(name, "")
	}
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("a.b.c"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", token+".none")
	t.Setenv("AWS_CONFIG_FILE", token+".none")
	t.Setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader")
	t.Setenv("AWS_WEB_IDENTITY_TOKEN_FILE", token)
	seen := serveOnce(t, nil)
	guarded := seen.Client().Transport.(*http.Transport).Clone()
	var dialled []string
	guarded.DialContext = func(_ context.Context, _, address string) (net.Conn, error) {
		dialled = append(dialled, address)
		return nil, errors.New("not from here")
	}
	c := bedrock.DefaultConfig()
	c.BaseURL, c.Region, c.Model, c.HTTP, c.NoMetadata = seen.URL, "eu-central-1", "m", &http.Client{Transport: guarded}, true
	w, err := bedrock.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Send(t.Context(), model.Request{Turns: userTurn("Who am I?")}); err == nil {
		t.Error("the request was sent without credentials")
	}
	if len(dialled) == 0 || slices.ContainsFunc(dialled, func(a string) bool { return a != "sts.eu-central-1.amazonaws.com:443" }) {
		t.Errorf("dialled %v by the client's dialer, want the place that hands out keys", dialled)
	}
}
