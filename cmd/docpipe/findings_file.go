package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"docpipe/compliance/pii"
	"docpipe/compliance/sarif"
	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/schemas"
)

// exportFormats are those of an exporter.
var exportFormats = []string{"sarif", "csv"}

// A findingsKeeper knows findings, page by page, and books who took them.
type findingsKeeper interface {
	Findings(ctx context.Context, tenant string, q pipeline.FindingQuery) ([]pipeline.FindingRecord, string, error)
	Audit(ctx context.Context, tenant, action, object string, detail any) error
}

// An exporter writes findings as files for other programs.
type exporter struct {
	findings findingsKeeper
	mask     pii.Mask
}

func newExporter(l findingsKeeper, registry *schemas.Registry) exporter {
	classes, shipped := fieldClasses(registry), map[string]string{}
	for _, s := range registry.List() {
		for _, n := range s.Leaves() {
			shipped[s.DocType+n.Pointer] = s.ID
		}
	}
	// A finding names the type of its document. A field that the shipped schema of this type does
	// not have is of a tenant's own schema, of which nothing is known.
	byType := func(doctype, pointer string) pii.Class { return classes(shipped[doctype+pattern(pointer)], pointer) }
	return exporter{l, pii.Mask{Content: pii.ContentMasked, Finder: pii.New(), Class: byType}}
}

// Export writes the findings that q selects, masked unless whole, after it has booked in the audit
// log that the context's actor takes them. It wraps ErrInvalid for a format that is not known.
func (e exporter) Export(ctx context.Context, tenant string, q pipeline.FindingQuery, format string, whole bool, w io.Writer) error {
	if err := oneOf("format", format, exportFormats...); err != nil {
		return fmt.Errorf("%w: %w", err, pipeline.ErrInvalid)
	}
	all, err := e.all(ctx, tenant, q)
	if err != nil {
		return err
	}
	if !whole {
		for i := range all {
			all[i].Finding = e.mask.Finding(all[i].DocType, all[i].Finding)
		}
	}
	err = e.findings.Audit(ctx, tenant, audit.Taken, "", audit.Taking{Format: format, Findings: len(all), Whole: whole})
	if err != nil {
		return err
	}
	if format == "csv" {
		return findingsTable(all).writeCSV(w)
	}
	return sarif.Write(w, version, all)
}

// mostAtATime is the longest page of a list.
const mostAtATime = 500

func (e exporter) all(ctx context.Context, tenant string, q pipeline.FindingQuery) ([]pipeline.FindingRecord, error) {
	var all []pipeline.FindingRecord
	q.Cursor, q.Limit = "", mostAtATime
	for {
		some, next, err := e.findings.Findings(ctx, tenant, q)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		if q.Cursor = next; next == "" {
			return all, nil
		}
	}
}

// findingsTable has a line for each finding; where it looked stands in one cell.
func findingsTable(findings []pipeline.FindingRecord) *table {
	t := &table{columns: []string{
		"id", "document", "version", "doctype", "updated_at", "severity", "verdict", "transition", "disposition", "by", "reason", "until",
		"rule", "pack", "pack_version", "title", "law", "ref", "url", "message", "fix", "expected", "actual", "fields", "pages", "missing", "fingerprint",
	}}
	for _, f := range findings {
		t.rows = append(t.rows, findingRow(f))
	}
	return t
}

func findingRow(f pipeline.FindingRecord) map[string]string {
	var fields []string
	for _, e := range f.Evidence {
		fields = append(fields, e.Path)
	}
	return map[string]string{
		"id": f.ID, "document": f.Document, "version": strconv.Itoa(f.Version), "doctype": f.DocType, "updated_at": f.UpdatedAt.Format(time.RFC3339),
		"severity": f.Severity, "verdict": string(f.Verdict), "transition": f.Transition,
		"disposition": f.Disposition.Kind, "by": said(f.Disposition.By), "reason": said(f.Disposition.Reason), "until": said(f.Disposition.Until),
		"rule": f.Rule.ID, "pack": f.Rule.Pack, "pack_version": f.Rule.Version, "title": f.Rule.Title,
		"law": first(f.Rule.Source.Law, f.Rule.Source.Standard), "ref": f.Rule.Source.Ref, "url": f.Rule.Source.URL,
		"message": f.Message, "fix": f.Fix, "expected": shownValue(f.Expected), "actual": shownValue(f.Actual),
		"fields": strings.Join(fields, " "), "pages": pagesOf(f.Evidence), "missing": strings.Join(f.Missing, " "), "fingerprint": f.Fingerprint,
	}
}

// pagesOf lists the pages on which evidence stands, each once; what was not found stands on none.
func pagesOf(evidence []pipeline.FindingEvidence) string {
	on := map[int]bool{}
	for _, e := range evidence {
		on[e.Page] = true
	}
	delete(on, 0)
	var pages []string
	for _, n := range slices.Sorted(maps.Keys(on)) {
		pages = append(pages, strconv.Itoa(n))
	}
	return strings.Join(pages, " ")
}

func said(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func shownValue(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
