package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"docpipe/pipeline"
)

func textCommand(g *globals) *cobra.Command {
	o := &batchOptions{schema: "auto", models: modelFlags{strategy: "local"}, split: "never", jobs: 1, format: "text"}
	cmd := &cobra.Command{
		Use:   "text FILE",
		Short: "Print the text of a document, read by OCR where it has none",
		Long: `Prints what a reader of the pages sees. Pages are parted by form feeds (text) or
headings (markdown); json and hocr carry each word's place.

Exit codes:
  0  every page was read
  1  the file cannot be read
  2  usage or configuration
  5  environment: names the missing tool and the command that installs it
  6  some pages could not be read; stderr names them
  130, 143  interrupted`,
		Example: "  docpipe text scan.pdf\n  docpipe text scan.pdf --format hocr > scan.html",
		Args:    oneArgument("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			write := textFormats[o.format]
			if write == nil {
				return usageError{oneOf("--format", o.format, "text", "markdown", "json", "hocr")}
			}
			d, err := readText(cmd.Context(), g, o, args[0])
			if err != nil {
				return err
			}
			if err := write(cmd.OutOrStdout(), d); err != nil {
				return err
			}
			return unreadPages(cmd.ErrOrStderr(), d)
		},
	}
	cmd.Flags().StringVar(&o.format, "format", "text", "`format` of the text: text, markdown, json or hocr")
	completes(cmd, "format", "text", "markdown", "json", "hocr")
	cmd.Flags().StringSliceVar(&o.languages, "languages", nil, "`list` of languages of the text, such as de,en")
	cmd.Flags().StringVar(&o.passwords, "password-file", "", "`file` with the password of an encrypted input")
	return cmd
}

// readText runs the first stage of the route only.
func readText(ctx context.Context, g *globals, o *batchOptions, path string) (d *pipeline.Document, err error) {
	c, err := g.config()
	if err != nil {
		return nil, err
	}
	c = o.fill(c)
	work, err := openWorkspace(ctx, c, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, work.close()) }()
	a, err := newApp(ctx, appOptions{config: c, sandbox: g.sandbox, artefacts: work.artefacts})
	if err != nil {
		return nil, err
	}
	defer a.close()
	password, err := o.password()
	if err != nil {
		return nil, err
	}
	reader := inputReader{options: o, maxBytes: int64(c.Limits.File), password: password}
	d, err = reader.open(ctx, input{Source: path, Paths: []string{path}})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	return d, a.route()[:1].Run(ctx, d)
}

// unreadPages says which pages are missing from the text, so that silence is never success.
func unreadPages(w io.Writer, d *pipeline.Document) error {
	incomplete := false
	for _, p := range d.Pages {
		if !p.Readable() {
			incomplete = true
			fmt.Fprintf(w, "page %d: %s%s\n", p.Number, p.State, detailOf(p))
		}
	}
	if incomplete {
		return exitError(exitIncomplete)
	}
	return nil
}

func detailOf(p *pipeline.Page) string {
	if len(p.Reasons) == 0 {
		return ""
	}
	return ": " + p.Reasons[0].Detail
}

var textFormats = map[string]func(io.Writer, *pipeline.Document) error{
	"text":     func(w io.Writer, d *pipeline.Document) error { _, err := io.WriteString(w, d.Text()); return err },
	"markdown": writeMarkdown,
	"json":     writeWords,
	"hocr":     writeHOCR,
}

// writeMarkdown writes a heading for each page and a paragraph for each block.
func writeMarkdown(w io.Writer, d *pipeline.Document) error {
	var b strings.Builder
	for _, p := range d.Pages {
		fmt.Fprintf(&b, "## Page %d\n\n%s\n", p.Number, p.Text())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A wordsPage is one page of text --format json.
type wordsPage struct {
	pipeline.ResultPage
	Words []pageWord `json:"words"`
}

// A pageWord is one word of text --format json; the box is in fractions of the page.
type pageWord struct {
	Text       string       `json:"text"`
	Box        pipeline.Box `json:"box"`
	Confidence float64      `json:"confidence"`
	Source     string       `json:"source"`
	Block      int          `json:"block"`
	Line       int          `json:"line"`
}

func writeWords(w io.Writer, d *pipeline.Document) error {
	pages := []wordsPage{}
	for i, summary := range pipeline.NewResult(d, 1, nil).Pages {
		page := wordsPage{ResultPage: summary, Words: []pageWord{}}
		for _, word := range d.Pages[i].VisibleWords() {
			page.Words = append(page.Words, pageWord{word.Text, word.Box, word.Confidence, word.Source, word.Block, word.Line})
		}
		pages = append(pages, page)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(map[string]any{"source": d.Source, "pages": pages})
}

// writeHOCR writes hOCR 1.2 (http://kba.github.io/hocr-spec/1.2/); boxes are in ten-thousandths
// of the page's width and height, since pages have no pixels of their own here.
func writeHOCR(w io.Writer, d *pipeline.Document) error {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"ocr-system\" content=\"docpipe\">" +
		"<meta name=\"ocr-capabilities\" content=\"ocr_page ocr_line ocrx_word\"></head><body>\n")
	for _, p := range d.Pages {
		fmt.Fprintf(&b, "<div class=\"ocr_page\" id=\"page_%d\" title=\"ppageno %d; bbox 0 0 %d %d\">\n", p.Number, p.Number-1, hocrScale, hocrScale)
		for _, line := range p.Lines() {
			writeHOCRLine(&b, line)
		}
		b.WriteString("</div>\n")
	}
	b.WriteString("</body></html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

const hocrScale = 10000

func writeHOCRLine(b *strings.Builder, line []pipeline.Word) {
	box := line[0].Box
	for _, w := range line {
		box = box.Union(w.Box)
	}
	fmt.Fprintf(b, "<span class=\"ocr_line\" title=\"%s\">", hocrBox(box))
	for _, w := range line {
		fmt.Fprintf(b, "<span class=\"ocrx_word\" title=\"%s; x_wconf %.0f\">%s</span> ", hocrBox(w.Box), w.Confidence*100, html.EscapeString(w.Text))
	}
	b.WriteString("</span>\n")
}

func hocrBox(b pipeline.Box) string {
	return fmt.Sprintf("bbox %.0f %.0f %.0f %.0f", b[0]*hocrScale, b[1]*hocrScale, b[2]*hocrScale, b[3]*hocrScale)
}
