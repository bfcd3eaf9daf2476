package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// defects are electronic invoices with one defect each, and the rules of which one must not
// pass, since the defect is theirs.
var defects = map[string][]string{
	"CALC-003": {"BR-CO-14", "BR-CO-16"}, // the VAT lines do not add up
	"CALC-006": {"EU-VAT-226-11"},        // category E without a reason
	"PDF-001":  {"EU-VAT-226-01"},        // no XML, and the page is not readable enough
	"XML-003":  {"EU-VAT-226-01"},        // XML in another encoding than it says
}

// containerDefects are those of the container and its profiles, which no rule sees: the XMP
// metadata, the declared profile, the spelling of a date inside the XML.
var containerDefects = []string{"PDF-005", "PDF-006", "PRF-001", "PRF-002", "DATA-001"}

// TestEval_defects reads invoices with known defects: none is passed by the rule whose defect it
// has, and what is sound fails no sum.
func TestEval_defects(t *testing.T) {
	t.Parallel()
	root := os.Getenv("DOCPIPETEST_EVAL")
	if root == "" || testing.Short() {
		t.Skip("DOCPIPETEST_EVAL is not set, or -short")
	}
	run := newSamplesRun(t)
	run.dir = filepath.Join(root, "defects")
	var sound []string // of the page's fields, and of the terms of the XML
	for _, n := range []string{"10", "13", "14", "15", "16", "17"} {
		sound = append(sound, "EU-VAT-CO-"+n, "BR-CO-"+n)
	}
	for id, rules := range defects {
		result := readDefect(t, run, id)
		if !slices.ContainsFunc(rules, func(rule string) bool { return objected(result, rule) }) {
			t.Errorf("%s: none of %v objects", id, rules)
		}
		t.Logf("%s: %s, %d findings", id, result.Checks.Verdict, len(result.Findings))
	}
	for _, id := range append([]string{"IDENT-001"}, containerDefects...) {
		result := readDefect(t, run, id)
		for _, f := range result.Findings {
			if f.Verdict == pipeline.Fail && slices.Contains(sound, f.Rule.ID) {
				t.Errorf("%s: %s fails on a sound invoice: %s", id, f.Rule.ID, f.Message)
			}
		}
	}
}

func readDefect(t *testing.T, run *samplesRun, id string) *pipeline.Result {
	t.Helper()
	_, result := run.read(t.Context(), testdata.Sample{Name: id, Files: []string{id + ".pdf"}}, "")
	if result == nil {
		t.Fatalf("%s was not read", id)
	}
	return result
}

// objected reports whether a rule failed or could not tell.
func objected(r *pipeline.Result, rule string) bool {
	return slices.ContainsFunc(r.Findings, func(f pipeline.Finding) bool { return f.Rule.ID == rule })
}
