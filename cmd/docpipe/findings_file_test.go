package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/schemas"
)

// twoPages knows two findings, one a page.
type twoPages struct {
	found []pipeline.FindingRecord
	taken *[]any
}

func (f twoPages) Audit(_ context.Context, _, _, _ string, detail any) error {
	*f.taken = append(*f.taken, detail)
	return nil
}

func (f twoPages) Findings(_ context.Context, _ string, q pipeline.FindingQuery) ([]pipeline.FindingRecord, string, error) {
	if q.Cursor == "" {
		return f.found[:1], "next", nil
	}
	return f.found[1:], "", nil
}

func TestExporter(t *testing.T) {
	t.Parallel()
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	const iban, own = "DE89370400440532013000", "Erika Mustermann" // own is of a field that a tenant added
	found := pipeline.FindingRecord{Document: "doc_1", DocType: "invoice", Finding: pipeline.Finding{
		ID: "fnd_1", Verdict: pipeline.Fail, Severity: "high", Rule: pipeline.RuleRef{ID: "PAY-01", Title: "=1+1"},
		Message: "IBAN " + iban + " is wrong, of card 4111 1111 1111 1111", Actual: iban, Expected: "not " + own,
		Evidence: []pipeline.FindingEvidence{{Path: "/payment/iban", Value: iban, Page: 1}, {Path: "/patient", Value: own, Page: 1}},
	}}
	var taken []any
	e := newExporter(twoPages{[]pipeline.FindingRecord{found, found}, &taken}, registry)
	for _, format := range exportFormats {
		for _, whole := range []bool{false, true} {
			var b bytes.Buffer
			if err := e.Export(t.Context(), "acme", pipeline.FindingQuery{}, format, whole, &b); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(b.String(), iban) || strings.Contains(b.String(), "4111 1111 1111 1111") || strings.Contains(b.String(), own); got != whole {
				t.Errorf("%s, whole %v: says the numbers = %v: %s", format, whole, got, b.String())
			}
			if n := strings.Count(b.String(), "fnd_1"); n != 2 {
				t.Errorf("%s has %d findings, want those of both pages", format, n)
			}
			if format == "sarif" && !json.Valid(b.Bytes()) {
				t.Errorf("not JSON: %s", b.String())
			}
			if format == "csv" {
				checkFindingsCSV(t, b.Bytes())
			}
		}
	}
	if err := e.Export(t.Context(), "acme", pipeline.FindingQuery{}, "xml", false, &bytes.Buffer{}); pipeline.KindOf(err) != pipeline.ErrInvalid {
		t.Errorf("xml: %v, want invalid_request", err)
	}
	want := []any{audit.Taking{Format: "sarif", Findings: 2}, audit.Taking{Format: "sarif", Findings: 2, Whole: true},
		audit.Taking{Format: "csv", Findings: 2}, audit.Taking{Format: "csv", Findings: 2, Whole: true}}
	if diff := cmp.Diff(want, taken); diff != "" {
		t.Errorf("the audit log (-want +got):\n%s", diff)
	}
}

func checkFindingsCSV(t *testing.T, raw []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v; want a head and two findings", len(rows), err)
	}
	if title := rows[1][slices.Index(rows[0], "title")]; title != "'=1+1" {
		t.Errorf("title = %q, want no formula", title)
	}
}

// A finding about a field that stands nowhere is on no page.
func TestFindingsCSV_pages(t *testing.T) {
	t.Parallel()
	for want, pages := range map[string][]int{"": {0, 0}, "2 11": {11, 0, 2, 11}} {
		var f pipeline.FindingRecord
		for _, n := range pages {
			f.Evidence = append(f.Evidence, pipeline.FindingEvidence{Path: "/a", Page: n})
		}
		if got := findingRow(f)["pages"]; got != want {
			t.Errorf("pages of evidence on %v = %q, want %q", pages, got, want)
		}
	}
}
