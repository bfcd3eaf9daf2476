package task

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

const classifyVersion = "classify@1"

// FirstPages is how many pages [Tasks.Classify] looks at: a document says early what it is.
const FirstPages = 2

// A Classification is what a model takes a document for, with the words it goes by.
type Classification struct {
	DocType  string // "unknown" when none of the types fits
	Evidence []pipeline.Evidence
}

const classifySystem = `Say which type of document the pages are, by the list. The type is unknown when none fits. ` +
	`Give one or two quotes that show the type, copied exactly as they are printed, such as a title; none for unknown.`

type classified struct {
	DocType string   `json:"doctype"`
	Quotes  []quoted `json:"quotes"`
}

// Classify asks which of types d is. A type without words on the page that show it is unknown.
func (t *Tasks) Classify(ctx context.Context, d *pipeline.Document, types []*schemas.Schema) (Classification, error) {
	pages := sheets(d)
	if len(pages) == 0 {
		return Classification{DocType: extractors.Unknown}, nil
	}
	names, list := typeList(types)
	all, err := spread(ctx, t, windows(pages[:min(len(pages), FirstPages)], FirstPages), func(ctx context.Context, w window) (Classification, error) {
		return t.classify(ctx, d, w, names, list)
	})
	if err != nil {
		return Classification{}, err
	}
	return all[0], nil
}

func (t *Tasks) classify(ctx context.Context, d *pipeline.Document, w window, names []string, list string) (Classification, error) {
	a, err := t.ask(ctx, question{
		task: classifyVersion, doc: d, window: w, system: classifySystem, ask: "Types:\n" + list + "\nWhich type is it?",
		shape: fixed("type", `{"type":"object","properties":{"doctype":{"type":"string","enum":[`+enum(names)+`]},"quotes":{"type":"array","items":`+
			quotedSchema+`}},"required":["doctype","quotes"],"additionalProperties":false}`),
		output: 256, images: true,
		check: checked(func(c classified) []string { return c.wrong(d, names) }),
	})
	if err != nil {
		return Classification{}, err
	}
	c, err := read[classified](a.Value)
	return Classification{DocType: c.DocType, Evidence: cite(d, c.Quotes)}, err
}

func (c classified) wrong(d *pipeline.Document, names []string) []string {
	switch {
	case !slices.Contains(names, c.DocType):
		return []string{fmt.Sprintf("the type %q is not of the list", short(c.DocType))}
	case c.DocType == extractors.Unknown:
		return nil
	case len(cite(d, c.Quotes)) == 0:
		return append(unquoted(d, c.Quotes), "give a quote that shows the type, or unknown")
	}
	return nil
}

// typeList names the types with what they are.
func typeList(types []*schemas.Schema) (names []string, list string) {
	var b strings.Builder
	for _, s := range types {
		if slices.Contains(names, s.DocType) || s.DocType == "" {
			continue
		}
		names = append(names, s.DocType)
		fmt.Fprintf(&b, "%s: %s\n", s.DocType, s.Title)
	}
	return append(names, extractors.Unknown), b.String()
}
