package ledger_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/pipeline/ledger"
)

// details returns what entries of an action say.
func details[T any](t *testing.T, l *ledger.Ledger, action string) (all []T) {
	t.Helper()
	err := l.AuditEntries(t.Context(), "acme", 0, func(e audit.Entry) error {
		if e.Action != action {
			return nil
		}
		var v T
		err := json.Unmarshal(e.Detail, &v)
		all = append(all, v)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The chain names what the rules said, and the rules that said it, by hashes of what is kept.
func TestRecordsAreWhatTheChainNames(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d, text := document("acme"), pipeline.NewRuleText("eu-vat", "1.0.0", "pack: eu-vat\n")
		d.Checks = &pipeline.Checks{Verdict: pipeline.Fail, Packs: map[string]string{"eu-vat": "1.0.0"}, Texts: []pipeline.RuleText{text},
			Passed: map[string][]string{"eu-vat": {"R2"}}}
		f := record(t, l, d, finding("a")).Findings[0]
		record(t, l, d, finding("a"))
		until := time.Now().Add(time.Hour)
		decide(t, l, f.ID, pipeline.Decision{Decision: pipeline.Waive, Reason: "<known> & so on", Until: &until})

		verdicts := details[audit.Verdict](t, l, audit.Checked)
		for n, v := range verdicts {
			r, err := l.VerdictRecord(t.Context(), "acme", d.ID, n+1)
			if err != nil || audit.Sum(r.Checks) != v.Checks || audit.Sum(r.Findings) != v.Findings || v.Rules["eu-vat"] != text.SHA256 {
				t.Errorf("version %d: the record %s %s, %v, is not what the chain names: %+v", n+1, r.Checks, r.Findings, err, v)
			}
		}
		decision := details[audit.Decision](t, l, audit.Decided)[0]
		if raw, err := l.DecisionRecord(t.Context(), "acme", f.ID, decision.Record); err != nil || audit.Sum(raw) != decision.Record {
			t.Errorf("the decision %s, %v, is not what the chain names: %+v", raw, err, decision)
		}
		if kept, err := l.RuleText(t.Context(), "acme", text.SHA256); err != nil || kept != text {
			t.Errorf("RuleText = %+v, %v, want it as it was", kept, err)
		}
		if _, err := l.RuleText(t.Context(), "other", text.SHA256); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("RuleText of another tenant = %v, want ErrNotFound", err)
		}
		if _, err := l.DecisionRecord(t.Context(), "acme", f.ID, text.SHA256); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("DecisionRecord of another hash = %v, want ErrNotFound", err)
		}
	})
}
