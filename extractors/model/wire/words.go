package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// words is what a provider says about an error.
type words struct {
	code    string // all codes and types it names
	message string
}

// readWords reads the error bodies of all providers: an object in which "error", "message",
// "detail", "title" hold a text, an object like itself, or a list of those. Echoed input
// stands under other names and is not looked at. A short plain text is its own message.
func readWords(body []byte) words {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return words{message: plainText(body)}
	}
	var codes, messages []string
	gather(v, &codes, &messages)
	return words{code: strings.Join(codes, " "), message: strings.Join(messages, "; ")}
}

func gather(v any, codes, messages *[]string) {
	switch v := v.(type) {
	case string:
		*messages = append(*messages, v)
	case []any:
		for _, each := range v {
			gather(each, codes, messages)
		}
	case map[string]any:
		for _, name := range []string{"code", "type", "__type"} {
			if code, ok := v[name].(string); ok {
				*codes = append(*codes, code)
			}
		}
		for _, name := range []string{"error", "errors", "message", "Message", "title", "detail"} {
			gather(v[name], codes, messages)
		}
		if msg, ok := v["msg"].(string); ok {
			*messages = append(*messages, place(v["loc"])+msg)
		}
	}
}

// place writes the path of a validation error: "body.messages.0: ".
func place(loc any) string {
	steps, ok := loc.([]any)
	if !ok || len(steps) == 0 {
		return ""
	}
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = fmt.Sprint(s)
	}
	return strings.Join(names, ".") + ": "
}

// plainText is body unless it is a page, which says nothing that belongs into a log.
func plainText(body []byte) string {
	body = bytes.TrimSpace(body)
	if bytes.HasPrefix(body, []byte("<")) {
		return ""
	}
	return string(body[:min(len(body), maxDetail)])
}
