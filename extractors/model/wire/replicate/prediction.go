package replicate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// A prediction is what Replicate tells about one. Its echo of the input is not read.
type prediction struct {
	ID      string          `json:"id"`
	Model   string          `json:"model"`
	Status  string          `json:"status"` // starting, processing, succeeded, failed, canceled or aborted
	Output  json.RawMessage `json:"output"`
	Error   any             `json:"error"`
	Metrics struct {
		Input  int `json:"input_token_count"`
		Output int `json:"output_token_count"`
	} `json:"metrics"`
}

func (p prediction) ended() bool { return p.Status != "starting" && p.Status != "processing" }

// wellFormed keeps an id from leading to another address.
var wellFormed = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// do makes one request and reads the prediction that it tells of.
func (w *Wire) do(ctx context.Context, x *wire.Exchange, method, path string, header http.Header, body []byte) (prediction, error) {
	var p prediction
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(w.config.BaseURL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return p, x.Fault(ctx, err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Authorization", "Bearer "+w.config.Key)
	if err := x.JSON(req, &p); err != nil {
		return p, err
	}
	if !wellFormed.MatchString(p.ID) || p.Status == "" {
		return p, x.Fault(ctx, errors.New("the answer is no prediction"))
	}
	return p, nil
}

// response reads a prediction that has ended.
func response(p prediction, r model.Request, x *wire.Exchange) (model.Response, error) {
	if p.Status != "succeeded" {
		said, _ := p.Error.(string)
		return model.Response{}, x.Refuse(wire.KindOf(said, model.ErrUnavailable), "the prediction "+p.Status+": "+said)
	}
	text, err := text(p.Output)
	if err != nil {
		return model.Response{}, x.Refuse(model.ErrTruncated, err.Error())
	}
	answer := model.Response{
		Text: text, Finish: model.FinishStop, ID: p.ID, Model: p.Model,
		Usage: model.Usage{Input: p.Metrics.Input, Output: p.Metrics.Output},
	}
	if r.MaxOutput > 0 && answer.Usage.Output >= r.MaxOutput {
		answer.Finish = model.FinishLength
	}
	return answer, nil
}

// text reads an output: a text, a list of its pieces, or JSON of its own.
func text(output json.RawMessage) (string, error) {
	var whole string
	var pieces []string
	switch {
	case len(output) == 0 || string(output) == "null":
		return "", errors.New("the prediction succeeded without an output")
	case json.Unmarshal(output, &whole) == nil:
		return whole, nil
	case json.Unmarshal(output, &pieces) == nil:
		return strings.Join(pieces, ""), nil
	}
	return string(output), nil
}
