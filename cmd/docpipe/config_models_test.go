package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const twoTargets = `
models:
  targets:
    - name: small
      wire: openai
      base_url: https://models.example/v1
      model: mistral-small-4
      api_key: ${env:DOCPIPETEST_MODEL_KEY}
      price: {input: "0.05", output: "0.15"}
      timeout: 90s
    - {name: big, wire: anthropic, model: claude-sonnet-5-5, api_keys: [one, two]}
  prefer: cost
  escalate_to: [big]
  budget: {document: "0.02"}
`

func TestConfigReadsTargets(t *testing.T) {
	t.Setenv("DOCPIPETEST_MODEL_KEY", "s3cret")
	c, err := loadConfig(writeConfig(t, twoTargets), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	small, big := c.Models.Targets[0], c.Models.Targets[1]
	if small.APIKey != "s3cret" || small.Price.Output != "0.15" || time.Duration(small.Timeout) != 90*time.Second {
		t.Errorf("first target = %+v, want its key from the environment, price and timeout", small)
	}
	if len(big.APIKeys) != 2 || c.Models.EscalateTo[0] != "big" {
		t.Errorf("second target = %+v, escalate_to %v", big, c.Models.EscalateTo)
	}
	if c.Models.Budget.Document != 20_000 || c.Models.Budget.TotalDay != 100_000_000 {
		t.Errorf("budget = %+v, want 20000 micro-dollars for a document and the default for the day", c.Models.Budget)
	}
}

func TestConfigShowsNoModelKey(t *testing.T) {
	t.Setenv("DOCPIPETEST_MODEL_KEY", "s3cret")
	c, err := loadConfig(writeConfig(t, twoTargets), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := showConfig(&out, c); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"s3cret", "one", "two"} {
		if strings.Contains(out.String(), ": "+key) || strings.Contains(out.String(), "- "+key) {
			t.Errorf("config show prints the key %q:\n%s", key, out.String())
		}
	}
	if !strings.Contains(out.String(), "model: claude-sonnet-5-5") {
		t.Errorf("config show leaves out a target:\n%s", out.String())
	}
}

func TestConfigNamesMistakesOfTargets(t *testing.T) {
	t.Parallel()
	_, err := loadConfig(writeConfig(t, `
models:
  targets:
    - {name: a, wire: opnai, model: m, rpmm: 3}
    - {name: a, wire: azure, model: m, price: {input: cheap}}
  prefer: [cost, a]
  escalate_to: [c]
  budget: {document: "1,5"}
`), nil, nil)
	if err == nil {
		t.Fatal("a configuration full of mistakes was accepted")
	}
	for _, want := range []string{
		"models.targets[0].wire", "models.targets[0].rpmm: no such setting, did you mean rpm?",
		`models.targets[1].name: "a" is there twice`, "models.targets[1].base_url", "models.targets[1].price.input",
		"models.prefer", `no target is called "c"`, "models.budget.document",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %q:\n%v", want, err)
		}
	}
}

func TestConfigRefusesTargetsThatCannotBeNamed(t *testing.T) {
	t.Parallel()
	_, err := loadConfig(writeConfig(t, `
models:
  targets:
    - {name: --strategy, wire: openai, model: m, base_url: "https://user:hunter2@models.example/v1"}
    - {name: "a,b", wire: openai, model: m, base_url: "https://models.example/v1?key=hunter3"}
  escalate_to: [--strategy, "a,b"]
`), nil, nil)
	if err == nil {
		t.Fatal("targets that nobody can name, with keys in addresses, were accepted")
	}
	for _, want := range []string{
		"models.targets[0].name", "models.targets[1].name", "models.targets[0].base_url: write it without user",
		"models.targets[1].base_url: write it without user", "models.escalate_to: it names all targets",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %q:\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "hunter") {
		t.Errorf("the error shows a key:\n%v", err)
	}
}

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "docpipe.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
