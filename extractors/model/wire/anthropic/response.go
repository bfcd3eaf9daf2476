package anthropic

import (
	"strings"

	sdk "github.com/anthropics/anthropic-sdk-go"

	"docpipe/extractors/model"
)

var finishes = map[sdk.StopReason]model.Finish{
	sdk.StopReasonEndTurn:                    model.FinishStop,
	sdk.StopReasonStopSequence:               model.FinishStop,
	sdk.StopReasonToolUse:                    model.FinishStop,
	sdk.StopReasonMaxTokens:                  model.FinishLength,
	sdk.StopReasonModelContextWindowExceeded: model.FinishLength,
	sdk.StopReasonRefusal:                    model.FinishRefusal,
}

func response(m *sdk.Message, o *model.Output) model.Response {
	finish, known := finishes[m.StopReason]
	if !known {
		finish = model.FinishOther
	}
	cached := int(m.Usage.CacheReadInputTokens)
	return model.Response{
		Text:   text(m.Content, o),
		Finish: finish,
		Usage: model.Usage{
			Input:  int(m.Usage.InputTokens+m.Usage.CacheCreationInputTokens) + cached,
			Output: int(m.Usage.OutputTokens),
			Cached: cached,
		},
		ID:    m.ID,
		Model: string(m.Model),
	}
}

// text is the argument of the tool that had to be called (any, when the output is not known, as
// in batches), or else all that was said. What
// the model thought before is not part of it.
func text(blocks []sdk.ContentBlockUnion, o *model.Output) string {
	var said strings.Builder
	for _, b := range blocks {
		switch {
		case b.Type == "tool_use" && (o == nil || b.Name == o.Name):
			return string(b.Input)
		case b.Type == "text":
			said.WriteString(b.Text)
		}
	}
	return said.String()
}
