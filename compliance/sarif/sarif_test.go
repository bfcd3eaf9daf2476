package sarif

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xeipuuv/gojsonschema"

	"docpipe/pipeline"
)

func sample() []pipeline.FindingRecord {
	quote, by, reason, until, confidence := "DE89 …", "key_1", "paid \"before\"", "2026-12-31", 0.96
	box := pipeline.Box{0.1, 0.2, 0.3, 0.4}
	law := pipeline.RuleRef{ID: "EU-VAT-226-04", Pack: "eu-vat-invoice", Version: "1.2.0", Title: "Customer VAT id",
		Source: pipeline.RuleSource{Law: "Directive 2006/112/EC", Ref: "Art. 226(4)", URL: "http://data.europa.eu/eli/dir/2006/112/oj"}}
	record := func(change func(*pipeline.FindingRecord)) pipeline.FindingRecord {
		f := pipeline.FindingRecord{Document: "doc_1", Version: 1, DocType: "invoice", UpdatedAt: time.Unix(0, 0).UTC(), Finding: pipeline.Finding{
			ID: "fnd_1", Fingerprint: "f00", Verdict: pipeline.Fail, Transition: "raised", Severity: "high", Basis: "rule", Rule: law,
			Disposition: pipeline.Disposition{Kind: "open"}, Message: "not on the invoice", Masked: []string{},
			Evidence: []pipeline.FindingEvidence{{Path: "/buyer/vat_id", State: "found", Value: "x", Confidence: &confidence, Page: 1, Box: &box, Quote: &quote}, {}},
		}}
		change(&f)
		return f
	}
	return []pipeline.FindingRecord{
		record(func(*pipeline.FindingRecord) {}),
		record(func(f *pipeline.FindingRecord) { f.Severity, f.Evidence = "medium", nil }),
		record(func(f *pipeline.FindingRecord) { f.Severity, f.Rule = "info", pipeline.RuleRef{ID: "X-1"} }),
		record(func(f *pipeline.FindingRecord) { f.Verdict, f.Message = pipeline.CannotTell, "" }),
		record(func(f *pipeline.FindingRecord) { f.Verdict = pipeline.RuleError }),
		record(func(f *pipeline.FindingRecord) { f.Transition = "resolved" }),
		record(func(f *pipeline.FindingRecord) {
			f.Disposition = pipeline.Disposition{Kind: "waived", By: &by, Reason: &reason, Until: &until}
		}),
		record(func(f *pipeline.FindingRecord) { f.Disposition.Kind = "escalated" }),
	}
}

func written(t *testing.T, findings []pipeline.FindingRecord) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, "1.0", findings); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSchema(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/subset.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for _, findings := range [][]pipeline.FindingRecord{nil, sample()} {
		r, err := schema.Validate(gojsonschema.NewBytesLoader(written(t, findings)))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.Errors() {
			t.Errorf("%d findings: %s", len(findings), e)
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	var got log
	if err := json.Unmarshal(written(t, sample()), &got); err != nil {
		t.Fatal(err)
	}
	var weights [][2]string
	for _, r := range got.Runs[0].Results {
		weights = append(weights, [2]string{r.Kind, r.Level})
		if rule := got.Runs[0].Tool.Driver.Rules[r.RuleIndex]; rule.ID != r.RuleID {
			t.Errorf("ruleIndex leads to %s, want %s", rule.ID, r.RuleID)
		}
	}
	want := [][2]string{{"fail", "error"}, {"fail", "warning"}, {"fail", "note"}, {"review", "none"}, {"open", "none"}, {"pass", "none"}, {"fail", "error"}, {"fail", "error"}}
	if diff := cmp.Diff(weights, want); diff != "" {
		t.Errorf("kinds and levels (-got +want):\n%s", diff)
	}
	if n := len(got.Runs[0].Tool.Driver.Rules); n != 2 {
		t.Errorf("%d rules, want each once", n)
	}
	waived := got.Runs[0].Results[6].Suppressions
	if len(waived) != 1 || waived[0].Justification != `paid "before"` || waived[0].Properties["until"] != "2026-12-31" {
		t.Errorf("a waived finding is suppressed by %+v", waived)
	}
	if escalated := got.Runs[0].Results[7].Suppressions; escalated == nil || len(escalated) > 0 {
		t.Errorf("an escalated finding is suppressed by %+v, want an empty list", escalated)
	}
}
