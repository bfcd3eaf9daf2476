package main

import (
	"fmt"
	"net/http"
	"strings"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/anthropic"
	"docpipe/extractors/model/wire/openai"
)

// openBatches makes the batch wires of the targets that have one, by name. Without any it is a
// usage error that says which could.
func openBatches(o modelsOptions) (map[string]model.BatchWire, error) {
	catalogue, err := model.LoadCatalogue()
	if err != nil {
		return nil, err
	}
	all := map[string]model.BatchWire{}
	for _, t := range o.targets {
		target, row := t.target(catalogue)
		if target.Price.Batch <= 0 {
			continue
		}
		w, err := t.batch(row, o.http)
		if err != nil {
			return nil, usageError{fmt.Errorf("models: target %s: %w", t.Name, err)}
		}
		if w != nil {
			all[t.Name] = w
		}
	}
	if len(all) == 0 {
		return nil, usagef("--batch: no batch endpoint is known for %s. OpenAI, Mistral and Anthropic have one; for another server with OpenAI's batches set price.batch, or leave --batch out",
			joinWords(targetNames(o.targets)))
	}
	return all, nil
}

// batch is the target's batch wire with its first key, nil when its provider has none that we know.
func (t targetConfig) batch(row model.Row, client *http.Client) (model.BatchWire, error) {
	key := string(t.APIKey)
	if key == "" && len(t.APIKeys) > 0 {
		key = string(t.APIKeys[0])
	}
	switch t.Wire {
	case "openai":
		c := t.openaiConfig(key, row, client)
		if strings.HasSuffix(t.server(), "mistral.ai") {
			return openai.NewMistralBatch(c)
		}
		return openai.NewBatch(c)
	case "anthropic":
		return anthropic.NewBatch(t.anthropicConfig(key, client))
	}
	return nil, nil
}
