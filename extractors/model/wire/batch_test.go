package wire_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/anthropic"
	"docpipe/extractors/model/wire/openai"
	"docpipe/extractors/model/wire/wiretest"
)

func TestOpenAIBatch(t *testing.T) {
	t.Parallel()
	status := map[wiretest.State]string{wiretest.Running: "in_progress", wiretest.Ended: "completed", wiretest.GivenUp: "failed"}
	wiretest.RunBatch(t, wiretest.BatchDialect{
		Dialect: openAI(nil),
		New: func(s wiretest.Setup) (model.BatchWire, error) {
			return openai.NewBatch(openAIBatchConfig(s))
		},
		Live: "/v1/chat/completions", Upload: "POST /v1/files", Order: "POST /v1/batches", Items: fileItems,
		Routes: func(state wiretest.State, results []byte) map[string][]byte {
			b := object{"id": wiretest.BatchName, "status": status[state], "input_file_id": "file-in", "expires_at": 1800000000}
			switch state {
			case wiretest.Running:
				b["request_counts"] = object{"total": 3, "completed": 1, "failed": 0}
			case wiretest.Ended:
				b["request_counts"] = object{"total": 3, "completed": 2, "failed": 1}
				b["output_file_id"] = "file-out"
			case wiretest.GivenUp:
				b["errors"] = object{"object": "list", "data": []object{{"code": "invalid", "message": "line 1 is no JSON"}}}
			}
			return fileRoutes("/v1/batches", encode(b), results)
		},
		Result:  lineResult,
		Deletes: []string{"DELETE /v1/files/file-in", "DELETE /v1/files/file-out"},
	})
}

func TestMistralBatch(t *testing.T) {
	t.Parallel()
	status := map[wiretest.State]string{wiretest.Running: "RUNNING", wiretest.Ended: "SUCCESS", wiretest.GivenUp: "FAILED"}
	wiretest.RunBatch(t, wiretest.BatchDialect{
		Dialect: openAI(nil),
		New: func(s wiretest.Setup) (model.BatchWire, error) {
			c := openAIBatchConfig(s)
			c.SeedParam = openai.RandomSeed
			return openai.NewMistralBatch(c)
		},
		Live: "/v1/chat/completions", Upload: "POST /v1/files", Order: "POST /v1/batch/jobs", Items: fileItems,
		Routes: func(state wiretest.State, results []byte) map[string][]byte {
			b := object{"id": wiretest.BatchName, "status": status[state], "input_files": []string{"file-in"}, "errors": []object{}}
			switch state {
			case wiretest.Running:
				b["total_requests"], b["succeeded_requests"] = 3, 1
			case wiretest.Ended:
				b["total_requests"], b["succeeded_requests"], b["failed_requests"] = 3, 2, 1
				b["output_file"] = "file-out"
			case wiretest.GivenUp:
				b["errors"] = []object{{"message": "line 1 is no JSON", "count": 1}}
			}
			return fileRoutes("/v1/batch/jobs", encode(b), results)
		},
		Result:  lineResult,
		Deletes: []string{"DELETE /v1/files/file-in", "DELETE /v1/files/file-out"},
	})
}

func TestAnthropicBatch(t *testing.T) {
	t.Parallel()
	wiretest.RunBatch(t, wiretest.BatchDialect{
		Dialect: anthropicDialect(nil),
		New: func(s wiretest.Setup) (model.BatchWire, error) {
			c := anthropic.DefaultConfig()
			c.BaseURL, c.Model, c.Key, c.MaxAnswer, c.HTTP = s.BaseURL, s.Model, s.Key, s.MaxAnswer, s.HTTP
			return anthropic.NewBatch(c)
		},
		Live: "/v1/messages", Order: "POST /v1/messages/batches", Items: anthropicItems,
		Routes: func(state wiretest.State, results []byte) map[string][]byte {
			b := object{"id": wiretest.BatchName, "processing_status": "in_progress", "expires_at": "2027-01-02T03:04:05.123456Z"}
			switch state {
			case wiretest.Running:
				b["request_counts"] = object{"processing": 2, "succeeded": 1}
			case wiretest.Ended:
				b["processing_status"] = "ended"
				b["request_counts"] = object{"succeeded": 1, "errored": 1, "expired": 1}
			case wiretest.GivenUp:
				return nil // items fail, batches do not
			}
			const one = "/v1/messages/batches/" + wiretest.BatchName
			return map[string][]byte{
				"POST /v1/messages/batches": encode(b), "GET " + one: encode(b), "POST " + one + "/cancel": encode(b),
				"GET " + one + "/results": results, "DELETE " + one: encode(object{"id": wiretest.BatchName, "type": "message_batch_deleted"}),
			}
		},
		Result:  anthropicResult,
		Deletes: []string{"DELETE /v1/messages/batches/" + wiretest.BatchName},
	})
}

