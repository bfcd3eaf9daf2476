package main

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// modelsConfig says which models may be asked. Without targets nothing leaves the machine.
type modelsConfig struct {
	Targets    []targetConfig `koanf:"targets"`     // deployments that may be asked; none
	Prefer     []string       `koanf:"prefer"`      // cost, latency, quality, or names in order; cost
	EscalateTo []string       `koanf:"escalate_to"` // names of targets that are asked only when others fail a field; none
	Budget     budgetConfig   `koanf:"budget"`      //
}

// budgetConfig is US dollars that are never exceeded.
type budgetConfig struct {
	Document  money `koanf:"document"`   // for one document; 0.05
	TenantDay money `koanf:"tenant_day"` // for one tenant a day (UTC); 20
	TotalDay  money `koanf:"total_day"`  // for all tenants a day (UTC); 100
}

// targetConfig is one deployment of a model.
type targetConfig struct {
	Name        string      `koanf:"name"`         // how results call it
	Wire        string      `koanf:"wire"`         // openai | azure | anthropic | bedrock | replicate
	BaseURL     string      `koanf:"base_url"`     // of the API; the provider's own
	Model       string      `koanf:"model"`        // as the provider calls it (azure: the deployment)
	APIKey      secret      `koanf:"api_key"`      // none
	APIKeys     []secret    `koanf:"api_keys"`     // several, used in turn when one is refused; none
	APIVersion  string      `koanf:"api_version"`  // of azure; its newest known
	Region      string      `koanf:"region"`       // of bedrock; AWS_REGION
	Provider    string      `koanf:"provider"`     // name in records; the catalogue's
	Input       string      `koanf:"input"`        // image | text | auto; auto
	JSON        string      `koanf:"json"`         // schema | object | tool | prompt | auto; auto
	TokensParam string      `koanf:"tokens_param"` // max_tokens | max_completion_tokens; the catalogue's
	Reasoning   string      `koanf:"reasoning"`    // reasoning_effort of the openai wire; the catalogue's
	Context     int         `koanf:"context"`      // tokens; the catalogue's
	MaxOutput   int         `koanf:"max_output"`   // tokens; the catalogue's
	Price       priceConfig `koanf:"price"`        // the catalogue's
	RPM         int         `koanf:"rpm"`          // requests a minute; unlimited
	TPM         int         `koanf:"tpm"`          // tokens a minute; unlimited
	Concurrency int         `koanf:"concurrency"`  // requests at once; 8
	Timeout     duration    `koanf:"timeout"`      // of one request; 2m
	Quality     float64     `koanf:"quality"`      // 0..1; the catalogue's
}

// priceConfig is US dollars per million tokens.
type priceConfig struct {
	Input  string  `koanf:"input"`
	Output string  `koanf:"output"`
	Batch  float64 `koanf:"batch"` // factor of batch endpoints
}

var wireNames = []string{"openai", "azure", "anthropic", "bedrock", "replicate"}

func defaultModels() modelsConfig {
	return modelsConfig{
		Targets: []targetConfig{}, Prefer: []string{"cost"}, EscalateTo: []string{},
		Budget: budgetConfig{Document: 50_000, TenantDay: 20_000_000, TotalDay: 100_000_000},
	}
}

// validate returns all mistakes, each naming its setting.
func (m modelsConfig) validate() error {
	var errs []error
	names := map[string]bool{}
	for i, t := range m.Targets {
		at := fmt.Sprintf("models.targets[%d]", i)
		if names[t.Name] {
			errs = append(errs, fmt.Errorf("%s.name: %q is there twice", at, t.Name))
		}
		names[t.Name] = true
		errs = append(errs, t.validate(at))
	}
	if len(m.Targets) > 0 && !slices.ContainsFunc(m.Targets, func(t targetConfig) bool { return !slices.Contains(m.EscalateTo, t.Name) }) {
		errs = append(errs, errors.New("models.escalate_to: it names all targets, leave out one that is asked first"))
	}
	order := slices.DeleteFunc(slices.Clone(m.Prefer), func(p string) bool { return slices.Contains(preferences, p) })
	if len(order) > 0 && len(order) < len(m.Prefer) {
		errs = append(errs, fmt.Errorf("models.prefer: write one of %s, or names of targets, not both", joinWords(preferences)))
	}
	if len(m.Targets) > 0 { // names of targets that the environment offers are checked with them
		for _, name := range slices.Concat(order, m.EscalateTo) {
			if !names[name] {
				errs = append(errs, fmt.Errorf("models: no target is called %q%s", name, didYouMean(name, targetNames(m.Targets))))
			}
		}
	}
	return errors.Join(append(errs, m.Budget.validate())...)
}

