package wire_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/openai"
)

// A batch carries the name of its items, and is found again by it.
func TestFindBatch(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]struct {
		path string
		wire func(openai.Config) (*openai.Batch, error)
	}{
		"openai": {"/v1/batches", openai.NewBatch}, "mistral": {"/v1/batch/jobs", openai.NewMistralBatch},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var kept json.RawMessage
			mux := http.NewServeMux()
			mux.HandleFunc("POST /v1/files", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(`{"id":"file-1"}`)) })
			mux.HandleFunc("POST "+open.path, func(w http.ResponseWriter, r *http.Request) {
				var order struct{ Metadata json.RawMessage }
				if err := json.NewDecoder(r.Body).Decode(&order); err != nil {
					t.Error(err)
				}
				kept = order.Metadata
				w.Write([]byte(`{"id":"batch-1","status":"validating"}`))
			})
			mux.HandleFunc("GET "+open.path, func(w http.ResponseWriter, _ *http.Request) {
				json.NewEncoder(w).Encode(map[string]any{"data": []any{
					map[string]any{"id": "batch-2", "metadata": map[string]string{"docpipe": "another"}}, map[string]any{"id": "batch-3", "metadata": nil},
					map[string]any{"id": "batch-1", "metadata": kept},
				}})
			})
			server := httptest.NewServer(mux)
			t.Cleanup(server.Close)
			c := openai.DefaultConfig()
			c.BaseURL, c.Model, c.HTTP = server.URL+"/v1", "m", server.Client()
			b, err := open.wire(c)
			if err != nil {
				t.Fatal(err)
			}
			item := model.BatchItem{ID: "one", Request: model.Request{
				MaxOutput: 10, Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{{Text: "hello"}}}},
			}}
			if id, err := b.Submit(t.Context(), []model.BatchItem{item}); id != "batch-1" || err != nil {
				t.Fatalf("Submit = %q, %v", id, err)
			}
			if id, err := b.Find(t.Context(), []string{"one"}); id != "batch-1" || err != nil {
				t.Errorf("Find = %q, %v, want the batch of these items", id, err)
			}
			if id, err := b.Find(t.Context(), []string{"one", "two"}); id != "" || err != nil {
				t.Errorf("Find of other items = %q, %v, want none", id, err)
			}
		})
	}
}
