package anthropic

import (
	"cmp"
	"encoding/json"

	sdk "github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/packages/param"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// params puts r into the SDK's words, with pictures standing for its images.
func (c Config) params(r model.Request, pictures *wire.Pictures) sdk.MessageNewParams {
	p := sdk.MessageNewParams{
		Model:     sdk.Model(c.Model),
		MaxTokens: int64(cmp.Or(r.MaxOutput, c.MaxOutput)),
		Messages:  messages(r.Turns, pictures),
	}
	if r.System != "" {
		p.System = []sdk.TextBlockParam{{Text: r.System}}
	}
	if r.Temperature != nil {
		p.Temperature = param.NewOpt(*r.Temperature)
	}
	shape(&p, r.Output)
	return p
}

// shape asks for the output in its mode. In prompt mode the schema stands in the
// instruction. Schemas go out as they are: models answer in their order, which the SDK's maps
// would lose.
func shape(p *sdk.MessageNewParams, o *model.Output) {
	if o == nil {
		return
	}
	switch o.Mode {
	case model.JSONSchema:
		p.OutputConfig.Format = param.Override[sdk.JSONOutputFormatParam](struct {
			Type   string          `json:"type"`
			Schema json.RawMessage `json:"schema"`
		}{"json_schema", o.Schema})
	case model.JSONTool:
		p.Tools = []sdk.ToolUnionParam{{OfTool: &sdk.ToolParam{
			Name: o.Name, InputSchema: param.Override[sdk.ToolInputSchemaParam](o.Schema),
		}}}
		p.ToolChoice.OfTool = &sdk.ToolChoiceToolParam{Name: o.Name, DisableParallelToolUse: param.NewOpt(true)}
	}
}

func messages(turns []model.Turn, pictures *wire.Pictures) []sdk.MessageParam {
	all := make([]sdk.MessageParam, len(turns))
	for i, t := range turns {
		content := blocks(t.Parts, pictures)
		if t.Role == model.RoleAssistant {
			all[i] = sdk.NewAssistantMessage(content...)
		} else {
			all[i] = sdk.NewUserMessage(content...)
		}
	}
	return all
}

func blocks(parts []model.Part, pictures *wire.Pictures) []sdk.ContentBlockParamUnion {
	all := make([]sdk.ContentBlockParamUnion, len(parts))
	for i, p := range parts {
		if p.Image == nil {
			all[i] = sdk.NewTextBlock(p.Text)
		} else {
			all[i] = sdk.NewImageBlockBase64(p.MediaType, pictures.Stand(p.Image))
		}
	}
	return all
}
