package ledger_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func finding(fingerprint string) pipeline.Finding {
	return pipeline.Finding{Fingerprint: fingerprint, Verdict: pipeline.Fail, Severity: "high",
		Rule: pipeline.RuleRef{ID: "R1", Pack: "eu-vat"}, Message: "no VAT id"}
}

func record(t *testing.T, l *ledger.Ledger, d *pipeline.Document, findings ...pipeline.Finding) *pipeline.Result {
	t.Helper()
	d.Findings = findings
	r := pipeline.NewResult(d, 0, nil)
	r.DocType = "invoice"
	if err := l.Record(t.Context(), d, r, "settings"); err != nil {
		t.Fatalf("Record: %v", err)
	}
	return r
}

// A finding keeps its id over versions, is raised once, resolved when it is gone, raised
// again when it comes back, and keeps what a person decided.
func TestFindingsOverVersions(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		first := record(t, l, d, finding("a"), finding("b"), finding("a"))
		if len(first.Findings) != 2 || first.Findings[0].ID == "" || first.Findings[0].Transition != "raised" {
			t.Fatalf("findings = %+v, want a and b with ids", first.Findings)
		}
		id := first.Findings[0].ID
		decide(t, l, id, waiver(time.Hour))
		second := record(t, l, d, finding("a"))
		if f := second.Findings[0]; f.ID != id || f.Disposition.Kind != "waived" {
			t.Errorf("finding in version 2 = %s %s, want %s waived", f.ID, f.Disposition.Kind, id)
		}
		record(t, l, d, finding("a"), finding("b"))
		want := []string{pipeline.EventReceived, pipeline.EventRaised, pipeline.EventRaised, pipeline.EventResult, pipeline.EventDecided,
			pipeline.EventResolved, pipeline.EventResult, pipeline.EventRaised, pipeline.EventResult}
		if got := types(t, l, "acme", d.ID); !slices.Equal(got, want) {
			t.Errorf("events = %v, want %v", got, want)
		}
		listFindings(t, l, d.ID, id)
	})
}

func listFindings(t *testing.T, l *ledger.Ledger, document, id string) {
	t.Helper()
	waived, _, err := l.Findings(t.Context(), "acme", pipeline.FindingQuery{Document: document, Disposition: "waived", Rule: "R1", Pack: "eu-vat"})
	if err != nil || len(waived) != 1 || waived[0].ID != id || waived[0].DocType != "invoice" || waived[0].Version != 3 {
		t.Errorf("waived findings = %+v, %v, want %s of version 3", waived, err, id)
	}
	page, next, err := l.Findings(t.Context(), "acme", pipeline.FindingQuery{Limit: 1})
	if err != nil || len(page) != 1 || next == "" {
		t.Fatalf("first page = %+v, %q, %v, want one and a cursor", page, next, err)
	}
	last, next, err := l.Findings(t.Context(), "acme", pipeline.FindingQuery{Limit: 1, Cursor: next})
	if err != nil || len(last) != 1 || next != "" || last[0].ID == page[0].ID {
		t.Errorf("second page = %+v, %q, %v, want the other one and no cursor", last, next, err)
	}
}

func TestFindingEventNamesItsFinding(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		r := record(t, l, document("acme"), finding("a"))
		for _, m := range pending(t, l, 10) {
			e := event(t, m)
			if e.Type != pipeline.EventRaised {
				continue
			}
			var data struct {
				pipeline.Finding
				Document struct{ ID string }
			}
			if err := json.Unmarshal(e.Data, &data); err != nil || data.ID != r.Findings[0].ID || data.Document.ID != r.Document.ID {
				t.Errorf("event data = %s, %v, want finding %s of %s", e.Data, err, r.Findings[0].ID, r.Document.ID)
			}
			if want := "docpipe.v1.acme.finding.raised.high.invoice.eu-vat"; m.Subject != want {
				t.Errorf("subject = %s, want %s", m.Subject, want)
			}
			return
		}
		t.Error("no finding.raised in the outbox")
	})
}

// A finding that is gone because its pack has changed says so.
func TestFindingGoneWithItsRule(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d, old := document("acme"), finding("a")
		old.Rule.Version = "1.0.0"
		id := record(t, l, d, old).Findings[0].ID
		d.Checks = &pipeline.Checks{Verdict: pipeline.Pass, Packs: map[string]string{"eu-vat": "1.1.0"}}
		record(t, l, d)
		f, err := l.Finding(t.Context(), "acme", id)
		if err != nil || f.Transition != "resolved" || f.Why == nil || *f.Why != "rule_changed" {
			t.Errorf("the finding = %+v, %v, want it resolved as rule_changed", f, err)
		}
	})
}
