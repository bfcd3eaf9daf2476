package compliance

import (
	"fmt"
	"strings"

	"docpipe/pipeline"
)

// What events may carry of a document (the setting events.content).
const (
	ContentNone   = "none"   // nothing of it: only which rule, which fields
	ContentMasked = "masked" // no personal data, short quotes
	ContentFull   = "full"
)

// maxQuote bounds a quote in an event, in characters.
const maxQuote = 200

// shown is how many characters of a masked value stay, at its end.
const shown = 4

// Mask returns f as an event may carry it. personal tells which fields hold personal data;
// their values are masked in the evidence, in the message and in what was compared, and their
// pointers stand in Masked. f itself stays as it is.
func Mask(f pipeline.Finding, content string, personal func(pointer string) bool) pipeline.Finding {
	if content == ContentFull {
		return f
	}
	f.Evidence = append([]pipeline.FindingEvidence{}, f.Evidence...)
	f.Masked = append([]string{}, f.Masked...)
	if content == ContentNone {
		return emptied(f)
	}
	for i := range f.Evidence {
		e := &f.Evidence[i]
		if e.Quote != nil {
			short := clipped(*e.Quote)
			e.Quote = &short
		}
		if e.Value != nil && personal(e.Path) {
			hide(&f, e)
		}
	}
	return f
}

func emptied(f pipeline.Finding) pipeline.Finding {
	f.Message, f.Expected, f.Actual = f.Rule.Title, nil, nil
	for i := range f.Evidence {
		e := &f.Evidence[i]
		e.Value, e.Quote = nil, nil
		f.Masked = append(f.Masked, e.Path)
	}
	return f
}

// hide masks one field's value wherever the finding says it.
func hide(f *pipeline.Finding, e *pipeline.FindingEvidence) {
	value := fmt.Sprint(e.Value)
	masked := Masked(value)
	said := []string{value}
	if e.Quote != nil {
		said = append(said, *e.Quote)
	}
	for _, s := range said {
		if s == "" {
			continue
		}
		f.Message = strings.ReplaceAll(f.Message, s, masked)
		f.Expected, f.Actual = without(f.Expected, s, masked), without(f.Actual, s, masked)
	}
	e.Value, e.Quote = masked, nil
	f.Masked = append(f.Masked, e.Path)
}

func without(v any, value, masked string) any {
	if text, ok := v.(string); ok {
		return strings.ReplaceAll(text, value, masked)
	}
	return v
}

// Masked keeps the last four characters of a value that has more than twice as many, and
// hides the rest.
func Masked(value string) string {
	r := []rune(value)
	if len(r) <= 2*shown {
		return strings.Repeat("•", len(r))
	}
	return strings.Repeat("•", len(r)-shown) + string(r[len(r)-shown:])
}

func clipped(quote string) string {
	if r := []rune(quote); len(r) > maxQuote {
		return string(r[:maxQuote-1]) + "…"
	}
	return quote
}
