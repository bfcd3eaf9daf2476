package modeltest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"

	"docpipe/extractors/model"
)

// The parts of a chat completion that the server reads and writes.
type (
	chat struct {
		Model    string    `json:"model"`
		Messages []message `json:"messages"`
		Max      int       `json:"max_tokens,omitempty"`
		Format   *format   `json:"response_format,omitempty"`
	}
	message struct {
		Role    string   `json:"role"`
		Content contents `json:"content"`
	}
	contents []content
	content  struct {
		Type  string `json:"type"`
		Text  string `json:"text,omitempty"`
		Image *image `json:"image_url,omitempty"`
	}
	image struct {
		URL string `json:"url"`
	}
	format struct {
		Type   string          `json:"type"`
		Schema *responseSchema `json:"json_schema,omitempty"`
	}
	responseSchema struct {
		Name   string          `json:"name"`
		Schema json.RawMessage `json:"schema"`
	}
	completion struct {
		ID      string   `json:"id"`
		Model   string   `json:"model"`
		Choices []choice `json:"choices"`
		Usage   *usage   `json:"usage,omitempty"`
	}
	choice struct {
		Message struct {
			Content string `json:"content"`
		} `json:"message"`
		Finish string `json:"finish_reason"`
	}
	usage struct {
		Input  int `json:"prompt_tokens"`
		Output int `json:"completion_tokens"`
	}
)

// chatOf writes r as a chat completion.
func chatOf(name string, r model.Request) chat {
	c := chat{Model: name, Max: r.MaxOutput}
	if r.System != "" {
		c.Messages = append(c.Messages, message{"system", contents{{Type: "text", Text: r.System}}})
	}
	for _, t := range r.Turns {
		m := message{Role: t.Role}
		for _, p := range t.Parts {
			m.Content = append(m.Content, contentOf(p))
		}
		c.Messages = append(c.Messages, m)
	}
	if r.Output != nil {
		switch r.Output.Mode {
		case model.JSONSchema:
			c.Format = &format{"json_schema", &responseSchema{r.Output.Name, r.Output.Schema}}
		case model.JSONObject:
			c.Format = &format{Type: "json_object"}
		}
	}
	return c
}

// UnmarshalJSON reads a list of parts, or a text for one part.
func (c *contents) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*c = contents{{Type: "text", Text: text}}
		return nil
	}
	return json.Unmarshal(b, (*[]content)(c))
}

func contentOf(p model.Part) content {
	if p.Image == nil {
		return content{Type: "text", Text: p.Text}
	}
	return content{Type: "image_url", Image: &image{"data:" + p.MediaType + ";base64," + base64.StdEncoding.EncodeToString(p.Image)}}
}

// read takes a request apart; what is no chat leaves it empty.
func read(body []byte) Seen {
	s := Seen{Body: body}
	var c chat
	if json.Unmarshal(body, &c) != nil {
		return s
	}
	s.Model = c.Model
	if c.Format != nil {
		s.Format = c.Format.Type
	}
	for _, m := range c.Messages {
		if m.Role != "system" {
			s.Turns++
		}
		for _, p := range m.Content {
			switch {
			case p.Image != nil:
				s.Images++
			case m.Role == "system":
				s.System += p.Text
			default:
				s.Texts = append(s.Texts, p.Text)
			}
		}
	}
	return s
}

func completionOf(r Reply) completion {
	c := completion{ID: "cmpl-1", Model: "scripted", Choices: make([]choice, 1)}
	c.Choices[0].Message.Content = r.Text
	c.Choices[0].Finish = cmp.Or(r.Finish, "stop")
	if r.Input > 0 || r.Output > 0 {
		c.Usage = &usage{r.Input, r.Output}
	}
	return c
}
