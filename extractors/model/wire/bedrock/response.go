package bedrock

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"

	"docpipe/extractors/model"
)

var finishes = map[types.StopReason]model.Finish{
	types.StopReasonEndTurn:                    model.FinishStop,
	types.StopReasonStopSequence:               model.FinishStop,
	types.StopReasonToolUse:                    model.FinishStop,
	types.StopReasonMaxTokens:                  model.FinishLength,
	types.StopReasonModelContextWindowExceeded: model.FinishLength,
	types.StopReasonGuardrailIntervened:        model.FinishFilter,
	types.StopReasonContentFiltered:            model.FinishFilter,
	"refusal":                                  model.FinishRefusal,
}

// response reads all but the text. Bedrock names an answer in its headers, and the model not
// at all: it is the one that was asked.
func (w *Wire) response(out *bedrockruntime.ConverseOutput, header http.Header) model.Response {
	finish, known := finishes[out.StopReason]
	if !known {
		finish = model.FinishOther
	}
	return model.Response{Finish: finish, Usage: usage(out.Usage), ID: header.Get("X-Amzn-Requestid"), Model: w.config.Model}
}

func usage(u *types.TokenUsage) model.Usage {
	if u == nil {
		return model.Usage{}
	}
	cached := int(aws.ToInt32(u.CacheReadInputTokens))
	return model.Usage{
		Input:  int(aws.ToInt32(u.InputTokens)+aws.ToInt32(u.CacheWriteInputTokens)) + cached,
		Output: int(aws.ToInt32(u.OutputTokens)),
		Cached: cached,
	}
}

// text is the argument of the tool that had to be called, or else all that was said.
func text(m types.Message, o *model.Output, body []byte) (string, error) {
	var said strings.Builder
	for i, block := range m.Content {
		switch b := block.(type) {
		case *types.ContentBlockMemberToolUse:
			if o != nil && aws.ToString(b.Value.Name) == o.Name {
				return argument(body, i)
			}
		case *types.ContentBlockMemberText:
			said.WriteString(b.Value)
		}
	}
	return said.String(), nil
}

// argument takes the tool's argument from the answer as it came: the SDK's numbers are
// floats, ours are exact.
func argument(body []byte, block int) (string, error) {
	var answer struct {
		Output struct {
			Message struct {
				Content []struct {
					ToolUse struct {
						Input json.RawMessage `json:"input"`
					} `json:"toolUse"`
				} `json:"content"`
			} `json:"message"`
		} `json:"output"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", fmt.Errorf("read the tool's argument: %w", err)
	}
	content := answer.Output.Message.Content
	if block >= len(content) {
		return "", fmt.Errorf("the answer has %d blocks, its tool stands in block %d", len(content), block+1)
	}
	return string(content[block].ToolUse.Input), nil
}
