package modeltest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"docpipe/extractors/model"
)

// Wire returns a wire to the server that asks for a model with a key.
func (s *Server) Wire(name, key string) model.Wire { return wire{s, name, key} }

type wire struct {
	server    *Server
	name, key string
}

// Send implements [model.Wire].
func (w wire) Send(ctx context.Context, r model.Request) (model.Response, error) {
	body, err := json.Marshal(chatOf(w.name, r))
	if err != nil {
		return model.Response{}, err
	}
	status, wait, answer, err := w.server.Post(ctx, w.key, body)
	switch {
	case ctx.Err() != nil:
		return model.Response{}, fmt.Errorf("%w: %w", ctx.Err(), &model.Fault{Kind: model.ErrUnavailable, PossiblyBilled: true})
	case status == 0:
		return model.Response{}, &model.Fault{Kind: model.ErrUnavailable, PossiblyBilled: true}
	case status != http.StatusOK:
		return model.Response{}, &model.Fault{Kind: kindOf(status), Status: status, Wait: wait}
	}
	var c completion
	if err != nil || json.Unmarshal(answer, &c) != nil || len(c.Choices) != 1 {
		return model.Response{}, &model.Fault{Kind: model.ErrTruncated, Status: status, PossiblyBilled: true}
	}
	out := model.Response{Text: c.Choices[0].Message.Content, Finish: finishOf(c.Choices[0].Finish), ID: c.ID, Model: c.Model}
	if c.Usage != nil {
		out.Usage = model.Usage{Input: c.Usage.Input, Output: c.Usage.Output}
	}
	return out, nil
}

// Body is what a wire sends for r.
func (s *Server) Body(r model.Request) []byte {
	b, _ := json.Marshal(chatOf("a", r)) // made of strings and valid JSON
	return b
}

// Post sends body as it is and returns what came; status 0 when nothing did.
func (s *Server) Post(ctx context.Context, key string, body []byte) (status int, wait time.Duration, answer []byte, err error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/v1/chat/completions", bytes.NewReader(body))
	if err != nil {
		return 0, 0, nil, err
	}
	q.GetBody = nil // net/http must not send it again by itself
	q.Header.Set("Authorization", "Bearer "+key)
	resp, err := s.client.Do(q)
	if err != nil {
		return 0, 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return resp.StatusCode, time.Duration(seconds) * time.Second, answer, err
}

func kindOf(status int) error {
	switch {
	case status == http.StatusTooManyRequests:
		return model.ErrRateLimited
	case status == http.StatusPaymentRequired:
		return model.ErrExhausted
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return model.ErrAuth
	case status == http.StatusRequestEntityTooLarge:
		return model.ErrTooLarge
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status >= 500:
		return model.ErrUnavailable
	}
	return model.ErrRejected
}

func finishOf(reason string) model.Finish {
	switch reason {
	case "stop", "tool_calls":
		return model.FinishStop
	case "length":
		return model.FinishLength
	case "content_filter":
		return model.FinishFilter
	case "refusal":
		return model.FinishRefusal
	}
	return model.FinishOther
}
