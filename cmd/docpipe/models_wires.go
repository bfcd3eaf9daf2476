package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/openai"
)

// keys makes one wire for each key of the target. The first mistake is enough to say.
func (t targetConfig) keys(ctx context.Context, row model.Row, client *http.Client) ([]model.Key, error) {
	secrets := t.APIKeys
	if t.APIKey != "" || len(secrets) == 0 {
		secrets = append([]secret{t.APIKey}, secrets...)
	}
	var keys []model.Key
	for i, key := range secrets {
		w, err := t.wire(ctx, string(key), row, client)
		if err != nil {
			return nil, err
		}
		keys = append(keys, model.Key{ID: fmt.Sprintf("key %d", i+1), Wire: w})
	}
	return keys, nil
}

// wire is the one place that knows every wire.
func (t targetConfig) wire(_ context.Context, key string, row model.Row, client *http.Client) (model.Wire, error) {
	switch t.Wire {
	case "openai":
		return t.openai(key, row, client)
	case "azure":
		return t.azure(key, row, client)
	}
	return nil, fmt.Errorf("wire: %q is not known, write %s", t.Wire, alternatives(wireNames))
}

func (t targetConfig) openai(key string, row model.Row, client *http.Client) (model.Wire, error) {
	c := openai.DefaultConfig()
	c.Model, c.Key, c.HTTP = t.Model, key, client
	c.BaseURL = first(t.BaseURL, c.BaseURL)
	c.TokensParam = first(t.TokensParam, row.TokensParam, c.TokensParam)
	if strings.HasSuffix(t.server(), "mistral.ai") {
		c.SeedParam = openai.RandomSeed
	}
	return openai.New(c)
}

func (t targetConfig) azure(key string, row model.Row, client *http.Client) (model.Wire, error) {
	c := openai.DefaultAzureConfig()
	c.Endpoint, c.Deployment, c.APIVersion, c.Key, c.HTTP = t.BaseURL, t.Model, t.APIVersion, key, client
	c.TokensParam = first(t.TokensParam, row.TokensParam, c.TokensParam)
	return openai.NewAzure(c)
}
