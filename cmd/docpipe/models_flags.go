package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// modelFlags say whether models are asked, which, and for how much.
type modelFlags struct {
	named    []string // targets
	strategy string   // local | model | hybrid; empty: hybrid where models may be asked, else local
	maxCost  string   // US dollars for the whole run; empty: no bound of its own
	targets  []targetConfig
	given    func() bool // whether --model was
	local    bool        // the command has --strategy, so it can do without
}

func (f *modelFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.named, "model", nil, "`list` of targets that documents are sent to, see 'docpipe models list'; NAME:MODEL takes another model")
	f.given = func() bool { return cmd.Flags().Changed("model") }
	completesFrom(cmd, "model", offeredNames)
	cmd.Flags().StringVar(&f.maxCost, "max-cost", "", "`USD` that models may cost in this run, such as 0.50 (exit code 4 when it is spent)")
}

// offeredNames are the targets that the environment makes available.
func offeredNames() []string {
	var names []string
	for _, o := range environmentOffers(os.Environ()) {
		if o.missing == "" {
			names = append(names, o.Name)
		}
	}
	return names
}

func (f *modelFlags) addStrategy(cmd *cobra.Command) {
	f.local = true
	cmd.Flags().StringVar(&f.strategy, "strategy", "", "`kind` of reader: local, model, or hybrid, which asks a model only for what is missing or doubtful (default: hybrid with a model, else local)")
	completes(cmd, "strategy", "local", "model", "hybrid")
}

// check returns mistakes that need no configuration to be seen.
func (f *modelFlags) check() error {
	errs := []error{oneOf("--strategy", f.strategy, "local", "model", "hybrid", "")}
	if _, err := f.bound(); err != nil {
		errs = append(errs, err)
	}
	if f.given != nil && f.given() && len(f.named) == 0 {
		errs = append(errs, errors.New("--model is empty: name a target, see 'docpipe models list', or leave it out"))
	}
	if f.strategy == "local" && len(f.named) > 0 {
		errs = append(errs, errors.New("--strategy local asks no model: leave --model out, or use --strategy hybrid"))
	}
	return errors.Join(errs...)
}

// bound is --max-cost in micro-dollars.
func (f *modelFlags) bound() (pipeline.Micros, error) {
	if f.maxCost == "" {
		return model.NoLimit, nil
	}
	var m money
	if err := m.UnmarshalText([]byte(f.maxCost)); err != nil {
		return 0, fmt.Errorf("--max-cost: %w", err)
	}
	return pipeline.Micros(m), nil
}

// choose settles the strategy and finds the targets, before any document is touched.
func (f *modelFlags) choose(g *globals, c Config) (err error) {
	if f.strategy == "local" {
		return nil
	}
	if f.targets, err = chooseTargets(c.Models, os.Environ(), f.named); err != nil {
		return err
	}
	for _, t := range f.targets {
		if err := g.mayReach("models target "+t.Name, first(t.BaseURL, "https://"+t.Wire)); err != nil {
			return err
		}
	}
	switch {
	case f.strategy == "" && len(f.targets) == 0:
		f.strategy = "local"
	case f.strategy == "":
		f.strategy = "hybrid"
	case len(f.targets) == 0:
		return usagef("--strategy %s needs a model, and none may be asked: name one with --model, configure models.targets, or use --strategy local", f.strategy)
	}
	return f.affordable(c)
}

// affordable refuses a budget with which no question could ever be asked.
func (f *modelFlags) affordable(c Config) error {
	most, err := f.bound()
	switch b := c.Models.Budget; {
	case err != nil || len(f.targets) == 0:
		return err
	case most == 0:
		return usagef("--max-cost 0 lets no model be asked: give an amount%s", f.orLocal())
	case b.Document == 0 || b.TenantDay == 0 || b.TotalDay == 0:
		return usagef("models.budget is 0, so no model can be asked: set it%s", f.orLocal())
	}
	return nil
}

// orLocal ends advice for a command that can do without models.
func (f *modelFlags) orLocal() string {
	if f.local {
		return ", or use --strategy local"
	}
	return ""
}

// targetModels names what may be asked, for the check of --resume.
func targetModels(targets []targetConfig) []string {
	var names []string
	for _, t := range targets {
		names = append(names, t.Name+":"+t.Model)
	}
	return names
}

// announce says where documents go before the first one does.
func (f *modelFlags) announce(w io.Writer, m *models) {
	if m == nil {
		return
	}
	stay := ""
	if f.local {
		stay = "; --strategy local keeps them on this machine"
	}
	fmt.Fprintf(w, "documents are sent to %s%s\n", m.provider(), stay)
}
