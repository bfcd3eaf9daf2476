package main

import (
	"slices"
	"strings"
)

// chooseTargets says which deployments documents may be sent to: those that --model names,
// else those of the configuration, else the gateway for which LLMAPI_API_KEY and
// LLMAPI_BASE_URL are set. No other variable sends a document anywhere. None is no mistake:
// documents are then read on this machine alone.
//
// --model takes names of configured or available targets, separated by commas; NAME:MODEL
// asks another model of the same deployment.
func chooseTargets(m modelsConfig, environ []string, named []string) ([]targetConfig, error) {
	offers := environmentOffers(environ)
	if len(named) > 0 {
		return namedTargets(m, offers, named)
	}
	if len(m.Targets) > 0 {
		return m.Targets, nil
	}
	for _, o := range offers {
		if !o.consent {
			continue
		}
		if o.missing != "" {
			return nil, usagef("%s is not set: documents are sent to %s only with it. Set it, or unset %s", o.missing, o.Name, strings.ReplaceAll(o.variables, ", ", " and "))
		}
		return []targetConfig{o.targetConfig}, nil
	}
	return nil, nil
}

func namedTargets(m modelsConfig, offers []offer, named []string) ([]targetConfig, error) {
	var chosen []targetConfig
	for _, name := range named {
		name, model, other := strings.Cut(strings.TrimSpace(name), ":")
		switch {
		case name == "":
			return nil, usagef("--model: there is a name missing: write names of targets, separated by commas. 'docpipe models list' shows what there is")
		case other && model == "":
			return nil, usagef("--model %s: there is no model behind the colon: write %s:MODEL, or %s for the target's own", name+":", name, name)
		}
		t, err := findTarget(m, offers, name)
		if err != nil {
			return nil, err
		}
		if model != "" {
			t.Model = model
		}
		chosen = append(chosen, t)
	}
	return chosen, nil
}

func findTarget(m modelsConfig, offers []offer, name string) (targetConfig, error) {
	if i := slices.IndexFunc(m.Targets, func(t targetConfig) bool { return t.Name == name }); i >= 0 {
		return m.Targets[i], nil
	}
	names := targetNames(m.Targets)
	for _, o := range offers {
		if o.Name == name && o.missing != "" {
			return targetConfig{}, usagef("--model %s: set %s too", name, o.missing)
		}
		if o.Name == name {
			return o.targetConfig, nil
		}
		names = append(names, o.Name)
	}
	if variable := variableOf(name); variable != "" {
		return targetConfig{}, usagef("--model %s: set %s, or configure the target under models.targets", name, variable)
	}
	return targetConfig{}, usagef("--model: no target is called %q%s. 'docpipe models list' shows what there is", name, didYouMean(name, names))
}

// variableOf names what would make a well-known target available.
func variableOf(name string) string {
	return map[string]string{
		"llmapi": "LLMAPI_API_KEY and LLMAPI_BASE_URL", "mistral": "MISTRAL_API_KEY", "openai": "OPENAI_API_KEY",
		"azure": "AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_DEPLOYMENT", "anthropic": "ANTHROPIC_API_KEY",
		"bedrock": "AWS_ACCESS_KEY_ID and AWS_REGION", "replicate": "REPLICATE_API_TOKEN", "ollama": "OLLAMA_HOST",
	}[name]
}