var preferences = []string{"cost", "latency", "quality"}

func (b budgetConfig) validate() error {
	var errs []error
	for name, v := range map[string]money{"document": b.Document, "tenant_day": b.TenantDay, "total_day": b.TotalDay} {
		if v < 0 {
			errs = append(errs, fmt.Errorf("models.budget.%s: must not be negative", name))
		}
	}
	return errors.Join(errs...)
}

func (t targetConfig) validate(at string) error {
	var errs []error
	bad := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(at+"."+format, args...))
		}
	}
	bad(!targetName.MatchString(t.Name), "name: %q is no name, write letters, digits, dots, dashes and underscores, a letter or digit first", t.Name)
	bad(!slices.Contains(wireNames, t.Wire), "wire: %q is not known, write %s", t.Wire, alternatives(wireNames))
	bad(t.Model == "", "model: name the model as the provider calls it")
	bad(t.BaseURL != "" && !isHTTP(t.BaseURL), "base_url: %q is no URL, write https://host/v1", redacted(t.BaseURL))
	bad(hasSecret(t.BaseURL), "base_url: write it without user, password and query: the key belongs into api_key")
	bad(t.Wire == "azure" && t.BaseURL == "", "base_url: azure needs the resource's address, https://NAME.openai.azure.com")
	bad(!slices.Contains([]string{"", "auto", "image", "text"}, t.Input), "input: %q is not known, write image, text or auto", t.Input)
	bad(!slices.Contains([]string{"", "auto", "schema", "object", "tool", "prompt"}, t.JSON), "json: %q is not known, write schema, object, tool, prompt or auto", t.JSON)
	bad(!slices.Contains([]string{"", "max_tokens", "max_completion_tokens"}, t.TokensParam), "tokens_param: %q is not known, write max_tokens or max_completion_tokens", t.TokensParam)
	bad(t.Context < 0 || t.MaxOutput < 0 || t.RPM < 0 || t.TPM < 0 || t.Concurrency < 0 || t.Timeout < 0, "context, max_output, rpm, tpm, concurrency, timeout: must not be negative")
	bad(t.Context > 0 && t.Context < 2048, "context: %d tokens hold no page, at least 2048 are needed", t.Context)
	bad(t.Quality < 0 || t.Quality > 1, "quality: %v is not between 0 and 1", t.Quality)
	for name, text := range map[string]string{"input": t.Price.Input, "output": t.Price.Output} {
		if _, err := model.ParsePrice(text); err != nil {
			bad(true, "price.%s: %w", name, err)
		}
	}
	return errors.Join(errs...)
}

// targetName is what --model can name: it parts names with commas, and a model with a colon.
var targetName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// hasSecret reports whether an address carries what must not stand in logs.
func hasSecret(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.User != nil || u.RawQuery != "")
}

// redacted is the address without what must not stand in logs.
func redacted(address string) string {
	if hasSecret(address) {
		return "…"
	}
	return address
}

func isHTTP(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func targetNames(targets []targetConfig) []string {
	var names []string
	for _, t := range targets {
		names = append(names, t.Name)
	}
	return names
}

// money is US dollars, written as "0.05".
type money pipeline.Micros

// UnmarshalText reads "0.05".
func (m *money) UnmarshalText(text []byte) error {
	v, err := model.ParsePrice(strings.TrimPrefix(strings.TrimSpace(string(text)), "$"))
	if err != nil {
		return fmt.Errorf("%q is no amount of US dollars, write one such as 0.05", text)
	}
	*m = money(v)
	return nil
}

// MarshalText writes the shortest decimal.
func (m money) MarshalText() ([]byte, error) {
	text := fmt.Sprintf("%d.%06d", int64(m)/1_000_000, int64(m)%1_000_000)
	return []byte(strings.TrimSuffix(strings.TrimRight(text, "0"), ".")), nil
}
