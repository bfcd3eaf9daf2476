package anthropic

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"

	sdk "github.com/anthropics/anthropic-sdk-go"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// statuses are those under which Anthropic answers a live request with these errors.
var statuses = map[string]int{
	"invalid_request_error": http.StatusBadRequest,
	"authentication_error":  http.StatusUnauthorized,
	"billing_error":         http.StatusPaymentRequired,
	"permission_error":      http.StatusForbidden,
	"not_found_error":       http.StatusNotFound,
	"request_too_large":     http.StatusRequestEntityTooLarge,
	"rate_limit_error":      http.StatusTooManyRequests,
	"timeout_error":         http.StatusGatewayTimeout,
	"overloaded_error":      529,
}

// Collect reads the results line by line.
func (b *Batch) Collect(ctx context.Context, batch string) iter.Seq2[model.BatchResult, error] {
	return func(yield func(model.BatchResult, error) bool) {
		x := b.line.ExchangeAll(nil)
		req, err := b.request(ctx, http.MethodGet, "/"+url.PathEscape(batch)+"/results", nil)
		if err != nil {
			yield(model.BatchResult{}, err)
			return
		}
		for line, err := range x.Lines(req) {
			var r model.BatchResult
			if err == nil {
				r, err = result(x, line)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// result reads one line. Its error means that the line cannot be read; what happened to the
// item stands in the result.
func result(x *wire.Exchange, line []byte) (model.BatchResult, error) {
	var said struct {
		ID     string `json:"custom_id"`
		Result struct {
			Type    string          `json:"type"` // succeeded, errored, canceled or expired
			Message json.RawMessage `json:"message"`
			Error   json.RawMessage `json:"error"`
		} `json:"result"`
	}
	if err := json.Unmarshal(line, &said); err != nil || said.ID == "" {
		return model.BatchResult{}, x.Refuse(model.ErrTruncated, "a line of the results cannot be read")
	}
	r := model.BatchResult{ID: said.ID}
	switch said.Result.Type {
	case "succeeded":
		r.Response, r.Err = message(x, said.Result.Message)
	case "errored":
		r.Err = x.Refusal(status(said.Result.Error), said.Result.Error)
	default:
		r.Err = &model.Fault{Kind: model.ErrUnavailable, Detail: "the request did not run: " + x.Words([]byte(said.Result.Type))}
	}
	return r, nil
}

func message(x *wire.Exchange, body []byte) (model.Response, error) {
	var m sdk.Message
	err := json.Unmarshal(body, &m)
	if err == nil && m.StopReason == "" {
		err = errors.New("the answer has no stop reason")
	}
	if err != nil {
		return model.Response{}, x.Refuse(model.ErrTruncated, err.Error())
	}
	return response(&m, nil), nil
}

// status is that of an error as it would have come live.
func status(body []byte) int {
	var said struct {
		Error struct {
			Type string `json:"type"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &said) == nil && statuses[said.Error.Type] != 0 {
		return statuses[said.Error.Type]
	}
	return http.StatusInternalServerError
}
