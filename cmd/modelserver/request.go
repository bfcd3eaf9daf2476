package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A completionRequest is what is read of a chat completion.
type completionRequest struct {
	Model    string        `json:"model"`
	Messages []chatMessage `json:"messages"`
	Format   *struct {
		Type   string `json:"type"`
		Schema struct {
			Name   string          `json:"name"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
	Tools []struct {
		Function struct {
			Name       string          `json:"name"`
			Parameters json.RawMessage `json:"parameters"`
		} `json:"function"`
	} `json:"tools"`
}

type chatMessage struct {
	Role    string      `json:"role"`
	Content chatContent `json:"content"`
}

// chatContent is a text, or a list of texts and images.
type chatContent []chatPart

type chatPart struct {
	Type  string `json:"type"`
	Text  string `json:"text"`
	Image struct {
		URL string `json:"url"`
	} `json:"image_url"`
}

// UnmarshalJSON reads both forms.
func (c *chatContent) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*c = chatContent{{Type: "text", Text: text}}
		return nil
	}
	var parts []chatPart
	err := json.Unmarshal(b, &parts)
	*c = parts
	return err
}

// A task is what a request asks for.
type task struct {
	name   string // of the answer's shape
	schema json.RawMessage
	tool   bool
	images [][]byte
	text   string // all that the user said
}

// read takes a request apart.
func (r *completionRequest) read() (task, error) {
	t := task{}
	if r.Model == "" || len(r.Messages) == 0 {
		return t, errors.New("model and messages are required")
	}
	var system strings.Builder
	for _, m := range r.Messages {
		for _, p := range m.Content {
			switch {
			case m.Role == "system":
				system.WriteString(p.Text)
			case p.Type == "image_url":
				img, err := dataURL(p.Image.URL)
				if err != nil {
					return t, err
				}
				t.images = append(t.images, img)
			case m.Role == "user":
				t.text += p.Text + "\n"
			}
		}
	}
	switch {
	case r.Format != nil && r.Format.Type == "json_schema":
		t.name, t.schema = r.Format.Schema.Name, r.Format.Schema.Schema
	case len(r.Tools) > 0:
		t.name, t.schema, t.tool = r.Tools[0].Function.Name, r.Tools[0].Function.Parameters, true
	default:
		t.schema = schemaIn(system.String())
	}
	return t, nil
}

// dataURL reads an image that is sent inside the request.
func dataURL(url string) ([]byte, error) {
	_, data, ok := strings.Cut(url, ";base64,")
	if !ok || !strings.HasPrefix(url, "data:image/") {
		return nil, errors.New("image_url: want a data URL with base64")
	}
	b, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil, fmt.Errorf("image_url: %w", err)
	}
	return b, nil
}

// schemaIn finds the JSON Schema that stands in an instruction, nil if there is none.
func schemaIn(system string) json.RawMessage {
	for from := 0; ; {
		at := strings.IndexByte(system[from:], '{')
		if at < 0 {
			return nil
		}
		var raw json.RawMessage
		d := json.NewDecoder(strings.NewReader(system[from+at:]))
		if d.Decode(&raw) == nil && strings.Contains(string(raw), `"properties"`) {
			return raw
		}
		from += at + 1
	}
}
