package anthropic

import (
	"errors"
	"fmt"
	"net/http"

	"docpipe/extractors/model/wire"
)

// A Config says which model is meant.
type Config struct {
	BaseURL   string       // address above v1/messages; default https://api.anthropic.com
	Model     string       // such as claude-haiku-4-5; required
	Key       string       // sent as x-api-key; required
	MaxOutput int          // tokens, for requests that set no limit: the API demands one; default 4096
	MaxAnswer int64        // bytes of one answer; default 16 MiB
	HTTP      *http.Client // carries the request; required
}

// DefaultConfig returns what holds for all models.
func DefaultConfig() Config {
	return Config{BaseURL: "https://api.anthropic.com", MaxOutput: 4096, MaxAnswer: wire.DefaultMaxAnswer}
}

// Validate reports all mistakes together.
func (c Config) Validate() error {
	var errs []error
	if c.Model == "" {
		errs = append(errs, errors.New("model: name the model as Anthropic calls it"))
	}
	if c.Key == "" {
		errs = append(errs, errors.New("api_key: Anthropic needs one"))
	}
	if c.MaxOutput <= 0 {
		errs = append(errs, fmt.Errorf("max_output %d: give the tokens that an answer may have", c.MaxOutput))
	}
	return errors.Join(append(errs, wire.CheckLine(c.BaseURL, c.HTTP, c.MaxAnswer))...)
}
