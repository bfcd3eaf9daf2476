package ledger_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/pipeline/ledger"
)

// waiver is a decision that ends after d.
func waiver(d time.Duration) pipeline.Decision {
	until := time.Now().Add(d)
	return pipeline.Decision{Decision: pipeline.Waive, Reason: "known to the auditor", Until: &until}
}

func decide(t *testing.T, l *ledger.Ledger, id string, d pipeline.Decision) pipeline.FindingRecord {
	t.Helper()
	f, err := l.Decide(pipeline.WithActor(t.Context(), "key_1"), "acme", id, d)
	if err != nil {
		t.Fatalf("Decide %s: %v", d.Decision, err)
	}
	return f
}

func TestDecide(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		id := record(t, l, d, finding("a")).Findings[0].ID
		for _, c := range []struct {
			decision pipeline.Decision
			kind     string
		}{
			{pipeline.Decision{Decision: pipeline.Accept}, "accepted"},
			{pipeline.Decision{Decision: pipeline.Escalate, Reason: "above my limit"}, "escalated"},
			{waiver(time.Hour), "waived"},
		} {
			f := decide(t, l, id, c.decision)
			if f.Disposition.Kind != c.kind || *f.Disposition.By != "key_1" || (f.Disposition.Until != nil) != (c.decision.Until != nil) {
				t.Errorf("after %s the disposition is %+v, want %s by key_1", c.decision.Decision, f.Disposition, c.kind)
			}
			read, err := l.Finding(t.Context(), "acme", id)
			if diff := cmp.Diff(f.Disposition, read.Disposition); diff != "" || err != nil || read.Transition != "raised" {
				t.Errorf("the finding read again is %s, %v, differs: %s", read.Transition, err, diff)
			}
		}
		decisions, err := l.Decisions(t.Context(), "acme", id)
		if err != nil || len(decisions) != 3 || decisions[1].Reason != "above my limit" || decisions[1].By != "key_1" {
			t.Errorf("Decisions = %+v, %v, want three with their reasons", decisions, err)
		}
		if got := trail(t, l, "acme")[2:]; !slices.Equal(got, slices.Repeat([]string{"finding.decided " + id + " key_1"}, 3)) {
			t.Errorf("audit log = %q, want three decisions", got)
		}
	})
}

// A decision that may not be made leaves nothing: no disposition, no event, no entry.
func TestDecideRefused(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		id := record(t, l, d, finding("a"), finding("b")).Findings[0].ID
		gone := record(t, l, d, finding("a")).Findings[0].ID
		if id != gone {
			t.Fatalf("finding a is %s, want %s again", gone, id)
		}
		resolved, _, err := l.Findings(t.Context(), "acme", pipeline.FindingQuery{Transition: "resolved"})
		if err != nil || len(resolved) != 1 {
			t.Fatalf("resolved findings = %+v, %v, want b", resolved, err)
		}
		before := len(trail(t, l, "acme"))
		for name, c := range map[string]struct {
			tenant, id string
			decision   pipeline.Decision
			want       error
		}{
			"no reason":        {"acme", id, pipeline.Decision{Decision: pipeline.Escalate}, pipeline.ErrInvalid},
			"no end":           {"acme", id, pipeline.Decision{Decision: pipeline.Waive, Reason: "r"}, pipeline.ErrInvalid},
			"ended":            {"acme", id, waiver(-time.Second), pipeline.ErrInvalid},
			"unknown":          {"acme", id, pipeline.Decision{Decision: "like"}, pipeline.ErrInvalid},
			"a correction":     {"acme", id, pipeline.Decision{Decision: pipeline.Correct, Reason: "r"}, pipeline.ErrInvalid},
			"another tenant's": {"other", id, waiver(time.Hour), pipeline.ErrNotFound},
			"no finding":       {"acme", "fnd_x", waiver(time.Hour), pipeline.ErrNotFound},
			"resolved":         {"acme", resolved[0].ID, waiver(time.Hour), pipeline.ErrVersionConflict},
		} {
			if _, err := l.Decide(t.Context(), c.tenant, c.id, c.decision); !errors.Is(err, c.want) {
				t.Errorf("%s: Decide = %v, want %v", name, err, c.want)
			}
		}
		f, err := l.Finding(t.Context(), "acme", id)
		if err != nil || f.Disposition.Kind != "open" || len(trail(t, l, "acme")) != before {
			t.Errorf("the finding is %s, %v, with %d entries, want it open with %d", f.Disposition.Kind, err, len(trail(t, l, "acme")), before)
		}
	})
}

