package replicate

import (
	"bytes"
	"encoding/json"
	"fmt"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// body puts r into the model's inputs, with pictures standing for its images.
func (c Config) body(r model.Request, pictures *wire.Pictures) ([]byte, error) {
	in := map[string]any{}
	put := func(name string, value any) {
		if name != "" {
			in[name] = value
		}
	}
	if r.System != "" {
		put(c.Inputs.System, r.System)
	}
	if r.MaxOutput != 0 {
		put(c.Inputs.MaxTokens, r.MaxOutput)
	}
	if r.Temperature != nil {
		put(c.Inputs.Temperature, *r.Temperature)
	}
	if r.Seed != nil {
		put(c.Inputs.Seed, *r.Seed)
	}
	if r.Output != nil && r.Output.Mode == model.JSONSchema {
		put(c.Inputs.Schema, r.Output.Schema)
	}
	prompt, err := c.prompt(r)
	if err != nil {
		return nil, err
	}
	put(c.Inputs.Prompt, prompt)
	if err := c.images(r, pictures, put); err != nil {
		return nil, err
	}
	whole := map[string]any{"input": in}
	if c.version() != "" {
		whole["version"] = c.version()
	}
	return marshal(whole)
}

// prompt is the text of the one turn, or all turns as a list.
func (c Config) prompt(r model.Request) (string, error) {
	type turn struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	var turns []turn
	if r.System != "" && c.Inputs.System == "" {
		turns = append(turns, turn{"system", r.System})
	}
	for _, t := range r.Turns {
		said := ""
		for _, p := range t.Parts {
			said += p.Text
		}
		turns = append(turns, turn{t.Role, said})
	}
	if len(turns) == 1 {
		return turns[0].Content, nil
	}
	list, err := marshal(turns)
	return string(list), err
}

func (c Config) images(r model.Request, pictures *wire.Pictures, put func(string, any)) error {
	var images []string
	for _, t := range r.Turns {
		for _, p := range t.Parts {
			if p.Image != nil {
				images = append(images, "data:"+p.MediaType+";base64,"+pictures.Stand(p.Image))
			}
		}
	}
	switch {
	case len(images) == 0:
	case c.Inputs.Images != "":
		put(c.Inputs.Images, images)
	case len(images) == 1 && c.Inputs.Image != "":
		put(c.Inputs.Image, images[0])
	default:
		return &model.Fault{Kind: model.ErrRejected, Detail: fmt.Sprintf("%d images, and no input that takes them: name it in inputs", len(images))}
	}
	return nil
}

// marshal writes JSON without the escapes for web pages, which models would read.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, &model.Fault{Kind: model.ErrRejected, Detail: "cannot be put into JSON: " + err.Error()}
	}
	return bytes.TrimSpace(b.Bytes()), nil
}
