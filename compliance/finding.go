package compliance

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// maxEvidence bounds the fields that one finding cites: a sum over thousands of rows must
// still fit into an event.
const maxEvidence = 100

// finding turns an outcome into what the ledger records and events carry.
func finding(d *pipeline.Document, p *Pack, r *Rule, o outcome) pipeline.Finding {
	return pipeline.Finding{
		Fingerprint: fingerprint(d, r, o), Verdict: o.Verdict, Transition: "raised", Why: orNoWord(o.why),
		Disposition: pipeline.Disposition{Kind: "open"},
		Severity:    r.Severity, Basis: r.Basis(),
		Rule:    pipeline.RuleRef{ID: r.ID, Pack: p.Name, Version: p.Version, Title: r.Title, Source: r.Source.reference()},
		Message: o.Message, Fix: r.Fix,
		Evidence: append(append(evidence(d.Extraction, o.paths), evidence(d.Extraction, o.said)...), quoted(o.quotes)...),
		Missing:  capped(o.missing),
		Expected: orNil(o.Expected), Actual: orNil(o.Actual),
		Masked: []string{}, Named: o.named,
	}
}

func orNoWord(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// fingerprint is the same for the same objection to the same bytes, whatever document id,
// day or version of the pack raised it.
func fingerprint(d *pipeline.Document, r *Rule, o outcome) string {
	h := sha256.New()
	for _, part := range append([]string{d.Tenant, r.ID, content(d)}, o.paths...) {
		fmt.Fprintf(h, "%d:%s\n", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// content names the bytes of d; those of a part are its stack's, so its pages count too.
func content(d *pipeline.Document) string {
	if d.Parent == "" {
		return d.Content()
	}
	var pages []int
	for _, p := range d.Pages {
		pages = append(pages, p.Number)
	}
	return fmt.Sprint(d.Content(), pages)
}

func evidence(e *pipeline.Extraction, paths []string) []pipeline.FindingEvidence {
	all := []pipeline.FindingEvidence{}
	for _, path := range capped(paths) {
		if term, ok := strings.CutPrefix(path, TermsRoot+"/"); ok && e.EInvoice != nil {
			all = append(all, citeTerm(path, valueAt(e.EInvoice.Terms, "/"+term)))
			continue
		}
		all = append(all, cite(path, e.Fields[path], valueAt(e.Data, path)))
	}
	return all
}

// quoted is what a judge cites: places on pages that belong to no field.
func quoted(quotes []pipeline.Evidence) []pipeline.FindingEvidence {
	var all []pipeline.FindingEvidence
	for _, e := range quotes {
		all = append(all, pipeline.FindingEvidence{State: pipeline.FieldFound, Page: e.Page, Box: e.Box, Quote: &e.Quote})
	}
	return all
}

func cite(path string, field pipeline.Field, value any) pipeline.FindingEvidence {
	c := pipeline.FindingEvidence{Path: path, State: field.State, Value: value, Confidence: field.Confidence}
	if c.State == "" {
		c.State = pipeline.FieldFound
		if value == nil {
			c.State = pipeline.FieldNotFound
		}
	}
	if _, list := value.([]any); list {
		c.Value = nil
	}
	if len(field.Evidence) > 0 {
		e := field.Evidence[0]
		c.Page, c.Box, c.Quote = e.Page, e.Box, &e.Quote
	}
	return c
}

// citeTerm cites what an e-invoice states, which has no place on a page.
func citeTerm(path string, value any) pipeline.FindingEvidence {
	c := cite(path, pipeline.Field{State: pipeline.FieldFound}, value)
	if value == nil {
		c.State = pipeline.FieldAbsent
	}
	return c
}

// sortFindings orders by severity, then rule, then place, so that equal documents give equal
// findings.
func sortFindings(all []pipeline.Finding) {
	slices.SortStableFunc(all, func(a, b pipeline.Finding) int {
		return cmp.Or(
			cmp.Compare(slices.Index(severities, a.Severity), slices.Index(severities, b.Severity)),
			strings.Compare(a.Rule.ID, b.Rule.ID),
		)
	})
}

func capped(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list[:min(len(list), maxEvidence)]
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
