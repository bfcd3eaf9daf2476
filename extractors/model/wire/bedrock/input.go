package bedrock

import (
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/document"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// input puts r into the SDK's words, with pictures standing for its images.
func input(name string, r model.Request, pictures *wire.Pictures) *bedrockruntime.ConverseInput {
	in := &bedrockruntime.ConverseInput{ModelId: aws.String(name), Messages: messages(r.Turns, pictures), InferenceConfig: limits(r)}
	if r.System != "" {
		in.System = []types.SystemContentBlock{&types.SystemContentBlockMemberText{Value: r.System}}
	}
	shape(in, r.Output)
	return in
}

func limits(r model.Request) *types.InferenceConfiguration {
	if r.MaxOutput == 0 && r.Temperature == nil {
		return nil
	}
	var c types.InferenceConfiguration
	if r.MaxOutput != 0 {
		c.MaxTokens = aws.Int32(int32(r.MaxOutput))
	}
	if r.Temperature != nil {
		c.Temperature = aws.Float32(float32(*r.Temperature))
	}
	return &c
}

// shape asks for the output in its mode. In prompt mode the schema stands in the instruction.
func shape(in *bedrockruntime.ConverseInput, o *model.Output) {
	if o == nil {
		return
	}
	switch o.Mode {
	case model.JSONSchema:
		in.OutputConfig = &types.OutputConfig{TextFormat: &types.OutputFormat{
			Type: types.OutputFormatTypeJsonSchema,
			Structure: &types.OutputFormatStructureMemberJsonSchema{Value: types.JsonSchemaDefinition{
				Name: aws.String(o.Name), Schema: aws.String(string(o.Schema)),
			}},
		}}
	case model.JSONTool:
		in.ToolConfig = &types.ToolConfiguration{
			Tools: []types.Tool{&types.ToolMemberToolSpec{Value: types.ToolSpecification{
				Name:        aws.String(o.Name),
				InputSchema: &types.ToolInputSchemaMemberJson{Value: verbatim{document.NewLazyDocument(nil), o.Schema}},
			}}},
			ToolChoice: &types.ToolChoiceMemberTool{Value: types.SpecificToolChoice{Name: aws.String(o.Name)}},
		}
	}
}

// verbatim is a document that goes out as it is. The SDK's own would send its members in
// random order, and models answer in the order of the schema.
type verbatim struct {
	document.Interface
	raw json.RawMessage
}

// MarshalSmithyDocument returns the document's JSON.
func (v verbatim) MarshalSmithyDocument() ([]byte, error) { return v.raw, nil }

func messages(turns []model.Turn, pictures *wire.Pictures) []types.Message {
	all := make([]types.Message, len(turns))
	for i, t := range turns {
		all[i] = types.Message{Role: types.ConversationRole(t.Role), Content: blocks(t.Parts, pictures)}
	}
	return all
}

func blocks(parts []model.Part, pictures *wire.Pictures) []types.ContentBlock {
	all := make([]types.ContentBlock, len(parts))
	for i, p := range parts {
		if p.Image == nil {
			all[i] = &types.ContentBlockMemberText{Value: p.Text}
			continue
		}
		all[i] = &types.ContentBlockMemberImage{Value: types.ImageBlock{
			Format: types.ImageFormat(strings.TrimPrefix(p.MediaType, "image/")),
			Source: &types.ImageSourceMemberBytes{Value: pictures.StandBytes(p.Image)},
		}}
	}
	return all
}
