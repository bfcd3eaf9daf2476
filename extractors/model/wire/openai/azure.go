package openai

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/openai/openai-go/v3/option"

	"docpipe/extractors/model/wire"
)

// An AzureConfig says which deployment of Azure OpenAI is meant. Azure names models by
// deployment and takes the key in a header of its own; the words are OpenAI's.
type AzureConfig struct {
	Endpoint    string       // such as https://NAME.openai.azure.com; required
	Deployment  string       // as it was named there; required
	APIVersion  string       // such as 2024-10-21; empty takes the v1 API, which has no versions; default empty
	Key         string       // sent as api-key; required
	TokensParam string       // MaxTokens or MaxCompletionTokens; default MaxTokens
	MaxAnswer   int64        // bytes of one answer; default 16 MiB
	HTTP        *http.Client // carries the request; required
}

// DefaultAzureConfig returns what holds for most deployments.
func DefaultAzureConfig() AzureConfig {
	return AzureConfig{TokensParam: MaxTokens, MaxAnswer: wire.DefaultMaxAnswer}
}

// Validate reports all mistakes together.
func (c AzureConfig) Validate() error {
	var errs []error
	if c.Key == "" {
		errs = append(errs, errors.New("api_key: Azure OpenAI needs one"))
	}
	if c.Deployment == "" || strings.ContainsAny(c.Deployment, "/?#") {
		errs = append(errs, errors.New("model: give the name of the deployment"))
	}
	return errors.Join(append(errs, c.config().Validate())...)
}

// NewAzure makes a Wire to a deployment of Azure OpenAI. It sends nothing.
func NewAzure(c AzureConfig) (*Wire, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	options := []option.RequestOption{
		option.WithBaseURL(c.config().BaseURL),
		option.WithHeader("Api-Key", c.Key),
	}
	if c.APIVersion != "" {
		options = append(options, option.WithQuery("api-version", c.APIVersion))
	}
	return newWire(c.config(), options), nil
}

// config puts the deployment into OpenAI's terms.
func (c AzureConfig) config() Config {
	base := strings.TrimSuffix(c.Endpoint, "/") + "/openai/v1"
	if c.APIVersion != "" {
		base = strings.TrimSuffix(c.Endpoint, "/") + "/openai/deployments/" + url.PathEscape(c.Deployment)
	}
	return Config{
		BaseURL: base, Model: c.Deployment, Key: c.Key,
		TokensParam: c.TokensParam, SeedParam: Seed, MaxAnswer: c.MaxAnswer, HTTP: c.HTTP,
	}
}
