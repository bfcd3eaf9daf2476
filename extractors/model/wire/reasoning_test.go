package wire_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/openai"
)

func TestReasoningModelsAreNotToldHowToSample(t *testing.T) {
	t.Parallel()
	for effort, want := range map[string]map[string]bool{
		"":     {"temperature": true, "seed": true, "reasoning_effort": false},
		"none": {"temperature": false, "seed": false, "reasoning_effort": true},
	} {
		var sent map[string]any
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
				t.Error(err)
			}
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"id":"1","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"x"}}]}`)
		}))
		c := openai.DefaultConfig()
		c.BaseURL, c.Model, c.HTTP, c.Reasoning = server.URL, "m", server.Client(), effort
		wire, err := openai.New(c)
		if err != nil {
			t.Fatal(err)
		}
		temperature, seed := 0.0, int64(1)
		_, err = wire.Send(t.Context(), model.Request{
			Turns:       []model.Turn{{Role: model.RoleUser, Parts: []model.Part{{Text: "hello"}}}},
			Temperature: &temperature, Seed: &seed,
		})
		server.Close()
		if err != nil {
			t.Fatal(err)
		}
		for key, there := range want {
			if _, got := sent[key]; got != there {
				t.Errorf("reasoning %q: %s is sent: %v, want %v", effort, key, got, there)
			}
		}
	}
}
