package openai

import (
	"encoding/json"
	"strings"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/shared"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// params puts r into the SDK's words, with pictures standing for its images.
func (c Config) params(r model.Request, pictures *wire.Pictures) sdk.ChatCompletionNewParams {
	p := sdk.ChatCompletionNewParams{Model: c.Model, Messages: messages(r, pictures)}
	c.limit(&p, r.MaxOutput)
	c.reasoning(&p)
	if c.Reasoning == "" { // models that reason refuse to be told how to sample
		c.sampling(&p, r)
	}
	shape(&p, r.Output)
	return p
}

func (c Config) limit(p *sdk.ChatCompletionNewParams, tokens int) {
	switch {
	case tokens == 0:
	case c.TokensParam == MaxCompletionTokens:
		p.MaxCompletionTokens = param.NewOpt(int64(tokens))
	default:
		p.MaxTokens = param.NewOpt(int64(tokens))
	}
}

func (c Config) reasoning(p *sdk.ChatCompletionNewParams) {
	if c.Reasoning != "" {
		p.ReasoningEffort = shared.ReasoningEffort(c.Reasoning)
	}
}

func (c Config) sampling(p *sdk.ChatCompletionNewParams, r model.Request) {
	if r.Temperature != nil {
		p.Temperature = param.NewOpt(*r.Temperature)
	}
	c.seed(p, r.Seed)
}

func (c Config) seed(p *sdk.ChatCompletionNewParams, seed *int64) {
	switch {
	case seed == nil:
	case c.SeedParam == RandomSeed:
		p.SetExtraFields(map[string]any{RandomSeed: *seed})
	default:
		p.Seed = param.NewOpt(*seed)
	}
}

// shape asks for the output in its mode. In object and prompt mode the schema stands in the
// instruction.
func shape(p *sdk.ChatCompletionNewParams, o *model.Output) {
	if o == nil {
		return
	}
	switch o.Mode {
	case model.JSONSchema:
		p.ResponseFormat.OfJSONSchema = &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: o.Name, Strict: param.NewOpt(true), Schema: o.Schema},
		}
	case model.JSONTool:
		p.Tools = []sdk.ChatCompletionToolUnionParam{sdk.ChatCompletionFunctionTool(function(o))}
		p.ToolChoice = sdk.ToolChoiceOptionFunctionToolChoice(sdk.ChatCompletionNamedToolChoiceFunctionParam{Name: o.Name})
		p.ParallelToolCalls = param.NewOpt(false)
	case model.JSONObject:
		p.ResponseFormat.OfJSONObject = &shared.ResponseFormatJSONObjectParam{}
	}
}

// function is a tool whose schema goes out as it is: the SDK's map would sort the properties,
// and models answer in the order of the schema.
func function(o *model.Output) shared.FunctionDefinitionParam {
	return param.Override[shared.FunctionDefinitionParam](struct {
		Name       string          `json:"name"`
		Parameters json.RawMessage `json:"parameters"`
	}{o.Name, o.Schema})
}

func messages(r model.Request, pictures *wire.Pictures) []sdk.ChatCompletionMessageParamUnion {
	var all []sdk.ChatCompletionMessageParamUnion
	if r.System != "" {
		all = append(all, sdk.SystemMessage(r.System))
	}
	for _, t := range r.Turns {
		if t.Role == model.RoleAssistant {
			all = append(all, sdk.AssistantMessage(text(t.Parts)))
		} else {
			all = append(all, user(t.Parts, pictures))
		}
	}
	return all
}

// user writes a turn without images as plain text: many text models take nothing else.
func user(parts []model.Part, pictures *wire.Pictures) sdk.ChatCompletionMessageParamUnion {
	if len(parts) == 1 && parts[0].Image == nil {
		return sdk.UserMessage(parts[0].Text)
	}
	content := make([]sdk.ChatCompletionContentPartUnionParam, len(parts))
	for i, p := range parts {
		if p.Image == nil {
			content[i] = sdk.TextContentPart(p.Text)
			continue
		}
		content[i] = sdk.ImageContentPart(sdk.ChatCompletionContentPartImageImageURLParam{
			URL: "data:" + p.MediaType + ";base64," + pictures.Stand(p.Image),
		})
	}
	return sdk.UserMessage(content)
}

func text(parts []model.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}
