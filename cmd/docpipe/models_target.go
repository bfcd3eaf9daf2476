package main

import (
	"net/url"
	"time"

	"docpipe/extractors/model"
)

// target turns settings into what the router reckons with: settings win, the catalogue fills
// in the rest, and for a model that it does not know cautious guesses.
func (t targetConfig) target(catalogue *model.Catalogue) (model.Target, model.Row) {
	row, _ := catalogue.Find(t.Model)
	target := row.Fill(model.Target{
		Name: t.Name, Provider: t.provider(), Model: t.Model, Server: t.server(),
		JSON: t.jsonModes(), Context: t.Context, MaxOutput: t.MaxOutput, Price: t.price(),
		RPM: t.RPM, TPM: t.TPM, Concurrency: t.Concurrency, Timeout: time.Duration(t.Timeout), Quality: t.Quality,
	})
	if t.Price.Input != "" || t.Price.Output != "" {
		target.Price = t.price() // also when it is nothing
	}
	switch {
	case t.Input == "text":
		target.Images = model.ImageRules{}
	case t.Input == "image" && target.Images.MaxImages == 0:
		target.Images = unknownImages()
	case t.unexplored(catalogue) && loadLearned()[t.identity()].Images:
		target.Images = unknownImages()
	}
	return unknownModel(target), row
}

// unknownModel fills in what neither settings nor the catalogue say, on the safe side: text and
// a small context. A price is not guessed: see [targetConfig.priced].
func unknownModel(t model.Target) model.Target {
	if len(t.JSON) == 0 {
		t.JSON = []model.JSONMode{model.JSONSchema, model.JSONObject, model.JSONPrompt}
	}
	if t.Context == 0 {
		t.Context = 32_768
	}
	if t.MaxOutput == 0 {
		t.MaxOutput = 4_096
	}
	if t.Concurrency == 0 {
		t.Concurrency = usualConcurrency
	}
	if t.Timeout == 0 {
		t.Timeout = 2 * time.Minute
	}
	return t
}

// usualConcurrency is how many requests at once a target bears of which nobody says more.
const usualConcurrency = 8

// provider is the name for records: OpenTelemetry's, where it has one.
func (t targetConfig) provider() string {
	switch {
	case t.Provider != "":
		return t.Provider
	case t.Wire == "azure":
		return "azure.ai.openai"
	case t.Wire == "bedrock":
		return "aws.bedrock"
	case t.Wire == "openai":
		return "" // the catalogue knows who makes the model
	}
	return t.Wire
}

func (t targetConfig) server() string {
	u, err := url.Parse(t.BaseURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func (t targetConfig) jsonModes() []model.JSONMode {
	if t.JSON == "" || t.JSON == "auto" {
		return nil
	}
	return []model.JSONMode{model.JSONMode(t.JSON)}
}

// priced refuses a target whose price nobody knows: no budget could be held with it.
func (t targetConfig) priced(catalogue *model.Catalogue) error {
	if _, known := catalogue.Find(t.Model); !known && (t.Price.Input == "" || t.Price.Output == "") {
		return usagef("models: the price of %s at target %s is not known: write price: {input: \"…\", output: \"…\"} under models.targets in US dollars per million tokens, \"0\" for a model of your own", t.Model, t.Name)
	}
	return nil
}

func (t targetConfig) price() model.Price {
	input, _ := model.ParsePrice(t.Price.Input) // validate has seen them
	output, _ := model.ParsePrice(t.Price.Output)
	return model.Price{Input: input, Output: output, Batch: t.Price.Batch}
}
