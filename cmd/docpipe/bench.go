package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// A benchRow is one comparison: what we needed, what the reference needed, and the budget.
type benchRow struct {
	work      string
	ours      string
	reference string
	ratio     string
	budget    string
}

// A benchmark measures ours and a reference in the same minute on the same machine.
type benchmark struct {
	name string
	what string
	run  func(ctx context.Context, b *bench) (benchRow, error)
}

var benchmarks = []benchmark{
	{"digital", "digital PDFs end to end, against mutool draw -F stext", benchDigital},
	{"scan", "scans end to end, against pdftoppm -r 300 and tesseract", benchScan},
	{"stream", "documents with nothing to read, against the bare writes", benchStream},
	{"ready", "serve until ready, on an empty and on a used folder", benchReady},
	{"memory", "memory of the process tree on a long scan", benchMemory},
}

// A bench is what the benchmarks share.
type bench struct {
	files   string // folder of PDFs; empty: made from the samples
	pages   int    // of the long scan
	count   int    // documents
	dir     string // temporary
	self    string // this program
	sandbox string
	stderr  io.Writer
}

func benchCommand(g *globals) *cobra.Command {
	b := &bench{}
	names := make([]string, len(benchmarks))
	var long strings.Builder
	long.WriteString("Measures docpipe beside the tools that one would use instead, in the same minute.\n\n")
	for i, m := range benchmarks {
		names[i] = m.name
		fmt.Fprintf(&long, "  %-8s %s\n", m.name, m.what)
	}
	long.WriteString("\nThe references mutool (mupdf-tools) and pdftoppm (poppler-utils) must be installed.")
	cmd := &cobra.Command{
		Use: "bench [NAME…]", Short: "Measure docpipe against reference tools", Long: long.String(),
		Example:   "  docpipe bench digital scan\n  docpipe bench scan --files scans/",
		ValidArgs: names,
		Args:      cobra.OnlyValidArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			b.sandbox, b.stderr = g.sandbox, cmd.ErrOrStderr()
			return b.within(func() error { return runBench(cmd.Context(), b, args, cmd.OutOrStdout()) })
		},
	}
	cmd.AddCommand(benchModelCommand(g, b), benchStormCommand(b), benchRowsCommand())
	cmd.Flags().StringVar(&b.files, "files", "", "`folder` of PDFs to read (default: made from the samples)")
	cmd.Flags().IntVar(&b.pages, "pages", 300, "pages of the long scan")
	cmd.Flags().IntVar(&b.count, "count", 0, "documents to read (default: chosen by each benchmark)")
	return cmd
}

// within gives the benchmark a folder for as long as it runs.
func (b *bench) within(run func() error) (err error) {
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "docpipe-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	return run()
}

func runBench(ctx context.Context, b *bench, names []string, out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "WORK\tOURS\tREFERENCE\tRATIO\tBUDGET")
	for _, m := range benchmarks {
		if len(names) > 0 && !slices.Contains(names, m.name) {
			continue
		}
		fmt.Fprintf(b.stderr, "measuring %s\n", m.what)
		row, err := m.run(ctx, b)
		if err != nil {
			return fmt.Errorf("bench %s: %w", m.name, err)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", row.work, row.ours, row.reference, row.ratio, row.budget)
	}
	return t.Flush()
}

// documents returns the PDFs to read: those of --files, or count copies of a sample, each
// with other bytes, since the same bytes would be read only once.
func (b *bench) documents(sample string, count int) ([]string, error) {
	if b.files != "" {
		files, err := filepath.Glob(filepath.Join(b.files, "*.pdf"))
		if err == nil && len(files) == 0 {
			err = usagef("--files %s: no *.pdf in it", b.files)
		}
		return files, err
	}
	if b.count > 0 {
		count = b.count
	}
	raw, err := sampleFile(sample)
	if err != nil {
		return nil, err
	}
	var files []string
	for i := range count {
		path := filepath.Join(b.dir, fmt.Sprintf("%s-%03d.pdf", sample, i))
		if err := os.WriteFile(path, fmt.Appendf(slices.Clone(raw), "\n%% copy %d\n", i), 0o600); err != nil {
			return nil, err
		}
		files = append(files, path)
	}
	return files, nil
}

// needs says which reference program is missing.
func needs(program, pack string) error {
	if _, err := exec.LookPath(program); err != nil {
		return usagef("%s is not installed: apt-get install %s", program, pack)
	}
	return nil
}
