package main

import (
	"strings"
)

// An offer is a deployment that the environment makes available. It is asked only when
// somebody chooses it.
type offer struct {
	targetConfig
	variables string // that make it available
	missing   string // what else must be set, empty when nothing
	consent   bool   // these variables are set for docpipe: nothing more needs to be chosen
}

// environmentOffers lists the deployments for which the usual variables are set, also those
// that lack one more. The variables of gateways name a place for documents, and so are consent;
// those of providers are set for other programs too, and are none.
func environmentOffers(environ []string) []offer {
	e := variablesOf(environ)
	var offers []offer
	for _, make := range []func(variables) (offer, bool){
		llmapiOffer, mistralOffer, openaiOffer, azureOffer, anthropicOffer, bedrockOffer, replicateOffer, ollamaOffer,
	} {
		if o, set := make(e); set {
			offers = append(offers, o)
		}
	}
	return offers
}

type variables map[string]string

func variablesOf(environ []string) variables {
	v := variables{}
	for _, e := range environ {
		if name, value, ok := strings.Cut(e, "="); ok && value != "" {
			v[name] = value
		}
	}
	return v
}

// or is the variable's value, or what holds without it.
func (v variables) or(name, otherwise string) string {
	if v[name] != "" {
		return v[name]
	}
	return otherwise
}

func llmapiOffer(v variables) (offer, bool) {
	o := offer{variables: "LLMAPI_API_KEY, LLMAPI_BASE_URL", consent: true, targetConfig: targetConfig{
		Name: "llmapi", Wire: "openai", BaseURL: v["LLMAPI_BASE_URL"], Model: v.or("LLMAPI_MODEL", "mistral-small-4"),
		APIKey: secret(v["LLMAPI_API_KEY"]), Provider: "llmapi",
	}}
	switch {
	case o.BaseURL == "":
		o.missing = "LLMAPI_BASE_URL"
	case !isHTTP(o.BaseURL):
		o.missing = "a URL in LLMAPI_BASE_URL, such as https://host/v1"
	case o.APIKey == "":
		o.missing = "LLMAPI_API_KEY"
	}
	return o, o.APIKey != "" || o.BaseURL != ""
}

func mistralOffer(v variables) (offer, bool) {
	return offer{variables: "MISTRAL_API_KEY", targetConfig: targetConfig{
		Name: "mistral", Wire: "openai", BaseURL: "https://api.mistral.ai/v1", Model: "mistral-small-latest",
		APIKey: secret(v["MISTRAL_API_KEY"]),
	}}, v["MISTRAL_API_KEY"] != ""
}

func openaiOffer(v variables) (offer, bool) {
	return offer{variables: "OPENAI_API_KEY", targetConfig: targetConfig{
		Name: "openai", Wire: "openai", BaseURL: v.or("OPENAI_BASE_URL", "https://api.openai.com/v1"), Model: "gpt-6-luna",
		APIKey: secret(v["OPENAI_API_KEY"]),
	}}, v["OPENAI_API_KEY"] != ""
}

func azureOffer(v variables) (offer, bool) {
	o := offer{variables: "AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_DEPLOYMENT", targetConfig: targetConfig{
		Name: "azure", Wire: "azure", BaseURL: v["AZURE_OPENAI_ENDPOINT"], Model: v["AZURE_OPENAI_DEPLOYMENT"],
		APIVersion: v.or("AZURE_OPENAI_API_VERSION", v["OPENAI_API_VERSION"]), APIKey: secret(v["AZURE_OPENAI_API_KEY"]),
		Provider: "azure.ai.openai",
	}}
	for _, name := range []string{"AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY"} {
		if v[name] == "" {
			o.missing = name
		}
	}
	return o, v["AZURE_OPENAI_API_KEY"] != "" || v["AZURE_OPENAI_ENDPOINT"] != ""
}

func anthropicOffer(v variables) (offer, bool) {
	return offer{variables: "ANTHROPIC_API_KEY", targetConfig: targetConfig{
		Name: "anthropic", Wire: "anthropic", BaseURL: v["ANTHROPIC_BASE_URL"], Model: "claude-haiku-5-5",
		APIKey: secret(v["ANTHROPIC_API_KEY"]),
	}}, v["ANTHROPIC_API_KEY"] != ""
}

func bedrockOffer(v variables) (offer, bool) {
	o := offer{variables: "AWS_ACCESS_KEY_ID or AWS_PROFILE, AWS_REGION", targetConfig: targetConfig{
		Name: "bedrock", Wire: "bedrock", Region: v.or("AWS_REGION", v["AWS_DEFAULT_REGION"]),
		Model: "anthropic.claude-haiku-4-5-20251001-v1:0", Provider: "aws.bedrock",
	}}
	if o.Region == "" {
		o.missing = "AWS_REGION"
	}
	return o, v["AWS_ACCESS_KEY_ID"] != "" || v["AWS_PROFILE"] != ""
}

func replicateOffer(v variables) (offer, bool) {
	return offer{variables: "REPLICATE_API_TOKEN", targetConfig: targetConfig{
		Name: "replicate", Wire: "replicate", Model: "openai/gpt-4.1-mini", APIKey: secret(v["REPLICATE_API_TOKEN"]),
	}}, v["REPLICATE_API_TOKEN"] != ""
}

// ollamaOffer knows that OLLAMA_HOST may be a host, host:port or a URL.
func ollamaOffer(v variables) (offer, bool) {
	host := v["OLLAMA_HOST"]
	if host != "" && !strings.Contains(host, "://") {
		host = "http://" + host
		if !strings.Contains(strings.TrimPrefix(host, "http://"), ":") {
			host += ":11434"
		}
	}
	return offer{variables: "OLLAMA_HOST", targetConfig: targetConfig{
		Name: "ollama", Wire: "openai", BaseURL: strings.TrimSuffix(host, "/") + "/v1", Model: v.or("OLLAMA_MODEL", "qwen2.5vl"),
		Provider: "ollama",
	}}, host != ""
}
