package task

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"docpipe/pipeline"
)

const translateVersion = "translate@1"

const translateSystem = `Translate the pages line by line into the language with the BCP 47 tag %s. Give one translation for each line number. ` +
	`Names, addresses, numbers, amounts, codes and dates stay exactly as they are printed. A line that is in that language already stays as it is.`

var translateShape = fixed("translation", `{"type":"object","properties":{"lines":{"type":"array","items":{"type":"object","properties":{"line":{"type":"string","description":"page:line, as it stands before the bar"},`+
	`"text":{"type":"string"}},"required":["line","text"],"additionalProperties":false}}},"required":["lines"],"additionalProperties":false}`)

type translation struct {
	Lines []struct {
		Line string `json:"line"`
		Text string `json:"text"`
	} `json:"lines"`
}

// translateRows is how many lines one call translates.
const translateRows = 60

// Translate translates the text of d into the language of a BCP 47 tag. Every printed line has
// its translation, with the same digits; a line whose translation lost one stays as printed.
func (t *Tasks) Translate(ctx context.Context, d *pipeline.Document, to string) ([]pipeline.TranslatedPage, error) {
	pages := sheets(d)
	if len(pages) == 0 {
		return nil, fmt.Errorf("no page of the document could be read: %w", pipeline.ErrInvalid)
	}
	parts, err := spread(ctx, t, lineWindows(pages), func(ctx context.Context, w window) ([]pipeline.TranslatedPage, error) {
		return t.translate(ctx, d, w, to)
	})
	if err != nil {
		return nil, err
	}
	return together(slices.Concat(parts...)), nil
}

// lineWindows cuts every page into windows of a bounded number of lines.
func lineWindows(pages []*sheet) []window {
	var all []window
	for _, s := range pages {
		for from := 0; from < len(s.lines); from += translateRows {
			all = append(all, window{{s, from, min(from+translateRows, len(s.lines))}})
		}
	}
	return all
}

func (t *Tasks) translate(ctx context.Context, d *pipeline.Document, w window, to string) ([]pipeline.TranslatedPage, error) {
	v := w[0]
	a, err := t.ask(ctx, question{
		task: translateVersion, doc: d, window: w, system: fmt.Sprintf(translateSystem, clean(to)), ask: "Translate these lines.",
		shape: translateShape, numbered: true, output: 60 * (v.to - v.from),
		check: checked(func(x translation) []string { return x.wrong(v) }),
	})
	if err != nil {
		return nil, err
	}
	x, err := read[translation](a.Value)
	texts := x.byLine()
	page := pipeline.TranslatedPage{Page: v.sheet.page.Number}
	for _, l := range v.lines() {
		source := l.plain()
		text := texts[name(v, l)]
		if digits(text) != digits(source) || text == "" {
			text = source
		}
		page.Lines = append(page.Lines, pipeline.TranslatedLine{Box: l.box, Source: source, Text: text})
	}
	return []pipeline.TranslatedPage{page}, err
}

// wrong names the lines that are missing, or whose digits changed.
func (x translation) wrong(v view) []string {
	texts := x.byLine()
	var wrong []string
	for _, l := range v.lines() {
		text, there := texts[name(v, l)]
		switch {
		case !there:
			wrong = append(wrong, fmt.Sprintf("line %s has no translation", name(v, l)))
		case digits(text) != digits(l.plain()):
			wrong = append(wrong, fmt.Sprintf("line %s: numbers stay exactly as they are printed", name(v, l)))
		}
	}
	return wrong
}

func (x translation) byLine() map[string]string {
	texts := map[string]string{}
	for _, l := range x.Lines {
		texts[strings.TrimSpace(l.Line)] = l.Text
	}
	return texts
}

func name(v view, l line) string { return fmt.Sprintf("%d:%d", v.sheet.page.Number, l.number) }

// plain is the line's text with single spaces.
func (l *line) plain() string {
	cells := make([]string, len(l.cells))
	for i := range l.cells {
		cells[i] = l.cells[i].text()
	}
	return strings.Join(cells, " ")
}

// digits keeps what must not change in a translation.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

// together joins parts of the same page.
func together(parts []pipeline.TranslatedPage) []pipeline.TranslatedPage {
	var all []pipeline.TranslatedPage
	for _, p := range parts {
		if n := len(all); n > 0 && all[n-1].Page == p.Page {
			all[n-1].Lines = append(all[n-1].Lines, p.Lines...)
			continue
		}
		all = append(all, p)
	}
	return all
}
