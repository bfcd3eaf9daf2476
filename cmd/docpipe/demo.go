package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"docpipe/pipeline"
	"docpipe/testdata"
)

func demoCommand(g *globals) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Read the sample documents and show what was found",
		Long: `Checks this machine, asks before it installs what is missing, reads the sample
documents that docpipe carries, and shows fields, findings and timings. Nothing
leaves the machine.

The demo takes the sandbox layers that this machine has (--sandbox=best-effort)
and says which they are; every other command refuses to start when one is
missing.

Exit codes:
  0  the samples were read
  2  the configuration has a mistake
  5  something is missing and was not installed`,
		Example: "  docpipe demo\n  docpipe demo --yes",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("sandbox") {
				g.sandbox = "best-effort"
			}
			return runDemo(cmd, g, yes)
		},
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "install what is missing without asking")
	return cmd
}

func runDemo(cmd *cobra.Command, g *globals, yes bool) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	c, err := g.config()
	if err != nil {
		return err
	}
	if err := demoInstall(cmd, doctor{languages: c.OCR.Languages, mode: g.sandbox, w: out}, yes); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "docpipe-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	samples, err := unpackSamples(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Reading %d sample documents on this machine. A line is a field, its value, the\npage where it stands and the confidence; ! is a finding, ? says why to look.\n\n", len(samples))
	if err := readSamples(ctx, g, c, samples, out); err != nil {
		return err
	}
	_, err = io.WriteString(out, demoNext)
	return err
}

const demoNext = `
What to try next
  docpipe extract scans/ --out results/   a folder of your own
  docpipe extract invoice.pdf             one file, JSON on stdout
  docpipe text scan.pdf                   just the text
  docpipe serve                           REST on 127.0.0.1:8080, events on NATS
`

// demoInstall installs what is missing after asking. Where nobody can be asked, missing
// packages are an error that names the command, unless --yes was given.
func demoInstall(cmd *cobra.Command, d doctor, yes bool) error {
	missing, err := d.missing(cmd.Context())
	if err != nil || len(missing) == 0 {
		return err
	}
	fmt.Fprintf(d.w, "Reading documents needs these packages of the system: %s\n", strings.Join(missing, " "))
	if !yes && !confirmed(cmd.InOrStdin(), d.w) {
		return fmt.Errorf("nothing was installed: run 'docpipe doctor --install', or the demo with --yes: %w", pipeline.ErrEnvironment)
	}
	return d.install(cmd.Context())
}

func confirmed(in io.Reader, out io.Writer) bool {
	if f, ok := in.(*os.File); ok && !term.IsTerminal(int(f.Fd())) {
		return false
	}
	fmt.Fprint(out, "Install them now? [Y/n] ")
	answer, _ := bufio.NewReader(in).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "", "y", "yes":
		return answer != ""
	}
	return false
}

// unpackSamples writes the embedded samples to dir and returns an input for each.
func unpackSamples(dir string) ([]demoSample, error) {
	var inputs []demoSample
	for _, s := range testdata.Samples() {
		in := demoSample{name: s.Name, password: s.Password}
		for _, name := range s.Files {
			b, err := fs.ReadFile(testdata.Files, name)
			if err != nil {
				return nil, err
			}
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return nil, err
			}
			if err := os.WriteFile(path, b, 0o600); err != nil {
				return nil, err
			}
			in.paths = append(in.paths, path)
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}

type demoSample struct {
	name     string
	paths    []string
	password string
}

func readSamples(ctx context.Context, g *globals, c Config, samples []demoSample, out io.Writer) (err error) {
	o := &batchOptions{schema: "auto", models: modelFlags{strategy: "local"}, split: "auto", jobs: 1, format: "jsonl"}
	o.fill(c)
	work, err := openWorkspace(ctx, c, o)
	if err != nil {
		return err
	}
	defer func() { err = firstError(err, work.close()) }()
	a, err := newApp(ctx, appOptions{config: c, sandbox: g.sandbox, artefacts: work.artefacts})
	if err != nil {
		return err
	}
	defer a.close()
	for _, s := range samples {
		start := time.Now()
		r, err := readSample(ctx, a, c, o, s)
		if err != nil {
			return err
		}
		showSample(out, s.name, r, time.Since(start))
	}
	fmt.Fprintf(out, "Sandbox: %s\n", a.sandbox.Level())
	return nil
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func readSample(ctx context.Context, a *app, c Config, o *batchOptions, s demoSample) (*pipeline.Result, error) {
	reader := inputReader{options: o, maxBytes: int64(c.Limits.File), password: s.password}
	d, failure := reader.open(ctx, input{Source: s.name, Paths: s.paths})
	d.Engine = a.engine(ctx)
	if failure == nil {
		failure = a.route().Run(ctx, d)
	}
	if stopsBatch(ctx, failure) {
		return nil, failure
	}
	return pipeline.NewResult(d, 1, failure), nil
}
