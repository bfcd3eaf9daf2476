package anthropic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// version is that of the API, which the SDK sends as well.
const version = "2023-06-01"

// A Batch hands requests over in one body. It implements [model.BatchWire].
type Batch struct {
	config Config
	line   *wire.Line
}

var _ model.BatchWire = (*Batch)(nil)

// NewBatch makes a Batch. It sends nothing.
func NewBatch(c Config) (*Batch, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Batch{config: c, line: wire.NewLine(c.HTTP, c.MaxAnswer, c.Key)}, nil
}

// Submit orders the batch.
func (b *Batch) Submit(ctx context.Context, items []model.BatchItem) (string, error) {
	if err := wire.CheckItems(items, model.JSONSchema, model.JSONTool, model.JSONPrompt); err != nil {
		return "", err
	}
	x := b.line.ExchangeAll(items)
	body, err := b.body(items, x.Pictures())
	if err != nil {
		return "", err
	}
	t, err := b.call(ctx, x, http.MethodPost, "", body)
	return t.ID, err
}

func (b *Batch) body(items []model.BatchItem, pictures *wire.Pictures) ([]byte, error) {
	type request struct {
		ID     string          `json:"custom_id"`
		Params json.RawMessage `json:"params"`
	}
	all := make([]request, len(items))
	for i, item := range items {
		params, err := b.config.params(item.Request, pictures).MarshalJSON()
		if err != nil {
			return nil, &model.Fault{Kind: model.ErrRejected, Detail: fmt.Sprintf("item %s cannot be put into JSON", item.ID)}
		}
		all[i] = request{item.ID, params}
	}
	return json.Marshal(map[string]any{"requests": all})
}

// Poll asks how far the batch is.
func (b *Batch) Poll(ctx context.Context, batch string) (model.BatchState, error) {
	t, err := b.call(ctx, b.line.ExchangeAll(nil), http.MethodGet, "/"+url.PathEscape(batch), nil)
	if err != nil {
		return model.BatchState{}, err
	}
	return t.state(), nil
}

// Cancel asks for the batch's end.
func (b *Batch) Cancel(ctx context.Context, batch string) error {
	_, err := b.call(ctx, b.line.ExchangeAll(nil), http.MethodPost, "/"+url.PathEscape(batch)+"/cancel", nil)
	return err
}

// Forget deletes the batch. One that is gone already is no error.
func (b *Batch) Forget(ctx context.Context, batch string) error {
	_, err := b.call(ctx, b.line.ExchangeAll(nil), http.MethodDelete, "/"+url.PathEscape(batch), nil)
	var f *model.Fault
	if errors.As(err, &f) && f.Status == http.StatusNotFound {
		return nil
	}
	return err
}

// A ticket is what Anthropic tells about a batch.
type ticket struct {
	ID      string    `json:"id"`
	Status  string    `json:"processing_status"` // in_progress, canceling or ended
	Expires time.Time `json:"expires_at"`
	Counts  struct {
		Processing int `json:"processing"`
		Succeeded  int `json:"succeeded"`
		Errored    int `json:"errored"`
		Canceled   int `json:"canceled"`
		Expired    int `json:"expired"`
	} `json:"request_counts"`
}

func (t ticket) state() model.BatchState {
	done := t.Counts.Succeeded + t.Counts.Errored + t.Counts.Canceled + t.Counts.Expired
	return model.BatchState{Over: t.Status == "ended", Total: done + t.Counts.Processing, Done: done, Expires: t.Expires}
}

func (b *Batch) call(ctx context.Context, x *wire.Exchange, method, path string, body []byte) (ticket, error) {
	var t ticket
	req, err := b.request(ctx, method, path, body)
	if err != nil {
		return t, err
	}
	if err = x.JSON(req, &t); err == nil && t.ID == "" {
		err = x.Fault(ctx, errors.New("the answer does not name the batch"))
	}
	return t, err
}

func (b *Batch) request(ctx context.Context, method, path string, body []byte) (*http.Request, error) {
	address := strings.TrimSuffix(b.config.BaseURL, "/") + "/v1/messages/batches" + path
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-Api-Key", b.config.Key)
	req.Header.Set("Anthropic-Version", version)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}
