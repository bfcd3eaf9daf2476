package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/anthropic"
	"docpipe/extractors/model/wire/bedrock"
	"docpipe/extractors/model/wire/openai"
	"docpipe/extractors/model/wire/replicate"
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
func (t targetConfig) wire(ctx context.Context, key string, row model.Row, client *http.Client) (model.Wire, error) {
	switch t.Wire {
	case "openai":
		return t.openai(key, row, client)
	case "azure":
		return t.azure(key, row, client)
	case "anthropic":
		return t.anthropic(key, client)
	case "bedrock":
		return t.bedrock(ctx, client)
	case "replicate":
		return t.replicate(key, client)
	}
	return nil, fmt.Errorf("wire: %q is not known, write %s", t.Wire, alternatives(wireNames))
}

func (t targetConfig) openai(key string, row model.Row, client *http.Client) (model.Wire, error) {
	return openai.New(t.openaiConfig(key, row, client))
}

func (t targetConfig) openaiConfig(key string, row model.Row, client *http.Client) openai.Config {
	c := openai.DefaultConfig()
	c.Model, c.Key, c.HTTP = t.Model, key, client
	c.BaseURL = first(t.BaseURL, c.BaseURL)
	c.TokensParam = first(t.TokensParam, row.TokensParam, c.TokensParam)
	c.Reasoning = first(t.Reasoning, row.Reasoning)
	if strings.HasSuffix(t.server(), "mistral.ai") {
		c.SeedParam = openai.RandomSeed
	}
	return c
}

func (t targetConfig) azure(key string, row model.Row, client *http.Client) (model.Wire, error) {
	c := openai.DefaultAzureConfig()
	c.Endpoint, c.Deployment, c.APIVersion, c.Key, c.HTTP = t.BaseURL, t.Model, t.APIVersion, key, client
	c.TokensParam = first(t.TokensParam, row.TokensParam, c.TokensParam)
	return openai.NewAzure(c)
}

func (t targetConfig) anthropic(key string, client *http.Client) (model.Wire, error) {
	return anthropic.New(t.anthropicConfig(key, client))
}

func (t targetConfig) anthropicConfig(key string, client *http.Client) anthropic.Config {
	c := anthropic.DefaultConfig()
	c.Model, c.Key, c.HTTP = t.Model, key, client
	c.BaseURL = first(t.BaseURL, c.BaseURL)
	return c
}

// bedrock takes its credentials where every AWS program does: the environment, its files, the
// machine's role.
func (t targetConfig) bedrock(ctx context.Context, client *http.Client) (model.Wire, error) {
	c := bedrock.DefaultConfig()
	c.Model, c.BaseURL, c.HTTP = t.Model, t.BaseURL, client
	c.NoMetadata = t.BaseURL != "" && onThisMachine(t.BaseURL) // then nothing else is meant to be reached
	c.Region = first(t.Region, os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"))
	return bedrock.New(ctx, c)
}

func (t targetConfig) replicate(key string, client *http.Client) (model.Wire, error) {
	c := replicate.DefaultConfig()
	c.Model, c.Key, c.HTTP = t.Model, key, client
	c.BaseURL = first(t.BaseURL, c.BaseURL)
	return replicate.New(c)
}
