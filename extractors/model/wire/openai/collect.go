package openai

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"

	sdk "github.com/openai/openai-go/v3"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// Collect reads the job's files line by line.
func (b *Batch) Collect(ctx context.Context, batch string) iter.Seq2[model.BatchResult, error] {
	return func(yield func(model.BatchResult, error) bool) {
		j, _, err := b.look(ctx, batch)
		if err != nil {
			yield(model.BatchResult{}, err)
			return
		}
		for _, file := range j.results() {
			if !b.collect(ctx, file, yield) {
				return
			}
		}
	}
}

// collect gives the results in one file, and reports whether more are wanted.
func (b *Batch) collect(ctx context.Context, file string, yield func(model.BatchResult, error) bool) bool {
	x := b.line.ExchangeAll(nil)
	req, err := b.request(ctx, http.MethodGet, "/files/"+url.PathEscape(file)+"/content", nil)
	if err != nil {
		yield(model.BatchResult{}, err)
		return false
	}
	for line, err := range x.Lines(req) {
		var r model.BatchResult
		if err == nil {
			r, err = result(x, line)
		}
		if err != nil {
			yield(model.BatchResult{}, err)
			return false
		}
		if !yield(r, nil) {
			return false
		}
	}
	return true
}

// result reads one line. Its error means that the line cannot be read; what happened to the
// item stands in the result.
func result(x *wire.Exchange, line []byte) (model.BatchResult, error) {
	var said struct {
		ID       string `json:"custom_id"`
		Response *struct {
			Status int             `json:"status_code"`
			Body   json.RawMessage `json:"body"`
		} `json:"response"`
		Error json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(line, &said); err != nil || said.ID == "" {
		return model.BatchResult{}, x.Refuse(model.ErrTruncated, "a line of the results cannot be read")
	}
	r := model.BatchResult{ID: said.ID}
	switch {
	case said.Response == nil:
		r.Err = x.Refusal(http.StatusServiceUnavailable, said.Error)
	case said.Response.Status/100 != 2:
		r.Err = x.Refusal(said.Response.Status, said.Response.Body)
	default:
		r.Response, r.Err = completion(x, said.Response.Body)
	}
	return r, nil
}

func completion(x *wire.Exchange, body []byte) (model.Response, error) {
	var c sdk.ChatCompletion
	err := json.Unmarshal(body, &c)
	if err == nil && len(c.Choices) == 0 {
		err = errors.New("the answer has no choices")
	}
	if err != nil {
		return model.Response{}, x.Refuse(model.ErrTruncated, err.Error())
	}
	return response(&c, nil), nil
}
