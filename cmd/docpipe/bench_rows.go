package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"docpipe/extractors"
	"docpipe/extractors/model"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/schemas"
)

func benchRowsCommand() *cobra.Command {
	rows := 3200
	cmd := &cobra.Command{
		Use: "rows", Short: "Read one long list by a model that leaves rows out",
		Long: `Reads a list of many rows, 40 a page, by a model that answers with the rows it is shown, but
leaves some out: none, some at first, some always, a whole page. Shows how many rows are read
and what the document's status is.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if rows < 80 {
				return usagef("--rows %d: two pages are 80", rows)
			}
			return runRows(cmd.Context(), rows, cmd.OutOrStdout())
		},
	}
	cmd.Flags().IntVar(&rows, "rows", rows, "rows of the list")
	return cmd
}

// rowsCases say what the model leaves out of line at (page:line), asked for the nth time.
var rowsCases = []struct {
	name string
	drop func(at string, nth int) bool
	want pipeline.Status
}{
	{"nothing is left out", func(string, int) bool { return false }, pipeline.Completed},
	{"line 7 of each page is left out at first", func(at string, nth int) bool { return strings.HasSuffix(at, ":7") && nth == 1 }, pipeline.Completed},
	{"line 7 of each page is always left out", func(at string, _ int) bool { return strings.HasSuffix(at, ":7") }, pipeline.Partial},
	{"page 2 is always left out", func(at string, _ int) bool { return strings.HasPrefix(at, "2:") }, pipeline.Partial},
	{"one row is always left out", func(at string, _ int) bool { return at == "1:20" }, pipeline.Partial},
}

func runRows(ctx context.Context, rows int, out io.Writer) error {
	schema, err := schemas.Parse("list", json.RawMessage(rowsSchema))
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "A LIST OF %d ROWS\tREAD\tRECALL\tSTATUS\tWANT\tQUESTIONS\tTIME\n", rows)
	wrong := false
	for _, c := range rowsCases {
		clerk := &rowsClerk{drop: c.drop, nth: map[string]int{}}
		began := time.Now()
		found, status, err := readRows(ctx, rows, schema, clerk)
		if err != nil {
			return err
		}
		wrong = wrong || status != c.want
		fmt.Fprintf(t, "%s\t%d\t%.4f\t%s\t%s\t%d\t%s\n", c.name, found, float64(found)/float64(rows), status, c.want, clerk.asked, round(time.Since(began)))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if wrong {
		return exitError(exitFailed)
	}
	return nil
}

// readRows returns how many articles were read, each counted once, and the document's status.
func readRows(ctx context.Context, rows int, schema *schemas.Schema, clerk *rowsClerk) (int, pipeline.Status, error) {
	target := model.Target{
		Name: "clerk", Provider: "bench", Model: "clerk", JSON: []model.JSONMode{model.JSONSchema}, Context: 32_768, MaxOutput: 8_192,
		Concurrency: 8, Timeout: time.Minute,
	}
	router, err := model.NewRouter(model.DefaultRouterConfig(), []model.Deployment{{Target: target, Keys: []model.Key{{ID: "key 1", Wire: clerk}}}}, nil, nil)
	if err != nil {
		return 0, "", err
	}
	d := rowsDocument(rows)
	d.Purse = model.NewWallets(model.DefaultBudget()).For(d.Tenant)
	stage := extractors.Stage(extractors.DefaultConfig(), oneSchema{schema}, nil, task.New(task.DefaultConfig(), router, nil))
	if err := stage.Do(ctx, d); err != nil {
		return 0, "", err
	}
	read := map[any]bool{}
	list, _ := d.Extraction.Data["lines"].([]any)
	for _, row := range list {
		if row, ok := row.(map[string]any); ok {
			read[row["text"]] = true
		}
	}
	return len(read), pipeline.NewResult(d, 1, nil).Status, nil
}

// oneSchema is a registry of one.
type oneSchema struct{ schema *schemas.Schema }

// Schema implements extractors.Registry.
func (s oneSchema) Schema(context.Context, string, string) (*schemas.Schema, error) {
	return s.schema, nil
}
