package compliance

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func TestStage_verdicts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		d    *pipeline.Document
		want pipeline.Verdict
	}{
		"good invoice":         {goodInvoice.document("invoice"), pipeline.Pass},
		"good credit note":     {goodInvoice.document("credit_note"), pipeline.Pass},
		"good receipt":         {goodReceipt.document("receipt"), pipeline.Pass},
		"a sum is wrong":       {goodInvoice.with(sample{"/totals/gross": "120.00"}).document("invoice"), pipeline.Fail},
		"a total was not read": {goodInvoice.with(sample{"/totals/due": pipeline.FieldNotFound}).document("invoice"), pipeline.CannotTell},
		"no rules for it":      {goodInvoice.document("passport"), pipeline.NotChecked},
		"nothing extracted":    {&pipeline.Document{}, pipeline.NotChecked},
		"a schema of its own":  {sample{"/something/else": "1"}.document("invoice"), pipeline.NotChecked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := shipped().Stage(noon).Do(t.Context(), c.d); err != nil {
				t.Fatal(err)
			}
			if c.d.Checks.Verdict != c.want {
				t.Errorf("verdict = %s, want %s; findings %+v", c.d.Checks.Verdict, c.want, c.d.Findings)
			}
			n := c.d.Checks.Counts
			if got, want := len(c.d.Findings), n.Fail+n.CannotTell+n.Error; got != want {
				t.Errorf("%d findings, want one for each of %d fail, cannot_tell and error", got, want)
			}
		})
	}
}

func TestStage_finding(t *testing.T) {
	t.Parallel()
	d := goodInvoice.with(sample{"/totals/gross": "120.00", "/totals/due": "101.00"}).document("invoice")
	if err := shipped().Stage(noon).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	got := d.Findings[0]
	certain, box, quote := 0.97, pipeline.Box{0.1, 0.2, 0.3, 0.4}, "printed"
	cite := func(path, value string) pipeline.FindingEvidence {
		return pipeline.FindingEvidence{Path: path, State: pipeline.FieldFound, Value: value, Confidence: &certain, Page: 1, Box: &box, Quote: &quote}
	}
	want := pipeline.Finding{
		Fingerprint: got.Fingerprint, Verdict: pipeline.Fail, Transition: "raised",
		Disposition: pipeline.Disposition{Kind: "open"}, Severity: Critical, Basis: "rule",
		Rule: pipeline.RuleRef{
			ID: "EU-VAT-CO-15", Pack: "eu-vat-invoice", Version: "2.2.1",
			Title:  "The total with VAT is the total without VAT and the VAT",
			Source: pipeline.RuleSource{Standard: "EN 16931-1", Ref: "BR-CO-15"},
		},
		Message:  "100.00 + VAT 19.00 is 119.00, printed 120.00",
		Fix:      "Compare with the original; if it says the same, ask the supplier for a corrected invoice.",
		Evidence: []pipeline.FindingEvidence{cite("/totals/net", "100.00"), cite("/totals/vat", "19.00"), cite("/totals/gross", "120.00")},
		Missing:  []string{}, Expected: "119.00", Actual: "120.00", Masked: []string{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("finding (-want +got):\n%s", diff)
	}
	if len(got.Fingerprint) != 64 {
		t.Errorf("fingerprint %q, want 64 hex digits", got.Fingerprint)
	}
}

// The stage may run twice, and equal documents get byte-equal findings.
func TestStage_deterministic(t *testing.T) {
	t.Parallel()
	broken := sample{"/totals/gross": "1.00", "/number": pipeline.FieldAbsent, "/due_date": "2020-01-01", "/payment/iban": "X"}
	var first []byte
	for range 20 {
		d := goodInvoice.with(broken).document("invoice")
		s := shipped().Stage(noon)
		if err := pipeline.Sequence("twice", s, s).Do(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(d.Findings)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b
		}
		if diff := cmp.Diff(string(first), string(b)); diff != "" {
			t.Fatalf("findings differ between runs:\n%s", diff)
		}
	}
}

func TestStage_fills_only_its_part(t *testing.T) {
	t.Parallel()
	d, same := goodInvoice.document("invoice"), goodInvoice.document("invoice")
	if err := shipped().Stage(noon).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	d.Checks, d.Findings = nil, nil
	got, _ := json.Marshal(d)
	want, _ := json.Marshal(same)
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the stage touched other parts:\n%s", diff)
	}
}

func TestStage_low_confidence_counts_as_unread(t *testing.T) {
	t.Parallel()
	d := goodInvoice.document("invoice")
	f := d.Extraction.Fields["/totals/gross"]
	doubtful := 0.79
	f.Confidence = &doubtful
	d.Extraction.Fields["/totals/gross"] = f
	if o := answers(t, d, "EU-VAT-CO-15")[0]; o.Verdict != pipeline.CannotTell {
		t.Errorf("verdict = %s, want cannot_tell", o.Verdict)
	}
	f.Confidence = nil
	d.Extraction.Fields["/totals/gross"] = f
	if o := answers(t, d, "EU-VAT-CO-15")[0]; o.Verdict != pipeline.Pass {
		t.Errorf("nobody estimated a confidence: verdict = %s, want pass", o.Verdict)
	}
}
