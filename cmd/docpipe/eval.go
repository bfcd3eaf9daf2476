package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"docpipe/extractors/eval"
)

// evalOptions is what the flags of eval say.
type evalOptions struct {
	batchOptions
	only      []string
	json      string
	html      string
	baseline  string
	min       []string
	cache     string
	calibrate string
}

func evalCommand(g *globals) *cobra.Command {
	o := &evalOptions{batchOptions: batchOptions{split: "never", format: "jsonl"}}
	cmd := &cobra.Command{
		Use:   "eval SET…",
		Short: "Compare what is read with labelled documents",
		Long: `Reads every document of a set the way extract does and compares the result with
the truth. A set is a folder with eval.yaml (schema, JSON pointer to key of the
truth, comparison for each field) and truth.jsonl (one record a document).

Of each field: the documents on which it stands (n), the share right to the
character and right as the comparison says, the mean likeness (ANLS), how many
are wrong or empty, values given where the document has none (of how many such
documents), and the mean over groups of alike documents. Of lists: precision,
recall and F1 of rows, and the share of right cells in the rows found. Of the
confidence: AUROC, and the share of values that can be taken unseen with 99 % of
them right, with a 95 % interval over documents drawn anew.

--min FIELD=SHARE makes a gate: FIELD is a pointer such as /total, for one set
SET:/total; or all_right, not_filled, micro, macro, auroc, coverage. A list's
pointer means the F1 of its rows.

--cache keeps the prepared pages, so that a run after a change of the readers
takes seconds. Fields are read anew every time.

Exit codes:
  0  compared
  2  usage, configuration, or a set that cannot be scored
  3  a --min is missed
  5  environment: names the missing tool and the command that installs it
  130, 143  interrupted`,
		Example: `  docpipe eval sets/invoices
  docpipe eval sets/* --cache pages --json now.json --baseline before.json
  docpipe eval sets/receipts --html misses --min /total=0.86`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name at least one set: a folder with eval.yaml and truth.jsonl")
			}
			return runEval(cmd, g, o, args)
		},
	}
	o.flags(cmd)
	return cmd
}

func (o *evalOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.schema, "schema", "", "schema `ID` or file in place of the set's own; auto picks the type")
	f.StringSliceVar(&o.languages, "languages", nil, "`list` of languages of the text, such as de,en (default: ocr.languages)")
	f.StringSliceVar(&o.noReaders, "no-readers", nil, "`list` of readers to leave out besides those of the set: "+strings.Join(readerNames(), ", "))
	f.IntVarP(&o.jobs, "jobs", "j", runtime.NumCPU(), "`N` documents are read at once")
	f.StringSliceVar(&o.only, "only", nil, "`list` of ids: leave all other documents out")
	f.StringVar(&o.json, "json", "", "`file` for all figures and every field of every document")
	f.StringVar(&o.html, "html", "", "`folder` for pages that show every miss on its page")
	f.StringVar(&o.baseline, "baseline", "", "`file` of an earlier --json: say what changed")
	f.StringArrayVar(&o.min, "min", nil, "`FIELD=SHARE` that must be reached; may be given again")
	f.StringVar(&o.cache, "cache", "", "`folder` that keeps prepared pages from run to run")
	f.StringVar(&o.calibrate, "calibrate", "", "`file` for the weights of evidence that these sets teach, see extractors/calibration.json")
	o.models.addStrategy(cmd)
	o.models.add(cmd)
	completes(cmd, "no-readers", readerNames()...)
	completesFrom(cmd, "schema", func() []string { return append(schemaIDs(), "auto") })
}

// runEval is the command eval.
func runEval(cmd *cobra.Command, g *globals, o *evalOptions, dirs []string) (err error) {
	c, err := g.config()
	if err != nil {
		return err
	}
	gates, err := o.check()
	if err != nil {
		return err
	}
	sets, err := o.sets(dirs)
	if err != nil {
		return err
	}
	before, err := o.before()
	if err != nil {
		return err
	}
	c = o.fill(c)
	if err := o.models.choose(g, c); err != nil {
		return err
	}
	r, err := openEvalRunner(cmd.Context(), g, c, o, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	run, err := r.all(cmd.Context(), sets, cmd.OutOrStdout())
	if err != nil {
		return err
	}
	if o.calibrate != "" {
		if err := writeCalibration(cmd.OutOrStdout(), o.calibrate, r.samples, recalls(r.app.registry.List(), run)); err != nil {
			return err
		}
	}
	return o.finish(cmd, run, before, gates)
}

// check returns every mistake in the flags, each naming its flag.
func (o *evalOptions) check() ([]gate, error) {
	errs := []error{o.models.check()}
	if o.jobs < 1 {
		errs = append(errs, fmt.Errorf("--jobs: %d is not at least 1", o.jobs))
	}
	for _, name := range o.noReaders {
		errs = append(errs, oneOf("--no-readers", name, readerNames()...))
	}
	gates, err := parseGates(o.min)
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, usageError{err}
	}
	return gates, nil
}

// sets opens all sets before any document is read.
func (o *evalOptions) sets(dirs []string) ([]*eval.Set, error) {
	var sets []*eval.Set
	left := slices.Clone(o.only)
	for _, dir := range dirs {
		s, err := eval.Open(dir)
		if err != nil {
			return nil, err
		}
		if len(o.only) > 0 {
			s.Records = slices.DeleteFunc(s.Records, func(r eval.Record) bool { return !slices.Contains(o.only, r.ID) })
			for _, r := range s.Records {
				left = slices.DeleteFunc(left, func(id string) bool { return id == r.ID })
			}
		}
		sets = append(sets, s)
	}
	if len(left) > 0 {
		return nil, usagef("--only: no record has the id %s: see the ids in truth.jsonl", joinWords(left))
	}
	return slices.DeleteFunc(sets, func(s *eval.Set) bool { return len(s.Records) == 0 }), nil
}

// finish writes what was asked for and says which gates are missed.
func (o *evalOptions) finish(cmd *cobra.Command, run, before *eval.Run, gates []gate) error {
	if o.json != "" {
		if err := writeRun(o.json, run); err != nil {
			return err
		}
	}
	out := cmd.OutOrStdout()
	if before != nil {
		if err := printChanges(out, o.baseline, eval.Compare(before, run)); err != nil {
			return err
		}
	}
	missed, err := missedGates(run, gates)
	if err != nil {
		return err
	}
	for _, m := range missed {
		fmt.Fprintf(cmd.ErrOrStderr(), "docpipe: %s\n", m)
	}
	if len(missed) > 0 {
		return exitError(exitCondition)
	}
	return nil
}

// paths are a record's files, which stand beside truth.jsonl.
func paths(s *eval.Set, r *eval.Record) []string {
	var all []string
	for _, name := range r.Files {
		all = append(all, filepath.Join(s.Dir, filepath.FromSlash(name)))
	}
	return all
}

// before reads the run that this one is compared with, nil for none.
func (o *evalOptions) before() (*eval.Run, error) {
	if o.baseline == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(o.baseline)
	if err != nil {
		return nil, usagef("--baseline: %w", err)
	}
	run, err := eval.ReadRun(raw)
	if err != nil {
		return nil, usagef("--baseline %s: %w", o.baseline, err)
	}
	return run, nil
}
