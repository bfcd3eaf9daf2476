package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// A Batch hands requests over in files: OpenAI's way, by [NewBatch], and Mistral's, by
// [NewMistralBatch], which differs in addresses and names. It implements [model.BatchWire].
type Batch struct {
	config Config
	line   *wire.Line
	jobs   string                                // path of the batches
	order  func(c Config, file, name string) any // the body that creates one
	method string                                // that each line of a file names, with the endpoint; empty for none
}

var (
	_ model.BatchWire   = (*Batch)(nil)
	_ model.BatchFinder = (*Batch)(nil)
)

// NewBatch makes a Batch for OpenAI. It sends nothing.
func NewBatch(c Config) (*Batch, error) {
	b := &Batch{config: c, jobs: "/batches", order: openAIOrder, method: http.MethodPost}
	return b.ready()
}

// NewMistralBatch makes a Batch for Mistral. It sends nothing.
func NewMistralBatch(c Config) (*Batch, error) {
	b := &Batch{config: c, jobs: "/batch/jobs", order: mistralOrder}
	return b.ready()
}

func (b *Batch) ready() (*Batch, error) {
	if err := b.config.Validate(); err != nil {
		return nil, err
	}
	b.line = wire.NewLine(b.config.HTTP, b.config.MaxAnswer, b.config.Key)
	return b, nil
}

// endpoint is what both providers run for each line.
const endpoint = "/v1/chat/completions"

func openAIOrder(_ Config, file, name string) any {
	return map[string]any{"input_file_id": file, "endpoint": endpoint, "completion_window": "24h", "metadata": map[string]string{metadataName: name}}
}

func mistralOrder(c Config, file, name string) any {
	return map[string]any{"input_files": []string{file}, "endpoint": endpoint, "model": c.Model, "timeout_hours": 24, "metadata": map[string]string{metadataName: name}}
}

// Submit uploads items as a file and orders the batch. A file whose batch is refused is
// deleted again.
func (b *Batch) Submit(ctx context.Context, items []model.BatchItem) (string, error) {
	if err := wire.CheckItems(items, model.JSONSchema, model.JSONTool, model.JSONObject, model.JSONPrompt); err != nil {
		return "", err
	}
	file, err := b.upload(ctx, items)
	if err != nil {
		return "", err
	}
	var j job
	err = b.call(ctx, b.line.ExchangeAll(items), http.MethodPost, b.jobs, b.order(b.config, file, model.BatchName(itemIDs(items))), &j)
	if err == nil && j.ID == "" {
		err = &model.Fault{Kind: model.ErrTruncated, PossiblyBilled: true, Detail: "the answer does not name the batch"}
	}
	if err != nil {
		var f *model.Fault
		if errors.As(err, &f) && !f.PossiblyBilled {
			_ = b.delete(ctx, file)
		}
		return "", err
	}
	return j.ID, nil
}

func itemIDs(items []model.BatchItem) []string {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	return ids
}

// upload sends the file. It is free: whatever happens to it, nothing is billed.
func (b *Batch) upload(ctx context.Context, items []model.BatchItem) (string, error) {
	x := b.line.ExchangeAll(items)
	body, contentType, err := b.file(items, x.Pictures())
	if err != nil {
		return "", err
	}
	var file struct {
		ID string `json:"id"`
	}
	req, err := b.request(ctx, http.MethodPost, "/files", body)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", contentType)
	err = x.JSON(req, &file)
	if err == nil && file.ID == "" {
		err = &model.Fault{Kind: model.ErrTruncated, Detail: "the answer does not name the uploaded file"}
	}
	var f *model.Fault
	if errors.As(err, &f) {
		f.PossiblyBilled = false
	}
	return file.ID, err
}

// file writes one line for each item, with pictures standing for the images.
func (b *Batch) file(items []model.BatchItem, pictures *wire.Pictures) (body []byte, contentType string, err error) {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if err := w.WriteField("purpose", "batch"); err != nil {
		return nil, "", err
	}
	lines, err := w.CreateFormFile("file", "batch.jsonl")
	if err != nil {
		return nil, "", err
	}
	for _, item := range items {
		params, err := b.config.params(item.Request, pictures).MarshalJSON()
		if err != nil {
			return nil, "", &model.Fault{Kind: model.ErrRejected, Detail: fmt.Sprintf("item %s cannot be put into JSON", item.ID)}
		}
		line := batchLine{ID: item.ID, Method: b.method, Body: params}
		if b.method != "" {
			line.URL = endpoint
		}
		if err := json.NewEncoder(lines).Encode(line); err != nil {
			return nil, "", err
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return form.Bytes(), w.FormDataContentType(), nil
}

// A batchLine is one request in a file. Mistral's has no method and address.
type batchLine struct {
	ID     string          `json:"custom_id"`
	Method string          `json:"method,omitempty"`
	URL    string          `json:"url,omitempty"`
	Body   json.RawMessage `json:"body"`
}
