package openai

import (
	"errors"
	"fmt"
	"net/http"

	"docpipe/extractors/model/wire"
)

// Names under which servers take the limit of output and the seed.
const (
	MaxTokens           = "max_tokens"            // most servers
	MaxCompletionTokens = "max_completion_tokens" // OpenAI's newer models; Mistral refuses it
	Seed                = "seed"                  // most servers
	RandomSeed          = "random_seed"           // Mistral
)

// A Config says which deployment is meant and how it wants to be spoken to.
type Config struct {
	BaseURL     string       // address above chat/completions; default https://api.openai.com/v1
	Model       string       // as the server calls it; required
	Key         string       // sent as bearer; default none
	TokensParam string       // MaxTokens or MaxCompletionTokens; default MaxTokens
	SeedParam   string       // Seed or RandomSeed; default Seed
	Reasoning   string       // sent as reasoning_effort, such as none; temperature and seed are then left out; default none is sent
	MaxAnswer   int64        // bytes of one answer; default 16 MiB
	HTTP        *http.Client // carries the request; required
}

// DefaultConfig returns what holds for most servers.
func DefaultConfig() Config {
	return Config{
		BaseURL:     "https://api.openai.com/v1",
		TokensParam: MaxTokens,
		SeedParam:   Seed,
		MaxAnswer:   wire.DefaultMaxAnswer,
	}
}

// Validate reports all mistakes together.
func (c Config) Validate() error {
	var errs []error
	if c.Model == "" {
		errs = append(errs, errors.New("model: name the model as the server calls it"))
	}
	if c.TokensParam != MaxTokens && c.TokensParam != MaxCompletionTokens {
		errs = append(errs, fmt.Errorf("tokens_param %q: want %s or %s", c.TokensParam, MaxTokens, MaxCompletionTokens))
	}
	if c.SeedParam != Seed && c.SeedParam != RandomSeed {
		errs = append(errs, fmt.Errorf("seed_param %q: want %s or %s", c.SeedParam, Seed, RandomSeed))
	}
	return errors.Join(append(errs, wire.CheckLine(c.BaseURL, c.HTTP, c.MaxAnswer))...)
}
