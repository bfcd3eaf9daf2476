package main

import (
	"cmp"
	"os"
	"runtime"
	"slices"

	"github.com/spf13/cobra"
)

// mostAtOnce bounds documents in flight that nobody asked for: each holds the words of its
// pages, and pictures of those that a model is looking at.
const mostAtOnce = 16

// atOnce is how many documents are read at once: as --jobs says, else one for each core. Where
// models are asked most of the time goes by waiting for them, so it is as many as their targets
// bear.
func (o *batchOptions) atOnce() int {
	if o.jobs > 0 {
		return o.jobs
	}
	return usualAtOnce(o.models.targets)
}

// usualAtOnce is how many documents are read at once when nobody says.
func usualAtOnce(targets []targetConfig) int {
	n := 0
	for _, t := range targets {
		n += cmp.Or(t.Concurrency, usualConcurrency)
	}
	return max(runtime.NumCPU(), min(n, mostAtOnce))
}

// unsaid is the number of jobs of a service that nobody has given: 0 means that there are none.
const unsaid = -1

// jobsFlag adds --jobs to a service and returns what reads it.
func jobsFlag(cmd *cobra.Command, more string) func() (int, error) {
	n := cmd.Flags().IntP("jobs", "j", 0, "`N` documents are worked on at once"+more+" (default: one for each core; with models, as many as their targets bear, up to 16)")
	return func() (int, error) {
		switch {
		case !cmd.Flags().Changed("jobs"):
			return unsaid, nil
		case *n < 0:
			return 0, usagef("--jobs: %d is less than 0", *n)
		}
		return *n, nil
	}
}

// slots is how many documents a service works on at once. A worker that leaves extraction to
// others waits for no model.
func (o serviceOptions) slots() (int, error) {
	if o.jobs != unsaid {
		return o.jobs, nil
	}
	if len(o.stages) > 0 && !slices.Contains(o.stages, "extract") {
		return usualAtOnce(nil), nil
	}
	targets, err := chooseTargets(o.config.Models, os.Environ(), nil)
	return usualAtOnce(targets), err
}
