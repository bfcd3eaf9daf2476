package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// A job is what OpenAI or Mistral tells about a batch.
type job struct {
	ID     string          `json:"id"`
	Status string          `json:"status"`
	Errors json.RawMessage `json:"errors"`

	// OpenAI's names.
	Input   string `json:"input_file_id"`
	Output  string `json:"output_file_id"`
	Failed  string `json:"error_file_id"`
	Expires int64  `json:"expires_at"` // seconds since 1970
	Counts  struct {
		Total     int `json:"total"`
		Completed int `json:"completed"`
		Failed    int `json:"failed"`
	} `json:"request_counts"`

	// Mistral's names.
	Inputs        []string `json:"input_files"`
	OutputFile    string   `json:"output_file"`
	ErrorFile     string   `json:"error_file"`
	TotalRequests int      `json:"total_requests"`
	Succeeded     int      `json:"succeeded_requests"`
	FailedCount   int      `json:"failed_requests"`
}

// results lists the files in which answers and errors stand, all of them also the inputs.
func (j job) results() []string { return present(j.Output, j.Failed, j.OutputFile, j.ErrorFile) }

func (j job) files() []string { return append(j.results(), present(append(j.Inputs, j.Input)...)...) }

// reasons is the list of errors, which OpenAI puts into an object.
func (j job) reasons() json.RawMessage {
	var list struct {
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(j.Errors, &list) == nil && list.Data != nil {
		return list.Data
	}
	return j.Errors
}

func present(names ...string) []string {
	var all []string
	for _, name := range names {
		if name != "" {
			all = append(all, name)
		}
	}
	return all
}

func (j job) state(x *wire.Exchange) model.BatchState {
	s := model.BatchState{
		Total: j.Counts.Total + j.TotalRequests,
		Done:  j.Counts.Completed + j.Counts.Failed + j.Succeeded + j.FailedCount,
	}
	if j.Expires != 0 {
		s.Expires = time.Unix(j.Expires, 0).UTC()
	}
	switch strings.ToLower(j.Status) {
	case "completed", "success", "expired", "timeout_exceeded", "cancelled":
		s.Over = true
	case "failed":
		s.Over, s.Failed = true, "the provider gave the batch up: "+x.Words(j.reasons())
	}
	return s
}

// Poll asks for the job.
func (b *Batch) Poll(ctx context.Context, batch string) (model.BatchState, error) {
	j, x, err := b.look(ctx, batch)
	if err != nil {
		return model.BatchState{}, err
	}
	return j.state(x), nil
}

func (b *Batch) look(ctx context.Context, batch string) (job, *wire.Exchange, error) {
	x := b.line.ExchangeAll(nil)
	var j job
	err := b.call(ctx, x, http.MethodGet, b.jobs+"/"+url.PathEscape(batch), nil, &j)
	if err == nil && j.Status == "" {
		err = x.Fault(ctx, errors.New("the answer is no batch"))
	}
	return j, x, err
}

// Cancel asks for the job's end.
func (b *Batch) Cancel(ctx context.Context, batch string) error {
	var j job
	return b.call(ctx, b.line.ExchangeAll(nil), http.MethodPost, b.jobs+"/"+url.PathEscape(batch)+"/cancel", nil, &j)
}

// Forget deletes the job's files. Files that are gone already are no error.
func (b *Batch) Forget(ctx context.Context, batch string) error {
	j, _, err := b.look(ctx, batch)
	if err != nil {
		return err
	}
	for _, file := range j.files() {
		err := b.delete(ctx, file)
		var f *model.Fault
		if err != nil && !(errors.As(err, &f) && f.Status == http.StatusNotFound) {
			return err
		}
	}
	return nil
}

func (b *Batch) delete(ctx context.Context, file string) error {
	var deleted struct{}
	return b.call(ctx, b.line.ExchangeAll(nil), http.MethodDelete, "/files/"+url.PathEscape(file), nil, &deleted)
}

// call makes one exchange of JSON; a nil body sends none.
func (b *Batch) call(ctx context.Context, x *wire.Exchange, method, path string, body, answer any) error {
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return err
		}
	}
	req, err := b.request(ctx, method, path, sent)
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return x.JSON(req, answer)
}

func (b *Batch) request(ctx context.Context, method, path string, body []byte) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(b.config.BaseURL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if b.config.Key != "" {
		req.Header.Set("Authorization", "Bearer "+b.config.Key)
	}
	return req, nil
}
