package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// allStages are the stages that workers can be told to do.
var allStages = []string{"prepare", "extract", "check"}

func workerCommand(g *globals) *cobra.Command {
	var dev bool
	var jobs func() (int, error)
	var stages []string
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "Work on documents of a service on other machines",
		Long: `Takes jobs of an installation that spans machines: NATS, Postgres and blobs must be ones that
all nodes reach (nats.url, ledger.url, blobs.url), and encryption.key the same everywhere.`,
		Example: "  docpipe worker --stages prepare",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := g.config()
			if err != nil {
				return err
			}
			for _, s := range stages {
				if !slices.Contains(allStages, s) {
					return usagef("--stages: %q is not known, write some of %s", s, strings.Join(allStages, ", "))
				}
			}
			if err := reachable(c); err != nil {
				return err
			}
			n, err := jobs()
			if err != nil {
				return err
			}
			log := newLog(cmd.ErrOrStderr())
			return runService(cmd.Context(), serviceOptions{config: c, sandbox: g.sandbox, dev: dev, jobs: n, stages: stages, log: log, stderr: cmd.ErrOrStderr()})
		},
	}
	cmd.Flags().BoolVar(&dev, "dev", false, "accept an external NATS server with fewer than three replicas")
	jobs = jobsFlag(cmd, "")
	cmd.Flags().StringSliceVar(&stages, "stages", nil, strings.Join(allStages, ", ")+" (default: all)")
	return cmd
}

// reachable refuses what only one machine can see.
func reachable(c Config) error {
	var missing []string
	for setting, value := range map[string]string{
		"nats.url": c.NATS.URL, "ledger.url": c.Ledger.URL, "blobs.url": c.Blobs.URL, "encryption.key": string(c.Encryption.Key),
	} {
		if value == "" {
			missing = append(missing, setting)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	return usagef("a worker shares its stores with the service, and the embedded ones are this machine's alone: set %s", strings.Join(missing, ", "))
}
