package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// A server answers chat completions, with faults.
type server struct {
	reader answerer
	faults *faults
	mux    *http.ServeMux

	mu     sync.Mutex
	served int
	counts map[string]int // by fate

	batches batches
}

// An answerer answers a task with JSON. Its error means that the task cannot be read.
type answerer interface {
	Answer(ctx context.Context, t task) (string, error)
}

func newServer(reader answerer, f *faults) *server {
	s := &server{reader: reader, faults: f, mux: http.NewServeMux(), counts: map[string]int{}}
	s.mux.HandleFunc("POST /v1/chat/completions", s.complete)
	s.mux.HandleFunc("GET /v1/models", s.models)
	s.batches.routes(s.mux, s)
	s.mux.HandleFunc("GET /stats", s.stats)
	return s
}

// ServeHTTP implements http.Handler.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// maxBody bounds one request.
const maxBody = 64 << 20

func (s *server) complete(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return // the sender went away
	}
	q, t, err := decode(body)
	if status, why := s.faults.door(r, q); status != 0 && err == nil {
		s.count(rejections)
		refuse(w, status, why, why)
		return
	}
	fate := s.faults.fate()
	if err != nil {
		fate = rejections
	}
	s.count(fate)
	switch fate {
	case rejections:
		refuse(w, http.StatusBadRequest, "invalid_request_error", err.Error())
	case limits:
		w.Header().Set("Retry-After", strconv.Itoa(max(int(s.faults.retryAfter.Round(time.Second)/time.Second), 1)))
		refuse(w, http.StatusTooManyRequests, "rate_limit_exceeded", "slow down")
	case fails:
		refuse(w, http.StatusInternalServerError, "server_error", "something broke")
	case hangs:
		<-r.Context().Done()
	default:
		s.answer(w, r, q, t, fate)
	}
}

// door refuses a wrong key and an unknown model, as providers do before anything else.
func (x *faults) door(r *http.Request, q completionRequest) (status int, why string) {
	switch {
	case x.key != "" && r.Header.Get("Authorization") != "Bearer "+x.key:
		return http.StatusUnauthorized, "invalid_api_key"
	case x.model != "" && q.Model != x.model:
		return http.StatusNotFound, "model_not_found"
	}
	return 0, ""
}

func decode(body []byte) (completionRequest, task, error) {
	var q completionRequest
	if err := json.Unmarshal(body, &q); err != nil {
		return q, task{}, err
	}
	t, err := q.read()
	return q, t, err
}

// answer reads the document and writes what the fate makes of the answer.
func (s *server) answer(w http.ResponseWriter, r *http.Request, q completionRequest, t task, fate string) {
	text, err := s.reader.Answer(r.Context(), t)
	if err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request_error", err.Error())
		return
	}
	finish := "stop"
	switch fate {
	case garbles:
		text = "Here are the fields: " + text
	case misshapes:
		text = `{"result":"as you asked"}`
	case truncates:
		text, finish = text[:len(text)/2], "length"
	}
	out := tokens(text)
	if !wait(r.Context(), s.faults.latency+s.faults.writing(out)) {
		return
	}
	if fate == cuts {
		panic(http.ErrAbortHandler) // the documented way to cut a connection
	}
	s.write(w, q, t, text, finish, out)
}

// writing is how long the tokens take.
func (x *faults) writing(tokens int) time.Duration {
	if x.speed == 0 {
		return 0
	}
	return time.Duration(float64(tokens) / x.speed * float64(time.Second))
}

// wait returns false when the sender went away meanwhile.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// tokens is a rough count: four characters make one.
func tokens(text string) int { return len(text)/4 + 1 }

// perImage is what an image counts as, as providers do it at their caps.
const perImage = 1600

func (s *server) write(w http.ResponseWriter, q completionRequest, t task, text, finish string, out int) {
	writeJSON(w, s.completion(q, t, text, finish, out))
}

func (s *server) completion(q completionRequest, t task, text, finish string, out int) map[string]any {
	message := map[string]any{"role": "assistant", "content": text}
	if t.tool {
		message["content"], finish = nil, "tool_calls"
		message["tool_calls"] = []any{map[string]any{
			"id": "call_1", "type": "function", "function": map[string]any{"name": t.name, "arguments": text},
		}}
	}
	in := tokens(t.text) + len(t.images)*perImage
	return map[string]any{
		"id": fmt.Sprintf("chatcmpl-%d", s.number()), "object": "chat.completion", "created": time.Now().Unix(), "model": q.Model,
		"choices": []any{map[string]any{"index": 0, "message": message, "finish_reason": finish, "logprobs": nil}},
		"usage":   map[string]any{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out},
	}
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"message": message, "type": code, "code": code, "param": nil}})
}

func (s *server) models(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": []any{map[string]any{"id": "local-reader", "object": "model", "owned_by": "docpipe"}}})
}

func (s *server) stats(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(s.counts)
}

func (s *server) count(fate string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[fate]++
}

func (s *server) number() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.served++
	return s.served
}
