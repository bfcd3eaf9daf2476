package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// batches are files and batches as OpenAI has them. A batch is answered when it is collected: it
// only takes its time.
type batches struct {
	mu    sync.Mutex
	files map[string][]byte
	jobs  []*batchJob // in the order of their creation
}

type batchJob struct {
	ID       string            `json:"id"`
	Object   string            `json:"object"`
	Endpoint string            `json:"endpoint"`
	Status   string            `json:"status"`
	Input    string            `json:"input_file_id"`
	Output   string            `json:"output_file_id,omitempty"`
	Metadata map[string]string `json:"metadata"`
	Counts   struct {
		Total     int `json:"total"`
		Completed int `json:"completed"`
		Failed    int `json:"failed"`
	} `json:"request_counts"`

	ready time.Time
}

// Fates of batches in the statistics.
const (
	ordered   = "batch_ordered"
	lineRead  = "batch_answered"
	lineFails = "batch_failed"
)

func (b *batches) routes(mux *http.ServeMux, s *server) {
	b.files = map[string][]byte{}
	mux.HandleFunc("POST /v1/files", b.upload)
	mux.HandleFunc("DELETE /v1/files/{id}", b.remove)
	mux.HandleFunc("GET /v1/files/{id}/content", b.content)
	mux.HandleFunc("POST /v1/batches", func(w http.ResponseWriter, r *http.Request) { b.order(w, r, s) })
	mux.HandleFunc("GET /v1/batches", b.list)
	mux.HandleFunc("GET /v1/batches/{id}", func(w http.ResponseWriter, r *http.Request) { b.poll(w, r, s) })
}

func (b *batches) upload(w http.ResponseWriter, r *http.Request) {
	file, _, err := r.FormFile("file")
	if err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request_error", err.Error())
		return
	}
	raw, err := io.ReadAll(file)
	if err != nil {
		return // the sender went away
	}
	writeJSON(w, map[string]any{"id": b.put(raw), "object": "file", "purpose": "batch", "bytes": len(raw)})
}

func (b *batches) put(raw []byte) (id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	id = fmt.Sprintf("file-%d", len(b.files)+1)
	b.files[id] = raw
	return id
}

func (b *batches) remove(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.files[r.PathValue("id")] = nil
	writeJSON(w, map[string]any{"id": r.PathValue("id"), "object": "file", "deleted": true})
}

func (b *batches) content(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	raw := b.files[r.PathValue("id")]
	b.mu.Unlock()
	if raw == nil {
		refuse(w, http.StatusNotFound, "not_found", "no such file")
		return
	}
	_, _ = w.Write(raw) // a sender that went away hears nothing
}

func (b *batches) order(w http.ResponseWriter, r *http.Request, s *server) {
	j := &batchJob{Object: "batch", Status: "in_progress", ready: time.Now().Add(s.faults.batchTime)}
	if err := json.NewDecoder(r.Body).Decode(j); err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request_error", err.Error())
		return
	}
	s.count(ordered)
	b.mu.Lock()
	defer b.mu.Unlock()
	j.ID = fmt.Sprintf("batch-%d", len(b.jobs)+1)
	j.Counts.Total = bytes.Count(b.files[j.Input], []byte("\n"))
	b.jobs = append(b.jobs, j)
	writeJSON(w, j)
}

func (b *batches) list(w http.ResponseWriter, _ *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	writeJSON(w, map[string]any{"object": "list", "data": b.jobs, "has_more": false})
}

func (b *batches) poll(w http.ResponseWriter, r *http.Request, s *server) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, j := range b.jobs {
		if j.ID == r.PathValue("id") {
			b.finish(r, j, s)
			writeJSON(w, j)
			return
		}
	}
	refuse(w, http.StatusNotFound, "not_found", "no such batch")
}

// finish answers a batch whose time has come.
func (b *batches) finish(r *http.Request, j *batchJob, s *server) {
	if j.Status != "in_progress" || time.Now().Before(j.ready) {
		return
	}
	var out bytes.Buffer
	lines := bufio.NewScanner(bytes.NewReader(b.files[j.Input]))
	lines.Buffer(nil, maxBody)
	for lines.Scan() {
		reply, err := s.line(r, lines.Bytes())
		if err != nil {
			j.Counts.Failed++
		} else {
			j.Counts.Completed++
		}
		out.Write(append(reply, '\n'))
	}
	j.Status, j.Output = "completed", fmt.Sprintf("file-%d", len(b.files)+1)
	b.files[j.Output] = out.Bytes()
}

// line answers one request of a batch.
func (s *server) line(r *http.Request, raw []byte) (reply []byte, err error) {
	var line struct {
		ID   string          `json:"custom_id"`
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(raw, &line); err != nil {
		return nil, err
	}
	status, body, fate := http.StatusOK, json.RawMessage(nil), lineRead
	q, t, err := decode(line.Body)
	var text string
	if err == nil {
		text, err = s.reader.Answer(r.Context(), t)
	}
	if err == nil && s.faults.throw() < s.faults.batchLoses {
		err = errors.New("something broke")
	}
	if err != nil {
		status, fate = http.StatusInternalServerError, lineFails
		body, _ = json.Marshal(map[string]any{"error": map[string]any{"message": err.Error(), "code": "server_error"}})
	} else {
		body, _ = json.Marshal(s.completion(q, t, text, "stop", tokens(text)))
	}
	s.count(fate)
	reply, _ = json.Marshal(map[string]any{ // plain values always marshal
		"id": line.ID, "custom_id": line.ID, "error": nil, "response": map[string]any{"status_code": status, "request_id": line.ID, "body": body},
	})
	return reply, err
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // a sender that went away hears nothing
}