// A waiver holds for the same fingerprint, in other documents too, for no other one, and until it
// ends.
func TestWaiver(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		first := record(t, l, document("acme"), finding("a"), finding("b"), finding("c"))
		decide(t, l, first.Findings[0].ID, waiver(time.Hour))
		decide(t, l, first.Findings[1].ID, waiver(300*time.Millisecond))
		later := record(t, l, document("acme"), finding("a"), finding("c"))
		if is := later.Findings[0].Disposition; is.Kind != "waived" || *is.Reason != "known to the auditor" {
			t.Errorf("the same objection to the same bytes is %+v, want it waived", is)
		}
		if is := later.Findings[1].Disposition.Kind; is != "open" {
			t.Errorf("another finding is %s, want it open", is)
		}
		if other := record(t, l, document("other"), finding("a")); other.Findings[0].Disposition.Kind != "open" {
			t.Error("another tenant's finding is waived")
		}
		ends(t, l, first.Findings[1].ID)
		if again := record(t, l, document("acme"), finding("b")); again.Findings[0].Disposition.Kind != "open" {
			t.Error("a waiver that has ended holds for a new document")
		}
	})
}

// ends waits for the end of a finding's waiver, and looks at what is told of it.
func ends(t *testing.T, l *ledger.Ledger, id string) {
	t.Helper()
	eventually(t, "the end of the waiver", func(ctx context.Context) bool {
		f, err := l.Finding(ctx, "acme", id)
		return err == nil && f.Disposition.Kind == "open"
	})
	open, _, err := l.Findings(t.Context(), "acme", pipeline.FindingQuery{Disposition: "open", Limit: 10})
	if err != nil || !slices.ContainsFunc(open, func(f pipeline.FindingRecord) bool { return f.ID == id }) {
		t.Errorf("open findings = %+v, %v, want it among them", open, err)
	}
	if n, err := l.LapseWaivers(t.Context()); n != 1 || err != nil {
		t.Errorf("LapseWaivers = %d, %v, want one", n, err)
	}
	if n, err := l.LapseWaivers(t.Context()); n != 0 || err != nil {
		t.Errorf("LapseWaivers again = %d, %v, want none", n, err)
	}
	if got := trail(t, l, "acme"); !slices.Contains(got, "waiver.ended "+id+" system") {
		t.Errorf("audit log = %q, want the end of the waiver", got)
	}
}

// A correction makes a version by the person: what the rules object to no more is resolved as
// corrected.
func TestCorrect(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		d.Extraction = &pipeline.Extraction{DocType: "invoice", Schema: "invoice.v1", Data: map[string]any{"totals": map[string]any{"gross": "1.00"}}}
		id := record(t, l, d, finding("a")).Findings[0].ID
		decision := pipeline.Decision{Decision: pipeline.Correct, Reason: "misread", Values: map[string]any{"/totals/gross": "7.00"}}
		refusal := errors.New("the schema does not have it")
		ctx := pipeline.WithActor(t.Context(), "key_1")
		if _, err := l.Correct(ctx, "acme", id, decision, "extract", func(*pipeline.Document) error { return refusal }); !errors.Is(err, refusal) {
			t.Fatalf("Correct = %v, want the refusal", err)
		}
		if _, err := l.Correct(ctx, "acme", id, decision, "extract", func(*pipeline.Document) error { return nil }); err != nil {
			t.Fatalf("Correct: %v", err)
		}
		if _, err := l.Correct(ctx, "acme", id, decision, "extract", func(*pipeline.Document) error { return nil }); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Correct of a document in work = %v, want ErrClaimed", err)
		}
		c := claim(t, l)
		if gross := c.Document.Extraction.Data["totals"].(map[string]any)["gross"]; gross != "7.00" {
			t.Errorf("the rules see %v, want 7.00", gross)
		}
		finish(t, l, c)
		f, err := l.Finding(t.Context(), "acme", id)
		if err != nil || f.Transition != "resolved" || f.Why == nil || *f.Why != "corrected" || f.Version != 2 {
			t.Errorf("the finding = %+v, %v, want it resolved in version 2 as corrected", f, err)
		}
		want := []string{"finding.decided " + id + " key_1", "document.checked " + d.ID + " system", "finding.resolved " + id + " system"}
		if got := trail(t, l, "acme"); !slices.Equal(got[2:], want) {
			t.Errorf("audit log = %q, want %q at its end", got, want)
		}
	})
}

// Erasing a document takes the words of decisions along; that they were made stays in the chain,
// which holds.
func TestEraseDecisions(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		id := record(t, l, d, finding("a")).Findings[0].ID
		decide(t, l, id, waiver(time.Hour))
		if _, err := l.Erase(t.Context(), "acme", d.ID, "key_1"); err != nil {
			t.Fatal(err)
		}
		if decisions, err := l.Decisions(t.Context(), "acme", id); err != nil || len(decisions) > 0 {
			t.Errorf("Decisions = %+v, %v, want none", decisions, err)
		}
		if got := verify(t, l, audit.Head{}); !got.Sound() || got.Entries != 4 {
			t.Errorf("AuditVerify = %+v, want 4 sound entries", got)
		}
		again := document("acme")
		again.Files[0].SHA256 = "bb22"
		if later := record(t, l, again, finding("a")); later.Findings[0].Disposition.Kind != "open" {
			t.Error("the waiver outlived the document that it was made on")
		}
	})
}
