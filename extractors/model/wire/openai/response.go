package openai

import (
	"encoding/json"
	"strings"

	sdk "github.com/openai/openai-go/v3"

	"docpipe/extractors/model"
)

// finishes maps the reasons of OpenAI and of Mistral.
var finishes = map[string]model.Finish{
	"stop":           model.FinishStop,
	"tool_calls":     model.FinishStop,
	"function_call":  model.FinishStop,
	"length":         model.FinishLength,
	"model_length":   model.FinishLength,
	"content_filter": model.FinishFilter,
}

// response reads the first choice; none but one was asked for. Without an output, as in
// batches, any tool is the one that was asked for.
func response(c *sdk.ChatCompletion, o *model.Output) model.Response {
	choice := c.Choices[0]
	r := model.Response{
		Text:   content(choice.Message),
		Finish: model.FinishOther,
		Usage:  usage(c.Usage),
		ID:     c.ID,
		Model:  c.Model,
	}
	if finish, known := finishes[choice.FinishReason]; known {
		r.Finish = finish
	}
	if choice.Message.Refusal != "" {
		r.Finish = model.FinishRefusal
	}
	for _, call := range choice.Message.ToolCalls {
		if o == nil || call.Function.Name == o.Name {
			r.Text = call.Function.Arguments
			break
		}
	}
	return r
}

// content is the text of a message. Mistral's reasoning models answer in a list of chunks,
// of which only those of type text are the answer.
func content(m sdk.ChatCompletionMessage) string {
	raw := m.JSON.Content.Raw()
	if !strings.HasPrefix(raw, "[") {
		return m.Content
	}
	var chunks []struct{ Type, Text string }
	if json.Unmarshal([]byte(raw), &chunks) != nil {
		return ""
	}
	var b strings.Builder
	for _, c := range chunks {
		if c.Type == "text" {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

func usage(u sdk.CompletionUsage) model.Usage {
	cached := int(u.PromptTokensDetails.CachedTokens)
	if cached == 0 { // Mistral's name
		_ = json.Unmarshal([]byte(u.JSON.ExtraFields["num_cached_tokens"].Raw()), &cached)
	}
	return model.Usage{Input: int(u.PromptTokens), Output: int(u.CompletionTokens), Cached: cached}
}
