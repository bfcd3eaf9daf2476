package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"docpipe/extractors/model"
)

// theirs sends the pages by a plain OpenAI client through the gateway: the same words and
// picture, the same number at once.
func (s *storm) theirs(ctx context.Context) (stormRun, error) {
	picture := benchPicture()
	image := "data:" + picture.MediaType + ";base64," + base64.StdEncoding.EncodeToString(picture.Image)
	return s.through("gateway", func(p *benchProvider) (func(int) error, error) {
		settings, err := s.gatewayConfig(p.url)
		client := sdk.NewChatCompletionService(
			option.WithBaseURL(s.gateway+"/v1"), option.WithAPIKey("bench"), option.WithHTTPClient(modelClient(nil)),
			option.WithHeader("x-portkey-config", string(settings)), option.WithMaxRetries(s.client),
		)
		return func(number int) error { return s.askGateway(ctx, client, number, image) }, err
	})
}

func (s *storm) askGateway(ctx context.Context, client sdk.ChatCompletionService, number int, image string) error {
	ctx, cancel := context.WithTimeout(ctx, s.scaled(model.DefaultRouterConfig().Wall))
	defer cancel()
	r := benchRequest(number, 0, model.JSONSchema)
	answer, err := client.New(ctx, sdk.ChatCompletionNewParams{
		Model: "a",
		Messages: []sdk.ChatCompletionMessageParamUnion{
			sdk.SystemMessage(r.System),
			sdk.UserMessage([]sdk.ChatCompletionContentPartUnionParam{
				sdk.TextContentPart(r.Turns[0].Parts[0].Text),
				sdk.ImageContentPart(sdk.ChatCompletionContentPartImageImageURLParam{URL: image}),
			}),
		},
	})
	switch {
	case err != nil:
		return err
	case len(answer.Choices) != 1 || answer.Choices[0].Message.Content != benchAnswer:
		return fmt.Errorf("the gateway called this an answer: %.200s", answer.RawJSON())
	}
	return nil
}

// gatewayConfig is the best that @portkey-ai/gateway offers: both targets in order, each asked
// again after what may pass, the wait that a provider asks for, and a limit of time.
func (s *storm) gatewayConfig(url string) ([]byte, error) {
	type object = map[string]any
	passing := []int{408, 429, 500, 502, 503, 504}
	target := func(name string) object {
		return object{
			"provider": "openai", "api_key": "bench", "custom_host": url, "override_params": object{"model": name},
			"request_timeout": s.scaled(stormTimeout).Milliseconds(),
			"retry":           object{"attempts": s.retries, "on_status_codes": passing, "use_retry_after_header": true},
		}
	}
	return json.Marshal(object{
		"strategy": object{"mode": "fallback"},
		"targets":  []object{target("a"), target("b")},
	})
}