func openAIBatchConfig(s wiretest.Setup) openai.Config {
	c := openai.DefaultConfig()
	c.BaseURL, c.Model, c.Key, c.MaxAnswer, c.HTTP = s.BaseURL+"/v1", s.Model, s.Key, s.MaxAnswer, s.HTTP
	return c
}

// fileRoutes are those of a provider that takes and gives files.
func fileRoutes(jobs string, job, results []byte) map[string][]byte {
	deleted := encode(object{"deleted": true})
	return map[string][]byte{
		"POST /v1/files": encode(object{"id": "file-in"}), "POST " + jobs: job, "GET " + jobs + "/" + wiretest.BatchName: job,
		"POST " + jobs + "/" + wiretest.BatchName + "/cancel": job, "GET /v1/files/file-out/content": results,
		"DELETE /v1/files/file-in": deleted, "DELETE /v1/files/file-out": deleted,
	}
}

// fileItems reads an uploaded file.
func fileItems(t testing.TB, r *http.Request, body []byte) map[string][]byte {
	t.Helper()
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(10 << 20)
	if err != nil {
		t.Fatal(err)
	}
	if purpose := form.Value["purpose"]; len(purpose) != 1 || purpose[0] != "batch" {
		t.Errorf("purpose = %q, want batch", purpose)
	}
	file, err := form.File["file"][0].Open()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	items := map[string][]byte{}
	for line := range bytes.Lines(lines) {
		var item struct {
			ID     string          `json:"custom_id"`
			Method string          `json:"method"`
			URL    string          `json:"url"`
			Body   json.RawMessage `json:"body"`
		}
		decode(t, line, &item)
		items[item.ID] = item.Body
	}
	return items
}

func lineResult(r wiretest.Result) []byte {
	line := object{"id": "line", "custom_id": r.ID, "response": nil, "error": nil}
	switch {
	case r.Answer != nil:
		line["response"] = object{"status_code": 200, "request_id": "1", "body": json.RawMessage(openAIAnswer(nil, *r.Answer))}
	case r.Status != 0:
		line["response"] = object{"status_code": r.Status, "body": object{"error": object{"code": r.Code, "message": r.Message}}}
	default:
		line["error"] = object{"code": r.Code, "message": r.Message}
	}
	return encode(line)
}

func anthropicItems(t testing.TB, _ *http.Request, body []byte) map[string][]byte {
	t.Helper()
	var b struct {
		Requests []struct {
			ID     string          `json:"custom_id"`
			Params json.RawMessage `json:"params"`
		} `json:"requests"`
	}
	decode(t, body, &b)
	items := map[string][]byte{}
	for _, r := range b.Requests {
		items[r.ID] = r.Params
	}
	return items
}

func anthropicResult(r wiretest.Result) []byte {
	result := object{"type": "expired"}
	switch {
	case r.Answer != nil:
		result = object{"type": "succeeded", "message": json.RawMessage(anthropicAnswer(nil, *r.Answer))}
	case r.Status != 0:
		result = object{"type": "errored", "error": object{"type": "error", "error": object{"type": r.Code, "message": r.Message}}}
	}
	return encode(object{"custom_id": r.ID, "result": result})
}
