package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"docpipe/compliance/pii"
	"docpipe/pipeline"
)

// redactOptions are the flags of redact.
type redactOptions struct {
	batch   batchOptions
	out     string
	names   []string
	classes []pii.Class
	list    bool
	images  bool
}

func redactCommand(g *globals) *cobra.Command {
	o := &redactOptions{batch: batchOptions{schema: "auto", models: modelFlags{strategy: "local"}, split: "never", jobs: 1, format: "text"}}
	cmd := &cobra.Command{
		Use:   "redact FILE",
		Short: "Write a PDF from which personal data and card numbers are gone",
		Long: `Finds personal data and writes a PDF without it. Every page becomes an image whose pixels are
painted over, with the remaining words as invisible text, so that the copy can be searched.
Nothing else of the original is in it: no text objects, layers, annotations, attachments,
thumbnails or metadata.

What is found: numbers by their shape, check digits and the words beside them; fields of the
document type by its schema (names, addresses), wherever their words stand; barcodes that hold
such data; signatures. A page that cannot be read is painted over whole. Photographs of people
and names that no field holds are not found, nor numbers that a pen has crossed until nobody can
read them; pages with words that were read with doubt are named. Look at the copy before it leaves
the house.

Exit codes:
  0  every page was read and the copy is written
  1  the file cannot be read
  2  usage or configuration
  5  environment: names the missing tool and the command that installs it
  6  the copy is written; some pages could not be read and are painted over
  130, 143  interrupted, nothing is written`,
		Example: "  docpipe redact statement.pdf -o statement-redacted.pdf\n  docpipe redact order.pdf --class pan,card -o - > order-redacted.pdf\n  docpipe redact passport.jpg --list | jq .class",
		Args:    oneArgument("file"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.classes, err = pii.ParseClasses(o.names); err != nil {
				return usagef("--class: %w", err)
			}
			if o.list == (o.out != "") {
				return usagef("name the copy with -o, or ask for --list, one of the two")
			}
			if sameFile(o.out, args[0]) {
				return usagef("-o %s is the document itself: write the copy to another file", o.out)
			}
			return redactFile(cmd, g, o, args[0])
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.out, "out", "o", "", "`file` of the copy, - for stdout")
	flags.StringSliceVar(&o.names, "class", nil, "`list` of what is to go: "+pii.Names()+" (default: all)")
	flags.BoolVar(&o.list, "list", false, "write no copy, print what was found, masked, one JSON object a line")
	flags.BoolVar(&o.images, "images-only", false, "leave out the invisible text")
	flags.StringSliceVar(&o.batch.languages, "languages", nil, "`list` of languages of the text, such as de,en")
	flags.StringVar(&o.batch.passwords, "password-file", "", "`file` with the password of an encrypted input")
	completes(cmd, "class", strings.Split(pii.Names(), ", ")...)
	return cmd
}

// sameFile reports whether both names are there and lead to one file.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// redactFile reads the document as extract does and writes the copy.
func redactFile(cmd *cobra.Command, g *globals, o *redactOptions, path string) (err error) {
	ctx := cmd.Context()
	c, err := g.config()
	if err != nil {
		return err
	}
	c = o.batch.fill(c)
	work, err := openWorkspace(ctx, c, &o.batch)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, work.close()) }()
	a, err := newApp(ctx, appOptions{config: c, sandbox: g.sandbox, artefacts: work.artefacts})
	if err != nil {
		return err
	}
	defer a.close()
	d, err := o.read(ctx, a, path)
	if err != nil {
		return naming(path, err)
	}
	defer d.Close()
	if len(d.Pages) == 0 {
		return fmt.Errorf("%s: it has no pages that a copy could show: %w", path, pipeline.ErrNoPages)
	}
	if o.list {
		err = newRedactor(a).list(d, o.classes, cmd.OutOrStdout())
	} else {
		err = o.write(ctx, cmd, a, d)
	}
	if err != nil {
		return err
	}
	return unreadPages(cmd.ErrOrStderr(), d)
}

func (o *redactOptions) read(ctx context.Context, a *app, path string) (*pipeline.Document, error) {
	password, err := o.batch.password()
	if err != nil {
		return nil, err
	}
	reader := inputReader{options: &o.batch, maxBytes: int64(a.config.Limits.File), password: password}
	d, err := reader.open(ctx, input{Source: path, Paths: []string{path}})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.batch.timeout)
	defer cancel()
	return d, a.route()[:2].Run(ctx, d)
}

// write puts the copy in its place whole, or not at all.
func (o *redactOptions) write(ctx context.Context, cmd *cobra.Command, a *app, d *pipeline.Document) error {
	var covered []pii.Place
	save := func(w io.Writer) (err error) {
		covered, err = newRedactor(a).copy(ctx, d, redaction{classes: o.classes, images: o.images}, w)
		return err
	}
	var err error
	if o.out == "-" {
		err = save(cmd.OutOrStdout())
	} else {
		err = replaceFile(o.out, save)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", counted(len(d.Pages), "page"), coveredText(covered))
	tellDoubtful(cmd.ErrOrStderr(), d)
	return nil
}

// tellDoubtful names the pages on which words were read with doubt: a number that somebody wrote or
// drew across is read as another word, and is not covered.
func tellDoubtful(w io.Writer, d *pipeline.Document) {
	for _, p := range d.Pages {
		n, words := 0, p.VisibleWords()
		for _, word := range words {
			if word.Source == pipeline.SourceOCR && word.Confidence < pii.Doubtful {
				n++
			}
		}
		if n > 0 {
			fmt.Fprintf(w, "page %d: %d of %d words were read with doubt; personal data may stand there and not be covered: look at the copy\n", p.Number, n, len(words))
		}
	}
}

// coveredText counts places by class.
func coveredText(places []pii.Place) string {
	if len(places) == 0 {
		return "nothing was found"
	}
	var parts []string
	for _, c := range pii.Classes {
		n := len(places)
		n -= len(slices.DeleteFunc(slices.Clone(places), func(p pii.Place) bool { return p.Class == c }))
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", c, n))
		}
	}
	return counted(len(places), "place") + " covered: " + strings.Join(parts, ", ")
}
