package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// batchOptions is what the flags of extract say.
type batchOptions struct {
	args      []string
	manifest  string
	root      string
	out       string
	schema    string
	format    string
	locale    string
	languages []string
	strategy  string
	noReaders []string
	split     string
	passwords string
	jobs      int
	timeout   time.Duration
	pageTime  time.Duration
	shard     shard
	resume    bool
	retry     []string
	dryRun    bool
	progress  string
	noBar     bool
	failOn    []string
	ordered   bool
}

func extractCommand(g *globals) *cobra.Command {
	o := &batchOptions{}
	cmd := &cobra.Command{
		Use:   "extract PATH…|-",
		Short: "Read documents and write their fields as JSON",
		Long: `Reads files and folders. Each file is one document; its result is one line of JSON.
Without --out results go to stdout. With --out the folder holds results.jsonl, failed.txt
(feed it back with 'extract -'), report.json and what --resume needs.

` + exitHelp,
		Example: `  docpipe extract invoice.pdf
  docpipe extract scans/ --out results/ --schema invoice
  docpipe extract scans/ --out results/ --resume --retry failed
  docpipe extract - --out more/ < results/failed.txt`,
		ValidArgsFunction: nil,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			c, err := g.config()
			if err != nil {
				return err
			}
			if err := o.validate(); err != nil {
				return err
			}
			return runBatch(cmd, g, c, o)
		},
	}
	o.flags(cmd)
	return cmd
}

func (o *batchOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.manifest, "manifest", "", "CSV `file` with a column path, and document, schema, locale, reference, batch, case")
	f.StringVar(&o.root, "root", "", "`folder` to which the names in results are relative (default: as given)")
	f.StringVarP(&o.out, "out", "o", "", "`folder` for results (default: stdout)")
	f.StringVar(&o.schema, "schema", "auto", "schema id or JSON Schema `file`; auto picks the type")
	f.StringVar(&o.format, "format", "jsonl", "jsonl | json | csv | xlsx")
	f.StringVar(&o.locale, "locale", "", "decides ambiguous dates and numbers, such as de-DE")
	f.StringSliceVar(&o.languages, "languages", nil, "languages of the text, such as de,en (default: ocr.languages)")
	f.StringVar(&o.strategy, "strategy", "local", "local (model and hybrid need a configured model)")
	f.StringSliceVar(&o.noReaders, "no-readers", nil, "readers to leave out, such as form")
	f.StringVar(&o.split, "split", "auto", "auto | never")
	f.StringVar(&o.passwords, "password-file", "", "`file` with the password of encrypted inputs")
	f.IntVarP(&o.jobs, "jobs", "j", runtime.NumCPU(), "documents read at once")
	f.DurationVar(&o.timeout, "timeout", 0, "time for one document (default: limits.document_time)")
	f.DurationVar(&o.pageTime, "page-timeout", 0, "time for one page (default: limits.page_time)")
	f.Var(&o.shard, "shard", "read only part I of N")
	f.BoolVar(&o.resume, "resume", false, "go on in --out: documents with a result are not read again")
	f.StringSliceVar(&o.retry, "retry", nil, "with --resume: read these again: failed,partial,needs_review")
	f.BoolVar(&o.dryRun, "dry-run", false, "list what would be read, and read nothing")
	f.StringVar(&o.progress, "progress", "", "bar | lines | none (default: bar on a terminal, else lines)")
	f.BoolVar(&o.noBar, "no-progress", false, "the same as --progress none")
	f.StringSliceVar(&o.failOn, "fail-on", nil, "exit with 3 on: review, partial, finding:SEVERITY or worse")
	f.BoolVar(&o.ordered, "ordered", false, "write results in the order of the inputs")
}

// validate returns the first mistake, naming its flag.
func (o *batchOptions) validate() error {
	if o.noBar {
		o.progress = "none"
	}
	for _, c := range []struct {
		flag, value string
		allowed     []string
	}{
		{"--format", o.format, []string{"jsonl", "json", "csv", "xlsx"}},
		{"--split", o.split, []string{"auto", "never"}},
		{"--progress", o.progress, []string{"", "bar", "lines", "none"}},
	} {
		if !slices.Contains(c.allowed, c.value) {
			return usagef("%s: %q is not known, write one of %s", c.flag, c.value, strings.TrimPrefix(strings.Join(c.allowed, ", "), ", "))
		}
	}
	return o.validateRest()
}

func (o *batchOptions) validateRest() error {
	switch {
	case o.strategy == "model" || o.strategy == "hybrid":
		return usagef("--strategy %s needs a model, and none is configured: use --strategy local", o.strategy)
	case o.strategy != "local":
		return usagef("--strategy: %q is not known, write local", o.strategy)
	case o.jobs < 1:
		return usagef("--jobs: %d is not at least 1", o.jobs)
	case o.timeout < 0 || o.pageTime < 0:
		return usagef("--timeout and --page-timeout: must not be negative")
	case o.resume && o.out == "":
		return usagef("--resume goes on in a folder: name it with --out")
	case len(o.retry) > 0 && !o.resume:
		return usagef("--retry reads results again: use it with --resume")
	case o.format == "xlsx" && o.out == "":
		return usagef("--format xlsx writes a file: name a folder with --out")
	}
	for _, status := range o.retry {
		if !slices.Contains([]string{"failed", "partial", "needs_review"}, status) {
			return usagef("--retry: %q is not known, write failed, partial or needs_review", status)
		}
	}
	for _, condition := range o.failOn {
		if _, err := parseCondition(condition); err != nil {
			return err
		}
	}
	return nil
}

// password reads --password-file: its first line.
func (o *batchOptions) password() (string, error) {
	if o.passwords == "" {
		return "", nil
	}
	b, err := os.ReadFile(o.passwords)
	if err != nil {
		return "", usagef("--password-file %s: %w", o.passwords, pathReason(err))
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimRight(line, "\r"), nil
}

// settingsText is what decides results besides the bytes, for the check of --resume.
func (o *batchOptions) settingsText(c Config, schemaSHA string) map[string]string {
	return map[string]string{
		"--schema": schemaSHA, "--locale": o.locale,
		"--languages": strings.Join(o.languages, ","), "--strategy": o.strategy,
		"--no-readers": strings.Join(o.noReaders, ","), "--split": o.split,
		"review.min_confidence": fmt.Sprint(c.Review.MinConfidence),
		"ocr.languages":         strings.Join(c.OCR.Languages, ","),
		"timezone":              c.Timezone,
	}
}

// fill takes from the configuration what no flag says.
func (o *batchOptions) fill(c Config) {
	if o.timeout == 0 {
		o.timeout = time.Duration(c.Limits.DocumentTime)
	}
}
