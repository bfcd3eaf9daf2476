package wire_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/replicate"
	"docpipe/extractors/model/wire/wiretest"
)

func TestReplicate(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, wiretest.Dialect{
		New: func(s wiretest.Setup) (model.Wire, error) {
			c := replicateConfig(s.BaseURL, s.HTTP)
			c.Model, c.Key, c.MaxAnswer = s.Model, s.Key, s.MaxAnswer
			return replicate.New(c)
		},
		Modes:  []model.JSONMode{model.JSONSchema, model.JSONPrompt},
		Seed:   true,
		Said:   replicateSaid,
		Answer: replicateAnswer,
		Error: func(code, message string) []byte {
			return encode(object{"title": code, "detail": message, "status": 400})
		},
		Faults: []wiretest.Fault{
			{Status: 402, Code: "Insufficient credit", Message: "You have insufficient credit to run this model.", Kind: model.ErrExhausted},
		},
		Unusable: []string{
			`{"id":"p1"}`, `{"id":"../keys","status":"succeeded","output":"x"}`, `{"id":"p1","status":"succeeded","output":null}`, `{"id":"p1","status":"succeeded"}`,
		},
	})
}

func replicateConfig(address string, client *http.Client) replicate.Config {
	c := replicate.DefaultConfig()
	c.BaseURL, c.Model, c.Key, c.HTTP, c.Poll = address+"/v1", "acme/reader-1", "r8_0123456789", client, time.Millisecond
	c.Inputs.Images, c.Inputs.Seed, c.Inputs.Schema = "images", "seed", "json_schema"
	return c
}

func replicateAnswer(_ http.Header, a wiretest.Answer) []byte {
	half := len(a.Text) / 2
	return encode(object{
		"id": cmp.Or(a.ID, "p1"), "model": a.Model, "status": "succeeded", "error": nil, "logs": "",
		"output":  []json.RawMessage{encode(a.Text[:half]), encode(a.Text[half:])},
		"metrics": object{"predict_time": 0.5, "input_token_count": a.Usage.Input, "output_token_count": a.Usage.Output},
		"urls":    object{"get": "https://elsewhere.example/get", "cancel": "https://elsewhere.example/cancel"},
	})
}

func replicateSaid(t testing.TB, r *http.Request, body []byte) wiretest.Said {
	t.Helper()
	name := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/v1/models/"), "/predictions")
	if r.Header.Get("Prefer") != "wait" {
		t.Errorf("Prefer = %q, want wait", r.Header.Get("Prefer"))
	}
	var b struct {
		Input struct {
			Prompt      string          `json:"prompt"`
			System      string          `json:"system_prompt"`
			Images      []string        `json:"images"`
			MaxTokens   int             `json:"max_tokens"`
			Temperature *float64        `json:"temperature"`
			Seed        *int64          `json:"seed"`
			Schema      json.RawMessage `json:"json_schema"`
		} `json:"input"`
	}
	decode(t, body, &b)
	said := wiretest.Said{
		Model: name, Key: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), System: b.Input.System,
		MaxOutput: b.Input.MaxTokens, Temperature: b.Input.Temperature, Seed: b.Input.Seed,
	}
	if b.Input.Schema != nil {
		said.Output = &model.Output{Name: "invoice", Schema: b.Input.Schema, Mode: model.JSONSchema} // it takes no name
	}
	var turns []struct{ Role, Content string }
	if json.Unmarshal([]byte(b.Input.Prompt), &turns) == nil {
		for _, turn := range turns {
			said.Turns = append(said.Turns, model.Turn{Role: turn.Role, Parts: []model.Part{{Text: turn.Content}}})
		}
		return said
	}
	var parts []model.Part
	for _, image := range b.Input.Images {
		parts = append(parts, dataURL(t, image))
	}
	said.Turns = []model.Turn{{Role: model.RoleUser, Parts: append(parts, model.Part{Text: b.Input.Prompt})}}
	return said
}

// A studio runs predictions that take several looks. It answers the n-th request by the n-th
// script line: a status, a space and a body.
type studio struct {
	*httptest.Server

	mu    sync.Mutex
	asked []string
}

