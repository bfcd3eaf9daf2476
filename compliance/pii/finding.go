package pii

import (
	"fmt"
	"strings"

	"docpipe/pipeline"
)

// What may leave of a document in a finding (the setting events.content).
const (
	ContentNone   = "none"   // nothing of it: only which rule, which fields
	ContentMasked = "masked" // no personal data, short quotes
	ContentFull   = "full"
)

// maxQuote bounds a quote, in characters.
const maxQuote = 200

// A Mask hides personal data in findings on their way out.
type Mask struct {
	Content string // none | masked | full
	Finder  *Finder

	// Class tells the class of a schema's field by its pointer, "" for what is nobody's. Of a
	// schema that is not known it returns a class for every field.
	Class func(schema, pointer string) Class
}

// Finding returns f as it may leave; schema is the id of the document's. Values of personal
// fields are masked in the evidence, in the message and in what was compared, and their
// pointers stand in Masked; so is what the finder finds in any text. f itself stays as it is.
func (m Mask) Finding(schema string, f pipeline.Finding) pipeline.Finding {
	if m.Content == ContentFull {
		return f
	}
	f.Evidence = append([]pipeline.FindingEvidence{}, f.Evidence...)
	f.Masked = append([]string{}, f.Masked...)
	if m.Content != ContentMasked {
		return emptied(f)
	}
	for i := range f.Evidence {
		e := &f.Evidence[i]
		if c := m.Class(schema, e.Path); c != "" && e.Value != nil {
			hide(&f, e, c)
		}
		m.search(e)
	}
	for _, name := range f.Named {
		replace(&f, name, Masked(Person, name))
	}
	f.Named = nil
	f.Message = m.Finder.Text(f.Message)
	f.Expected, f.Actual = m.any(f.Expected), m.any(f.Actual)
	if said := f.Disposition.Reason; said != nil { // people write what they like
		reason := m.Finder.Text(*said)
		f.Disposition.Reason = &reason
	}
	return f
}

// search masks what stands in a field of which the schema does not say that it is personal.
func (m Mask) search(e *pipeline.FindingEvidence) {
	e.Value = m.any(e.Value)
	if e.Quote != nil {
		quote := clipped(m.Finder.Text(*e.Quote))
		e.Quote = &quote
	}
}

func (m Mask) any(v any) any {
	if text, ok := v.(string); ok {
		return m.Finder.Text(text)
	}
	return v
}

func emptied(f pipeline.Finding) pipeline.Finding {
	f.Message, f.Expected, f.Actual, f.Disposition.Reason, f.Named = f.Rule.Title, nil, nil, nil, nil
	for i := range f.Evidence {
		e := &f.Evidence[i]
		e.Value, e.Quote = nil, nil
		f.Masked = append(f.Masked, e.Path)
	}
	return f
}

// hide masks one field's value wherever the finding says it.
func hide(f *pipeline.Finding, e *pipeline.FindingEvidence, c Class) {
	value := fmt.Sprint(e.Value)
	masked := Masked(c, value)
	said := []string{value}
	if e.Quote != nil {
		said = append(said, *e.Quote)
	}
	for _, s := range said {
		if s == "" {
			continue
		}
		replace(f, s, masked)
	}
	e.Value, e.Quote = masked, nil
	f.Masked = append(f.Masked, e.Path)
}

// replace masks a text in the message and in what was compared.
func replace(f *pipeline.Finding, said, masked string) {
	f.Message = strings.ReplaceAll(f.Message, said, masked)
	f.Expected, f.Actual = without(f.Expected, said, masked), without(f.Actual, said, masked)
}

func without(v any, value, masked string) any {
	if text, ok := v.(string); ok {
		return strings.ReplaceAll(text, value, masked)
	}
	return v
}

func clipped(quote string) string {
	if r := []rune(quote); len(r) > maxQuote {
		return string(r[:maxQuote-1]) + "…"
	}
	return quote
}
