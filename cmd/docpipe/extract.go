package main

import (
	"fmt"
	"os"
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
	models    modelFlags
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
	batch     bool
}

func extractCommand(g *globals) *cobra.Command {
	o := &batchOptions{}
	cmd := &cobra.Command{
		Use:   "extract PATH…|-",
		Short: "Read documents and write their fields as JSON",
		Long: `Reads files and folders. Each file is one document; its result is one line of
JSON. Without --out results go to stdout. With --out the folder holds
results.jsonl, failed.txt (feed it back with 'extract -'), report.json and what
--resume needs. A list on stdin has one document a line; tabs part its files.

` + exitHelp,
		Example: `  docpipe extract invoice.pdf
  docpipe extract scans/ --out results/ --schema invoice
  docpipe extract scans/ --out results/ --resume --retry failed
  docpipe extract - --out more/ < results/failed.txt
  docpipe extract scans/ --out results/ --batch --max-cost 5`,
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
	f.StringVar(&o.manifest, "manifest", "", "CSV `file` with a column path; also document (rows that share it are one document), schema, locale, reference, batch, case")
	f.StringVar(&o.root, "root", "", "`folder` to which the names in results are relative (default: as given)")
	f.StringVarP(&o.out, "out", "o", "", "`folder` for results (default: stdout)")
	f.StringVar(&o.schema, "schema", "auto", "schema `ID` or JSON Schema file; auto picks the type")
	f.StringVar(&o.format, "format", "jsonl", "`format` of the results: jsonl, json, csv or xlsx")
	f.StringVar(&o.locale, "locale", "", "`tag` that decides ambiguous dates and numbers, such as de-DE")
	f.StringSliceVar(&o.languages, "languages", nil, "`list` of languages of the text, such as de,en (default: ocr.languages)")
	o.models.addStrategy(cmd)
	o.models.add(cmd)
	f.StringSliceVar(&o.noReaders, "no-readers", nil, "`list` of readers to leave out: "+strings.Join(readerNames(), ", "))
	f.StringVar(&o.split, "split", "auto", "`when` to split stacks: auto or never")
	f.StringVar(&o.passwords, "password-file", "", "`file` whose first line opens encrypted inputs")
	f.IntVarP(&o.jobs, "jobs", "j", 0, "`N` documents are read at once (default: one for each core; with models, as many as their targets bear, up to 16)")
	f.DurationVar(&o.timeout, "timeout", 0, "`time` for one document (default: limits.document_time)")
	f.DurationVar(&o.pageTime, "page-timeout", 0, "`time` for one page (default: limits.page_time)")
	f.Var(&o.shard, "shard", "read only part `I/N`")
	f.BoolVar(&o.batch, "batch", false, "buy model answers in batches where the provider has them: for less, within a day; an interrupted wait goes on with --resume")
	f.BoolVar(&o.resume, "resume", false, "go on in --out: what has a result is not read again")
	f.StringSliceVar(&o.retry, "retry", nil, "with --resume, read these again: a `list` of failed, partial, needs_review")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be read and what models would cost, and read nothing")
	f.StringVar(&o.progress, "progress", "", "`kind` of progress: bar, lines or none (default: bar on a terminal, else lines)")
	f.BoolVar(&o.noBar, "no-progress", false, "the same as --progress none")
	f.StringSliceVar(&o.failOn, "fail-on", nil, "exit with 3 on a `list` of review, partial, finding:SEVERITY (or worse)")
	f.BoolVar(&o.ordered, "ordered", false, "write results in the order of the inputs")
	o.completions(cmd)
}

// completions are the words that a shell offers for the flags.
func (o *batchOptions) completions(cmd *cobra.Command) {
	completes(cmd, "format", "jsonl", "json", "csv", "xlsx")
	completesFrom(cmd, "schema", func() []string { return append(schemaIDs(), "auto") })
	completes(cmd, "split", "auto", "never")
	completes(cmd, "no-readers", readerNames()...)
	completes(cmd, "progress", "bar", "lines", "none")
	completes(cmd, "retry", "failed", "partial", "needs_review")
	completes(cmd, "fail-on", "review", "partial", "finding:high", "finding:critical")
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
		"--languages": strings.Join(c.OCR.Languages, ","), "--strategy": o.models.strategy, "--model": strings.Join(targetModels(o.models.targets), ","),
		"--no-readers": strings.Join(o.noReaders, ","), "--split": o.split,
		"review.min_confidence": fmt.Sprint(c.Review.MinConfidence),
		"timezone":              c.Timezone,
	}
}

// fill takes from the configuration what no flag says, and returns the configuration with
// what flags say. Languages that the flags do not name need no language pack.
func (o *batchOptions) fill(c Config) Config {
	if o.timeout == 0 {
		o.timeout = time.Duration(c.Limits.DocumentTime)
	}
	if len(o.languages) > 0 {
		c.OCR.Languages = o.languages
	}
	return c
}
