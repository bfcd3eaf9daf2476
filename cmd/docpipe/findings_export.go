package main

import (
	"bytes"
	"io"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A FindingsExport asks for a file of findings.
type FindingsExport struct {
	Tenant, Format string
	Query          pipeline.FindingQuery
	Whole          bool // personal data too
}

// ExportFindings returns the file.
func (a *Admin) ExportFindings(q FindingsExport, r *[]byte) error {
	ctx, cancel := a.context()
	defer cancel()
	registry, err := schemas.NewRegistry()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := newExporter(a.ledger, registry).Export(ctx, q.Tenant, q.Query, q.Format, q.Whole, &b); err != nil {
		return err
	}
	*r = b.Bytes()
	return nil
}

func findingsExport(g *globals) *cobra.Command {
	var q FindingsExport
	var out, since string
	cmd := &cobra.Command{
		Use: "export", Short: "Write findings as SARIF or CSV", Args: cobra.NoArgs,
		Long: `Writes findings as SARIF 2.1.0 for tools that track findings, or as CSV for
spreadsheets. Personal data is masked: of numbers the end stays, of names nothing.` + findingsHelp,
		Example: "  docpipe findings export --format sarif -o findings.sarif\n  docpipe findings export --format csv --since 90d --severity high",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("--format", q.Format, exportFormats...); err != nil {
				return usageError{err}
			}
			if err := checkFilters(q.Query); err != nil {
				return err
			}
			if since != "" {
				age, err := parseDuration(since)
				if err != nil {
					return usagef("--since: %q is not known, write 24h or 30d", since)
				}
				q.Query.UpdatedAfter = time.Now().Add(-age)
			}
			var file []byte
			if err := g.admin(cmd, "ExportFindings", q, &file); err != nil {
				return err
			}
			if out == "" {
				_, err := cmd.OutOrStdout().Write(file)
				return err
			}
			return replaceFile(out, func(w io.Writer) error { _, err := w.Write(file); return err })
		},
	}
	tenantFlag(cmd, &q.Tenant)
	f := cmd.Flags()
	f.StringVar(&q.Format, "format", "sarif", "`format`: sarif or csv")
	f.StringVarP(&out, "out", "o", "", "`file` to write (default: stdout)")
	f.StringVar(&since, "since", "", "only what changed since, such as 24h or 90d")
	f.StringVar(&q.Query.Severity, "severity", "", "critical, high, medium, low or info")
	f.StringVar(&q.Query.Disposition, "disposition", "", "open, accepted, waived or escalated")
	f.StringVar(&q.Query.Pack, "pack", "", "only of this `pack` of rules")
	f.BoolVar(&q.Whole, "unmasked", false, "write personal data too")
	completes(cmd, "format", exportFormats...)
	completes(cmd, "severity", findingSeverities...)
	completes(cmd, "disposition", findingStates...)
	return cmd
}