func openStudio(t *testing.T, script ...string) *studio {
	t.Helper()
	s := &studio{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		s.mu.Lock()
		n := len(s.asked)
		s.asked = append(s.asked, r.Method+" "+r.URL.Path)
		s.mu.Unlock()
		line := script[min(n, len(script)-1)]
		if line[0] == '5' {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, line[4:])
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *studio) log() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

const (
	created = "POST /v1/models/acme/reader-1/predictions"
	looked  = "GET /v1/predictions/p1"
	gone    = "POST /v1/predictions/p1/cancel"
)

func TestReplicateFollowsAPrediction(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		script []string
		kind   error // nil for an answer
		log    []string
	}{
		"takes longer":    {[]string{`201 {"id":"p1","status":"starting"}`, `200 {"id":"p1","status":"processing"}`, `200 {"id":"p1","status":"succeeded","output":"done"}`}, nil, []string{created, looked, looked}},
		"a look fails":    {[]string{`201 {"id":"p1","status":"starting"}`, `503 {}`, `503 {}`, `200 {"id":"p1","status":"succeeded","output":"done"}`}, nil, []string{created, looked, looked, looked}},
		"all looks fail":  {[]string{`201 {"id":"p1","status":"starting"}`, `503 {}`}, model.ErrUnavailable, []string{created, looked, looked, looked, gone}},
		"it fails":        {[]string{`201 {"id":"p1","status":"failed","error":"CUDA broke"}`}, model.ErrUnavailable, []string{created}},
		"it does not fit": {[]string{`201 {"id":"p1","status":"failed","error":"prompt is too long"}`}, model.ErrTooLarge, []string{created}},
		"it is cancelled": {[]string{`201 {"id":"p1","status":"starting"}`, `200 {"id":"p1","status":"canceled"}`}, model.ErrUnavailable, []string{created, looked}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openStudio(t, test.script...)
			w, err := replicate.New(replicateConfig(s.URL, s.Client()))
			if err != nil {
				t.Fatal(err)
			}
			got, err := w.Send(t.Context(), model.Request{Turns: userTurn("Read.")})
			_ = w.Close()
			var f *model.Fault
			switch {
			case test.kind == nil && (err != nil || got.Text != "done"):
				t.Errorf("answer = %q, %v, want done", got.Text, err)
			case test.kind != nil && (!errors.As(err, &f) || f.Kind != test.kind || !f.PossiblyBilled):
				t.Errorf("error = %v, want %v, possibly billed", err, test.kind)
			}
			if log := s.log(); !slices.Equal(log, test.log) {
				t.Errorf("asked %q, want %q", log, test.log)
			}
		})
	}
}

// TestReplicateCancels: who gives up while a prediction runs, stops it.
func TestReplicateCancels(t *testing.T) {
	t.Parallel()
	s := openStudio(t, `201 {"id":"p1","status":"processing"}`)
	c := replicateConfig(s.URL, s.Client())
	c.Poll = time.Hour
	w, err := replicate.New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err = w.Send(ctx, model.Request{Turns: userTurn("Read.")})
	var f *model.Fault
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &f) || !f.PossiblyBilled {
		t.Errorf("error = %v, want the deadline, possibly billed", err)
	}
	_ = w.Close()
	if got, want := s.log(), []string{created, gone}; !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

// TestReplicateImages: a model that takes one image is not sent two.
func TestReplicateImages(t *testing.T) {
	t.Parallel()
	s := openStudio(t, `201 {"id":"p1","status":"succeeded","output":"done"}`)
	c := replicateConfig(s.URL, s.Client())
	c.Inputs.Images = ""
	w, err := replicate.New(c)
	if err != nil {
		t.Fatal(err)
	}
	one := []model.Part{wiretest.Image("image/png", 9)}
	if _, err := w.Send(t.Context(), model.Request{Turns: []model.Turn{{Role: model.RoleUser, Parts: one}}}); err != nil {
		t.Error(err)
	}
	if _, err := w.Send(t.Context(), model.Request{Turns: []model.Turn{{Role: model.RoleUser, Parts: append(one, one...)}}}); !errors.Is(err, model.ErrRejected) {
		t.Errorf("error = %v, want %v", err, model.ErrRejected)
	}
	if n := len(s.log()); n != 1 {
		t.Errorf("%d requests arrived, want 1", n)
	}
}
