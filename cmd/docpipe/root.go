package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// globals are the flags that every command takes.
type globals struct {
	configPath string
	data       string
	sandbox    string
	offline    bool
	listen     string // of serve alone
}

func rootCommand() *cobra.Command {
	g := &globals{}
	root := &cobra.Command{
		Use:   "docpipe",
		Short: "Turn documents into fields that can be trusted",
		Long: `docpipe reads PDFs and images and writes JSON that satisfies a JSON Schema.
Every value is tied to the place on the page that proves it, or says that it
could not be proved.

It works without an account and without a network.`,
		Example: `  docpipe demo
  docpipe extract invoice.pdf
  docpipe extract scans/ --out results/
  docpipe serve`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	flags := root.PersistentFlags()
	flags.StringVar(&g.configPath, "config", "", "configuration `file` (default: docpipe.yaml, if there)")
	flags.StringVar(&g.data, "data", "", "`folder` of the service's data (default ./docpipe-data)")
	flags.StringVar(&g.sandbox, "sandbox", "full", "`level`: full (refuse to start when a layer is missing) or best-effort")
	flags.BoolVar(&g.offline, "offline", false, "refuse settings that reach another machine (reading is local)")
	root.AddCommand(
		extractCommand(g), textCommand(g), redactCommand(g), schemaCommand(g), configCommand(g),
		doctorCommand(g), demoCommand(g), versionCommand(),
		serveCommand(g), workerCommand(g), submitCommand(g), watchCommand(g),
		deadCommand(g), statusCommand(g), keysCommand(g), findingsCommand(g), auditCommand(g), modelsCommand(g), usageCommand(g), benchCommand(g), evalCommand(g),
		askCommand(g), summariseCommand(g), translateCommand(g), describeCommand(g), identCommand(), rulesCommand(g),
		screenCommand(g), suppliersCommand(g),
	)
	completes(root, "sandbox", "full", "best-effort")
	polish(root)
	wrapHelp(root)
	return root
}

// config loads the configuration and applies the flags that belong to it.
func (g *globals) config() (Config, error) {
	flags := map[string]any{}
	if g.data != "" {
		flags["data"] = g.data
	}
	if g.listen != "" {
		flags["listen"] = g.listen
	}
	switch g.sandbox {
	case "full", "best-effort":
	default:
		return Config{}, usagef("--sandbox: %q is not known, write full or best-effort", g.sandbox)
	}
	c, err := loadConfig(g.configPath, os.Environ(), flags)
	if err != nil {
		return c, err
	}
	c.dial, c.sandbox = g.dialer(), g.sandbox
	return c, c.offline(g)
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of docpipe and its engines",
		Long: `Prints the version of docpipe, of MuPDF and of each program that docpipe starts.

Exit codes:
  0  always`,
		Example: "  docpipe version",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), versionText(cmd.Context()))
			return err
		},
	}
}
