package wire_test

import (
	"net/http"
	"strings"
	"testing"

	"docpipe/extractors/model/wire/anthropic"
	"docpipe/extractors/model/wire/bedrock"
	"docpipe/extractors/model/wire/openai"
	"docpipe/extractors/model/wire/replicate"
)

// TestValidate: all mistakes are told together, and none shows a password.
func TestValidate(t *testing.T) {
	t.Parallel()
	const address = "ftp://user:password@host"
	for name, test := range map[string]struct {
		err  error
		want []string
	}{
		"openai": {
			openai.Config{BaseURL: address, TokensParam: "tokens", SeedParam: "dice"}.Validate(),
			[]string{"model", "tokens_param", "seed_param", "base_url", "HTTP client", "max_answer"},
		},
		"azure": {
			openai.AzureConfig{Endpoint: address, Deployment: "a/b", TokensParam: "tokens"}.Validate(),
			[]string{"api_key", "model", "tokens_param", "base_url", "HTTP client", "max_answer"},
		},
		"anthropic": {
			anthropic.Config{BaseURL: address}.Validate(),
			[]string{"model", "api_key", "max_output", "base_url", "HTTP client", "max_answer"},
		},
		"bedrock": {
			bedrock.Config{BaseURL: address, AccessKey: "id"}.Validate(),
			[]string{"model", "region", "secret key", "base_url", "HTTP client", "max_answer"},
		},
		"replicate": {
			replicate.Config{BaseURL: address, Model: "reader"}.Validate(),
			[]string{"model", "api_key", "inputs", "poll", "base_url", "HTTP client", "max_answer"},
		},
	} {
		if test.err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(test.err.Error(), want) {
				t.Errorf("%s: %q does not mention %s", name, test.err, want)
			}
		}
		if strings.Contains(test.err.Error(), "password@") {
			t.Errorf("%s: the error shows a password: %v", name, test.err)
		}
	}
}

// TestDefaults: a default is complete but for what nobody can know.
func TestDefaults(t *testing.T) {
	t.Parallel()
	o := openai.DefaultConfig()
	o.Model, o.HTTP = "m", http.DefaultClient
	z := openai.DefaultAzureConfig()
	z.Endpoint, z.Deployment, z.Key, z.HTTP = "https://n.openai.azure.com", "d", "k", http.DefaultClient
	a := anthropic.DefaultConfig()
	a.Model, a.Key, a.HTTP = "m", "k", http.DefaultClient
	b := bedrock.DefaultConfig()
	b.Model, b.Region, b.HTTP = "m", "eu-central-1", http.DefaultClient
	r := replicate.DefaultConfig()
	r.Model, r.Key, r.HTTP = "o/m", "k", http.DefaultClient
	for name, err := range map[string]error{
		"openai": o.Validate(), "azure": z.Validate(), "anthropic": a.Validate(), "bedrock": b.Validate(), "replicate": r.Validate(),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
