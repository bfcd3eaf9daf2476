package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
	"docpipe/pipeline/ocr"
	"docpipe/pipeline/sandbox"
)

func doctorCommand(g *globals) *cobra.Command {
	var install bool
	var languages []string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check what docpipe needs here, and install what is missing",
		Long: `Checks the programs that docpipe starts, the language packs of OCR, the layers
of the sandbox and the configuration. With --install it installs the missing
packages of the system.

Exit codes:
  0  everything that is needed is there
  2  the configuration has a mistake
  5  something is missing, and the last lines say what to do`,
		Example: "  docpipe doctor\n  docpipe doctor --install",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := g.config()
			if err != nil {
				return err
			}
			if len(languages) > 0 {
				c.OCR.Languages = languages
			}
			d := doctor{languages: c.OCR.Languages, mode: g.sandbox, w: cmd.OutOrStdout()}
			if install {
				if err := d.install(cmd.Context()); err != nil {
					return err
				}
			}
			return d.examine(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&install, "install", false, "install what is missing (needs the rights to do so)")
	cmd.Flags().StringSliceVar(&languages, "languages", nil, "`list` of languages of the text, such as de,ja (default: ocr.languages)")
	return cmd
}

// A doctor looks for what docpipe needs.
type doctor struct {
	languages []string
	mode      string // of the sandbox
	w         io.Writer
}

// examine prints one line for each thing and returns an error when a needed one is missing.
func (d doctor) examine(ctx context.Context) error {
	for _, t := range tools {
		d.line(t.installed(), !t.required, t.name, t.why)
	}
	sb, err := d.sandbox()
	if err != nil {
		d.line(false, false, "sandbox", err.Error())
		return err
	}
	d.line(true, false, "sandbox", "level "+sb.Level())
	packs, err := d.missingLanguages(ctx, sb)
	if err != nil {
		return err
	}
	for _, p := range packs {
		d.line(false, false, p, "language pack of OCR")
	}
	if missing := append(missingPackages(false), packs...); len(missing) > 0 {
		return fmt.Errorf("missing packages: %s. Install them with 'docpipe doctor --install': %w", strings.Join(missing, " "), pipeline.ErrEnvironment)
	}
	return nil
}

func (d doctor) sandbox() (*sandbox.Sandbox, error) {
	c := sandbox.DefaultConfig()
	c.Mode = d.mode
	return sandbox.New(c)
}

func (d doctor) line(ok, optional bool, name, what string) {
	mark := "ok"
	switch {
	case !ok && optional:
		mark = "none" // works without
	case !ok:
		mark = "MISSING"
	}
	fmt.Fprintf(d.w, "%-8s %-18s %s\n", mark, name, what)
}

// missing lists all packages of the system that are not there, optional ones too.
func (d doctor) missing(ctx context.Context) ([]string, error) {
	sb, err := d.sandbox()
	if err != nil {
		return nil, err
	}
	packs, err := d.missingLanguages(ctx, sb)
	return append(missingPackages(true), packs...), err
}

// missingPackages lists the packages of missing programs; optional ones when all is true.
func missingPackages(all bool) []string {
	var packs []string
	for _, t := range tools {
		if !t.installed() && (t.required || all) && !slices.Contains(packs, t.pack) {
			packs = append(packs, t.pack)
		}
	}
	return packs
}

// missingLanguages lists the packages of OCR languages that are not installed.
func (d doctor) missingLanguages(ctx context.Context, sb *sandbox.Sandbox) ([]string, error) {
	var packs []string
	for _, tag := range ocr.New(ocr.DefaultConfig(), sb).Missing(ctx, d.languages) {
		pack, err := ocr.Package(tag)
		if err != nil {
			return nil, usagef("ocr.languages: %w", err)
		}
		packs = append(packs, pack)
	}
	return packs, nil
}
