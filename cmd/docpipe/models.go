package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"docpipe/extractors"
	"docpipe/extractors/model"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// models asks models about documents.
type models struct {
	deployments []model.Deployment
	router      *model.Router
	tasks       *task.Tasks
	images      task.Images
}

// modelsOptions is what models are made from.
type modelsOptions struct {
	config   modelsConfig
	targets  []targetConfig // that documents may be sent to, see chooseTargets
	answers  pipeline.Answers
	images   task.Images
	observer model.Observer
	http     *http.Client
	brief    bool // jobs can be given back: a call does not wait for a provider that is away
}

// openModels makes the router over the chosen targets. It sends nothing. Without targets it
// returns nil: documents are read on this machine alone.
func openModels(ctx context.Context, o modelsOptions) (*models, error) {
	if len(o.targets) == 0 {
		return nil, nil
	}
	catalogue, err := model.LoadCatalogue()
	if err != nil {
		return nil, err
	}
	deployments, err := deploymentsOf(ctx, o, catalogue)
	if err != nil {
		return nil, usageError{err}
	}
	router, err := model.NewRouter(o.router(), deployments, o.answers, o.observer)
	if err != nil {
		return nil, usageError{err}
	}
	return &models{deployments: deployments, router: router, tasks: task.New(taskConfig(deployments), router, o.images), images: o.images}, nil
}

// taskConfig is how documents are cut, and whether there is a premium target to ask again.
func taskConfig(deployments []model.Deployment) task.Config {
	c := task.DefaultConfig()
	c.Escalates = slices.ContainsFunc(deployments, func(d model.Deployment) bool { return d.Target.Premium })
	return c
}

// withAsker is m with questions that go to asker.
func (m *models) withAsker(asker model.Asker) *models {
	other := *m
	other.tasks = task.New(taskConfig(m.deployments), asker, m.images)
	return &other
}

// reader reads fields by model; nil without models.
func (m *models) reader() extractors.Model {
	if m == nil {
		return nil
	}
	return m.tasks
}

// askable refuses a schema that no provider can be asked for, when models are asked.
func (a *app) askable(name string) error {
	if a.models == nil || name == "auto" {
		return nil
	}
	s, err := a.registry.Resolve(name)
	if err != nil {
		return err
	}
	if _, err := s.Safe(schemas.Minimal()); err != nil {
		return usagef("--schema %s cannot be put to a model: %w. Change it, or use --strategy local", name, err)
	}
	return nil
}

// briefly is how long a call of a service waits for providers, or for what rpm and tpm let through: then its job goes back to the
// ledger, which waits better, and its worker to documents that need no model.
const briefly = 20 * time.Second

// router is how the settings order targets, and how long a call is tried.
func (o modelsOptions) router() model.RouterConfig {
	c := model.DefaultRouterConfig()
	if len(o.config.Prefer) > 0 {
		c.Prefer = o.config.Prefer
	}
	if o.brief {
		c.Wall, c.MaxWait, c.Patience = briefly, briefly/2, briefly
	}
	return c
}

func deploymentsOf(ctx context.Context, o modelsOptions, catalogue *model.Catalogue) ([]model.Deployment, error) {
	var all []model.Deployment
	var errs []error
	// Whoever names with --model only targets of escalate_to wants them asked.
	premiumOnly := !slices.ContainsFunc(o.targets, func(t targetConfig) bool { return !slices.Contains(o.config.EscalateTo, t.Name) })
	for _, t := range o.targets {
		target, row := t.target(catalogue)
		target.Premium = !premiumOnly && slices.Contains(o.config.EscalateTo, t.Name)
		errs = append(errs, t.priced(catalogue), retired(t, row))
		keys, err := t.keys(ctx, row, o.http)
		if err != nil {
			errs = append(errs, fmt.Errorf("models: target %s: %w", t.Name, err))
			continue
		}
		all = append(all, model.Deployment{Target: target, Keys: keys})
	}
	return all, errors.Join(errs...)
}

// usable names what would keep the targets from being asked that documents may be sent to. It
// sends nothing.
func (m modelsConfig) usable(environ []string) error {
	targets, err := chooseTargets(m, environ, nil)
	if err != nil {
		return err
	}
	catalogue, err := model.LoadCatalogue()
	if err != nil {
		return err
	}
	var errs []error
	for _, t := range targets {
		_, row := t.target(catalogue)
		errs = append(errs, t.priced(catalogue), retired(t, row))
	}
	if err := errors.Join(errs...); err != nil {
		return usageError{err}
	}
	return nil
}

// retired refuses a model that its provider has turned off: every document would fail.
func retired(t targetConfig, row model.Row) error {
	if !row.Retired(time.Now()) || t.BaseURL != "" && t.Wire == "openai" && t.Provider != "" {
		return nil // a gateway may have put another model behind the name
	}
	if row.By != "" {
		return fmt.Errorf("models: target %s: the provider turned %s off after %s, use %s", t.Name, t.Model, row.Retires, row.By)
	}
	return fmt.Errorf("models: target %s: the provider turned %s off after %s, name another model", t.Name, t.Model, row.Retires)
}

// provider names who documents are sent to: the first line on stderr, the log and results.
// It is "none" without models.
func (m *models) provider() string {
	if m == nil {
		return "none"
	}
	var names []string
	for _, t := range m.router.Targets() {
		name := t.Name + " (" + t.Model
		if t.Server != "" {
			name += " at " + t.Server
		}
		names = append(names, name+")")
	}
	return joinWords(names)
}
