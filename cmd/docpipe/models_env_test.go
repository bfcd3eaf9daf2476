package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChooseTargetsNeedsConsent(t *testing.T) {
	t.Parallel()
	everything := []string{
		"MISTRAL_API_KEY=a", "OPENAI_API_KEY=b", "ANTHROPIC_API_KEY=c", "AWS_ACCESS_KEY_ID=d", "AWS_REGION=eu-central-1",
		"REPLICATE_API_TOKEN=e", "OLLAMA_HOST=127.0.0.1", "AZURE_OPENAI_API_KEY=f", "AZURE_OPENAI_ENDPOINT=https://x", "AZURE_OPENAI_DEPLOYMENT=g",
	}
	gateway := []string{"LLMAPI_API_KEY=k", "LLMAPI_BASE_URL=https://gateway.example/v1"}
	configured := modelsConfig{Targets: []targetConfig{{Name: "own", Wire: "openai", Model: "m"}}}
	for name, c := range map[string]struct {
		config  modelsConfig
		environ []string
		flag    []string
		want    []string
	}{
		"nothing set sends nothing":                {},
		"keys of providers send nothing":           {environ: everything},
		"a gateway for docpipe is consent":         {environ: slices.Concat(everything, gateway), want: []string{"llmapi mistral-small-4"}},
		"the configuration wins over variables":    {config: configured, environ: gateway, want: []string{"own m"}},
		"the flag names what is sent to":           {environ: everything, flag: []string{"anthropic"}, want: []string{"anthropic claude-haiku-5-5"}},
		"the flag takes another model":             {environ: everything, flag: []string{"mistral:mistral-medium-latest"}, want: []string{"mistral mistral-medium-latest"}},
		"the flag takes several":                   {config: configured, environ: everything, flag: []string{"own", "ollama"}, want: []string{"own m", "ollama qwen2.5vl"}},
		"a model's own colon belongs to the model": {environ: everything, flag: []string{"ollama:qwen2.5vl:7b"}, want: []string{"ollama qwen2.5vl:7b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chosen, err := chooseTargets(c.config, c.environ, c.flag)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, target := range chosen {
				got = append(got, target.Name+" "+target.Model)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("targets (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChooseTargetsSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		environ, flag []string
		want          string
	}{
		"a gateway without address": {environ: []string{"LLMAPI_API_KEY=k"}, want: "LLMAPI_BASE_URL is not set"},
		"a gateway without key":     {environ: []string{"LLMAPI_BASE_URL=https://x/v1"}, want: "LLMAPI_API_KEY is not set"},
		"a provider without key":    {flag: []string{"openai"}, want: "set OPENAI_API_KEY"},
		"half of azure":             {environ: []string{"AZURE_OPENAI_API_KEY=k"}, flag: []string{"azure"}, want: "set AZURE_OPENAI_ENDPOINT too"},
		"a name that is not there":  {environ: []string{"MISTRAL_API_KEY=k"}, flag: []string{"mistrl"}, want: "did you mean mistral?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := chooseTargets(modelsConfig{}, c.environ, c.flag)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error = %v, want one that says %q", err, c.want)
			}
		})
	}
}

func TestOllamaHostForms(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"127.0.0.1": "http://127.0.0.1:11434/v1", "box:9000": "http://box:9000/v1", "https://box/": "https://box/v1",
	} {
		got := environmentOffers([]string{"OLLAMA_HOST=" + host})
		if len(got) != 1 || got[0].BaseURL != want {
			t.Errorf("OLLAMA_HOST=%s gives %+v, want %s", host, got, want)
		}
	}
}
