// Package bedrock speaks to models on AWS Bedrock by its Converse API, which is the same for
// all of them.
//
// Requests are signed by their bytes, so images are encoded twice: while the body is signed
// and while it is sent. There is no seed: a request's seed is not sent.
package bedrock

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
	"github.com/aws/smithy-go/logging"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// A Wire sends requests to one model in one region.
type Wire struct {
	config Config
	line   *wire.Line
	client *bedrockruntime.Client
}

var _ model.Wire = (*Wire)(nil)

// New makes a Wire. Without keys of its own it takes AWS's usual chain of credentials:
// environment, shared files, the machine's role. It sends nothing to Bedrock.
func New(ctx context.Context, c Config) (*Wire, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	loaded, err := load(ctx, c)
	if err != nil {
		return nil, err
	}
	return &Wire{
		config: c,
		line:   wire.NewLine(c.HTTP, c.MaxAnswer, c.AccessKey, c.Key, c.SessionToken),
		client: bedrockruntime.NewFromConfig(loaded, c.adjust),
	}, nil
}

// adjust takes from the SDK what is ours to decide: retries, the address, logs. Keys that
// were given win over a bearer token in the environment.
func (c Config) adjust(o *bedrockruntime.Options) {
	o.Retryer = aws.NopRetryer{}
	o.Logger = logging.Nop{}
	o.ClientLogMode = 0
	if c.BaseURL != "" {
		o.BaseEndpoint = aws.String(c.BaseURL)
	}
	if c.AccessKey != "" {
		o.BearerAuthTokenProvider = nil
		o.AuthSchemePreference = []string{"sigv4"}
	}
}

// Send sends r. See [model.Wire] for its errors.
func (w *Wire) Send(ctx context.Context, r model.Request) (model.Response, error) {
	if err := wire.Check(r, model.JSONSchema, model.JSONTool, model.JSONPrompt); err != nil {
		return model.Response{}, err
	}
	if err := w.identify(ctx); err != nil {
		return model.Response{}, err
	}
	x := w.line.Exchange(r)
	answer, err := w.client.Converse(ctx, input(w.config.Model, r, x.Pictures()), func(o *bedrockruntime.Options) {
		o.HTTPClient = x
		o.APIOptions = append(slices.Clip(o.APIOptions), place(x.Pictures()))
	})
	if err != nil {
		return model.Response{}, x.Fault(ctx, err)
	}
	said, ok := answer.Output.(*types.ConverseOutputMemberMessage)
	if !ok || answer.StopReason == "" {
		return model.Response{}, x.Fault(ctx, errors.New("the answer has no message or no stop reason"))
	}
	response := w.response(answer, x.Header())
	if response.Text, err = text(said.Value, r.Output, x.Body()); err != nil {
		return model.Response{}, x.Fault(ctx, err)
	}
	return response, nil
}
