package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

func auditCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check the audit log, and export it for an auditor",
		Long: `Every acceptance, verdict, decision, view of an original, export and erasure
stands in the audit log of its tenant, a chain in which each entry carries the
hash of the one before. Its head is told as the event audit.head and shown by
verify: keep it elsewhere, and nobody can cut off the newest entries unseen.`,
		Example: "  docpipe audit verify --head 42:9f86d0…\n  docpipe audit export --since 2026-07-01 --until 2026-09-30 -o q3.zip\n  docpipe audit verify q3.zip",
	}
	cmd.AddCommand(auditVerify(g), auditExport(g))
	return cmd
}

// An AuditName names a tenant's audit log, and a head that was kept elsewhere.
type AuditName struct{ Tenant, Head string }

func auditVerify(g *globals) *cobra.Command {
	var q AuditName
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify [FILE.zip]", Short: "Tell whether an audit log, or an export of it, was tampered with", Args: cobra.MaximumNArgs(1),
		Long: `Checks the audit log of a tenant, or an export of it, which needs nothing but the
file. Each entry, record or file that was changed, deleted, moved or added is
named. Whether the newest entries were cut off shows with --head only.

Exit codes:
  0  nothing was tampered with
  1  something was: each thing is named
  2  usage, or no such log`,
		Example: "  docpipe audit verify\n  docpipe audit verify --tenant acme --head 42:9f86d0…\n  docpipe audit verify q3.zip",
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := q.check(g, cmd, args)
			if err != nil {
				return err
			}
			if asJSON {
				err = json.NewEncoder(cmd.OutOrStdout()).Encode(report)
			} else {
				err = showAudit(cmd.OutOrStdout(), report, q.Head != "")
			}
			if err == nil && !report.Sound() {
				return exitError(exitFailed)
			}
			return err
		},
	}
	tenantFlag(cmd, &q.Tenant)
	cmd.Flags().StringVar(&q.Head, "head", "", "a `head` that was kept elsewhere: it must be in the chain")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// check looks at the file of args, or else at the tenant's log.
func (q AuditName) check(g *globals, cmd *cobra.Command, args []string) (r audit.Report, err error) {
	head, err := audit.ParseHead(q.Head)
	if err != nil {
		return r, usagef("--head: %w", err)
	}
	if len(args) == 0 {
		r.Faults = []audit.Fault{} // the socket carries no empty list
		err = g.admin(cmd, "AuditVerify", q, &r)
		return r, err
	}
	if r, err = checkExport(args[0], head); err != nil {
		return r, usageError{err}
	}
	return r, nil
}

// checkExport checks an export.
func checkExport(path string, kept audit.Head) (r audit.Report, err error) {
	f, err := os.Open(path)
	if err != nil {
		return r, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return r, err
	}
	return audit.CheckBundle(f, info.Size(), kept)
}

func showAudit(w io.Writer, r audit.Report, asked bool) error {
	for _, f := range r.Faults {
		fmt.Fprintf(w, "%s: %s\n", f.Kind, printable(f.Detail))
	}
	said := "sound"
	if !r.Sound() {
		said = "TAMPERED WITH, " + counted(len(r.Faults), "fault")
	}
	fmt.Fprintf(w, "tenant %s: entries %d to %d, %s\n", printable(r.Tenant), r.First, r.Head.N, said)
	if r.Files > 0 {
		fmt.Fprintf(w, "files: %d checked\n", r.Files)
	}
	fmt.Fprintf(w, "head: %s\n", r.Head)
	switch {
	case r.Complete:
		fmt.Fprintln(w, "complete: the head given is in the chain")
	case asked:
		fmt.Fprintln(w, "complete: no, the head given is not in the chain")
	default:
		fmt.Fprintln(w, "complete: nobody can tell without --head, a head that was kept elsewhere")
	}
	return nil
}

// An AuditPeriod asks for an export of what happened from Since to before Until, to a file.
type AuditPeriod struct {
	Tenant       string
	Since, Until time.Time
	Path         string
}

func auditExport(g *globals) *cobra.Command {
	var q AuditPeriod
	var since, until string
	cmd := &cobra.Command{
		Use: "export", Short: "Write what happened in a period into a zip that checks itself", Args: cobra.NoArgs,
		Long: `Writes a zip with every verdict of the period (findings, and which rules passed),
the decisions, the rules as they were in force, pictures of what findings point
at, and the chain of the audit log up to this export. 'docpipe audit verify
FILE.zip' checks it on any machine. It holds what documents say: keep it safe.
Of documents that were erased the receipts are left.

A running service writes the file itself, so its user must be able to.

Exit codes:
  0  written whole
  1  not written: the file that was there before is as it was
  2  usage`,
		Example: "  docpipe audit export --since 2026-07-01 --until 2026-09-30 -o q3.zip\n  docpipe audit export --tenant acme --since 90d -o last.zip",
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := q.period(since, until, time.Now()); err != nil {
				return err
			}
			if q.Path, err = filepath.Abs(q.Path); err != nil {
				return err
			}
			var r audit.Report
			if err := g.admin(cmd, "AuditExport", q, &r); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: entries %d to %d, %s\nhead: %s\n", q.Path, r.First, r.Head.N, counted(r.Files, "file"), r.Head)
			return err
		},
	}
	tenantFlag(cmd, &q.Tenant)
	cmd.Flags().StringVar(&since, "since", "", "first `day` in UTC, such as 2026-07-01; a time; or how long ago, such as 90d")
	cmd.Flags().StringVar(&until, "until", "", "last `day` in UTC, or a time (default: now)")
	cmd.Flags().StringVarP(&q.Path, "output", "o", "", "the `file` to write")
	return cmd
}

// period reads the flags: Until is the moment before which things happened.
func (q *AuditPeriod) period(since, until string, now time.Time) error {
	if q.Path == "" || since == "" {
		return usagef("write --since and -o, such as --since 2026-07-01 -o q3.zip")
	}
	var err error
	if q.Since, err = sinceFlag(since, now); err != nil {
		return err
	}
	q.Until = now.UTC()
	if end, err := pipeline.ParseUntil(until); err != nil {
		return usagef("--until: %w", err)
	} else if end != nil {
		q.Until = end.UTC()
	}
	if !q.Since.Before(q.Until) {
		return usagef("--since %s is not before --until %s", since, until)
	}
	return nil
}

func sinceFlag(text string, now time.Time) (time.Time, error) {
	if d, err := parseDuration(text); err == nil {
		return now.Add(-d).UTC(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, usagef("--since: %q is not known, write 2026-07-01, a time of RFC 3339 or 90d", text)
}
