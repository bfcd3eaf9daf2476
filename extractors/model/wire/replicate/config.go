package replicate

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

// A Config says which model is meant and how its inputs are called.
type Config struct {
	BaseURL   string        // address above models and predictions; default https://api.replicate.com/v1
	Model     string        // owner/name for the model's newest version, owner/name:version for that one; required
	Key       string        // sent as bearer; required
	Inputs    Inputs        // names of the model's inputs; default as for most language models
	Poll      time.Duration // between two looks at a prediction that takes longer than a minute; default 500ms
	MaxAnswer int64         // bytes of one answer; default 16 MiB
	HTTP      *http.Client  // carries the request; required
}

// Inputs are the names that a model gives to its inputs. What has no name is not sent.
type Inputs struct {
	Prompt      string // default prompt
	System      string // default system_prompt
	Image       string // takes one image; default image
	Images      string // takes a list of images, and is used instead of Image; default none
	MaxTokens   string // default max_tokens
	Temperature string // default temperature
	Seed        string // default none
	Schema      string // takes the JSON Schema of the output, and gives mode schema; default none
}

// DefaultConfig returns what holds for most language models.
func DefaultConfig() Config {
	return Config{
		BaseURL:   "https://api.replicate.com/v1",
		Inputs:    Inputs{Prompt: "prompt", System: "system_prompt", Image: "image", MaxTokens: "max_tokens", Temperature: "temperature"},
		Poll:      500 * time.Millisecond,
		MaxAnswer: wire.DefaultMaxAnswer,
	}
}

// Validate reports all mistakes together.
func (c Config) Validate() error {
	var errs []error
	if owner, name, found := strings.Cut(c.Model, "/"); !found || owner == "" || name == "" || strings.Contains(name, "/") {
		errs = append(errs, fmt.Errorf("model %q: want owner/name or owner/name:version", c.Model))
	}
	if c.Key == "" {
		errs = append(errs, errors.New("api_key: Replicate needs one"))
	}
	if c.Inputs.Prompt == "" {
		errs = append(errs, errors.New("inputs: name the one that takes the prompt"))
	}
	if c.Poll <= 0 {
		errs = append(errs, fmt.Errorf("poll %s: give the time between two looks", c.Poll))
	}
	return errors.Join(append(errs, wire.CheckLine(c.BaseURL, c.HTTP, c.MaxAnswer))...)
}

func (c Config) modes() []model.JSONMode {
	if c.Inputs.Schema != "" {
		return []model.JSONMode{model.JSONSchema, model.JSONPrompt}
	}
	return []model.JSONMode{model.JSONPrompt}
}

// version is what stands after the colon of the model; empty for the newest.
func (c Config) version() string {
	_, version, _ := strings.Cut(c.Model, ":")
	return version
}

// path is where predictions of the model are created.
func (c Config) path() string {
	if c.version() != "" {
		return "/predictions"
	}
	owner, name, _ := strings.Cut(c.Model, "/")
	return "/models/" + url.PathEscape(owner) + "/" + url.PathEscape(name) + "/predictions"
}
