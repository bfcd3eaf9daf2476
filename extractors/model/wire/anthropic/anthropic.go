// Package anthropic speaks to Anthropic's Messages API.
//
// Newer models take the schema of the output itself, older ones only that of a tool that must
// be called. There is no JSON mode without a schema, and no seed: a request's seed is not sent.
package anthropic

import (
	"context"
	"errors"
	"time"

	sdk "github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// never keeps the SDK from setting a deadline, and from refusing answers that it expects to
// take longer than ten minutes. Time is the caller's.
const never = 365 * 24 * time.Hour

// A Wire sends requests to one model.
type Wire struct {
	config   Config
	line     *wire.Line
	messages sdk.MessageService
}

var _ model.Wire = (*Wire)(nil)

// New makes a Wire. It sends nothing, and reads no environment. The SDK's traces are off: by a
// variable they would record documents.
func New(c Config) (*Wire, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Wire{
		config: c,
		line:   wire.NewLine(c.HTTP, c.MaxAnswer, c.Key),
		messages: sdk.NewMessageService(
			option.WithBaseURL(c.BaseURL),
			option.WithAPIKey(c.Key),
			option.WithMaxRetries(0),
			option.WithRequestTimeout(never),
			option.WithoutOpenTelemetry(),
			option.WithOpenTelemetryPropagation(false),
		),
	}, nil
}

// Send sends r. See [model.Wire] for its errors.
func (w *Wire) Send(ctx context.Context, r model.Request) (model.Response, error) {
	if err := wire.Check(r, model.JSONSchema, model.JSONTool, model.JSONPrompt); err != nil {
		return model.Response{}, err
	}
	x := w.line.Exchange(r)
	answer, err := w.messages.New(ctx, w.config.params(r, x.Pictures()), option.WithHTTPClient(x))
	if err == nil && answer.StopReason == "" {
		err = errors.New("the answer has no stop reason")
	}
	if err != nil {
		return model.Response{}, x.Fault(ctx, err)
	}
	return response(answer, r.Output), nil
}
