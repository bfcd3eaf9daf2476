package model

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"docpipe/schemas"
)

// parse reads an answer as strictly as [schemas.Decode]: what a lenient reader would mend in
// silence, such as a key that stands twice, is a sign that the model lost its way. The one
// thing forgiven is a code fence around the whole, where nothing but the prompt asked for JSON.
func parse(text string, mode JSONMode) (any, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("the answer is not valid UTF-8")
	}
	if mode == JSONPrompt {
		text = unfence(text)
	}
	v, err := schemas.Decode([]byte(text))
	if err != nil {
		return nil, err
	}
	if _, ok := v.(map[string]any); !ok {
		return nil, fmt.Errorf("the answer is %s, not an object", kindOf(v))
	}
	return v, nil
}

// unfence removes one Markdown code fence around text.
func unfence(text string) string {
	body, ok := strings.CutPrefix(strings.TrimSpace(text), "```")
	if !ok {
		return text
	}
	body, ok = strings.CutSuffix(strings.TrimPrefix(body, "json"), "```")
	if !ok {
		return text
	}
	return body
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case []any:
		return "an array"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	}
	return "a number"
}
