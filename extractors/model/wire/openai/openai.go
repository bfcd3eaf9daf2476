// Package openai speaks to servers with OpenAI's chat completions: OpenAI itself, LLM.API,
// Mistral, vLLM, Ollama and many more by [New], Azure OpenAI by [NewAzure].
//
// They differ in few words, which [Config] holds: how the limit of output and the seed are
// called. A server that does not know a JSON mode refuses it; the catalogue says which it has.
package openai

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// A Wire sends requests to one deployment.
type Wire struct {
	config Config
	line   *wire.Line
	chat   sdk.ChatCompletionService
}

var _ model.Wire = (*Wire)(nil)

// New makes a Wire. It sends nothing, and reads no environment: the SDK's own variables would
// send one provider's key or organisation to another.
func New(c Config) (*Wire, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	options := []option.RequestOption{option.WithBaseURL(c.BaseURL)}
	if c.Key != "" {
		options = append(options, option.WithAPIKey(c.Key))
	}
	return newWire(c, options), nil
}

func newWire(c Config, options []option.RequestOption) *Wire {
	options = append(options, option.WithMaxRetries(0))
	return &Wire{
		config: c,
		line:   wire.NewLine(c.HTTP, c.MaxAnswer, c.Key),
		chat:   sdk.NewChatCompletionService(options...),
	}
}

// Send sends r. See [model.Wire] for its errors.
func (w *Wire) Send(ctx context.Context, r model.Request) (model.Response, error) {
	if err := wire.Check(r, model.JSONSchema, model.JSONTool, model.JSONObject, model.JSONPrompt); err != nil {
		return model.Response{}, err
	}
	x := w.line.Exchange(r)
	answer, err := w.chat.New(ctx, w.config.params(r, x.Pictures()), option.WithHTTPClient(x))
	if err == nil && len(answer.Choices) == 0 {
		err = errors.New("the answer has no choices")
	}
	if err != nil {
		return model.Response{}, w.hint(x.Fault(ctx, err))
	}
	return response(answer, r.Output), nil
}

// hint says what a 404 mostly means at an address without a path: such servers keep their API
// under /v1.
func (w *Wire) hint(err error) error {
	var f *model.Fault
	if errors.As(err, &f) && f.Status == http.StatusNotFound && w.rootless() {
		f.Detail = strings.TrimPrefix(f.Detail+"; base_url has no path, and most such servers want /v1 at its end", "; ")
	}
	return err
}

// rootless reports whether the address of chat completions is a bare host.
func (w *Wire) rootless() bool {
	u, err := url.Parse(w.config.BaseURL)
	return err == nil && w.config.BaseURL != "" && strings.Trim(u.Path, "/") == ""
}
