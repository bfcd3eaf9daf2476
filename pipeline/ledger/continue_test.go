package ledger_test

import (
	"errors"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func TestContinueKeepsTheJob(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		first, err := l.Claim(t.Context(), []string{"prepare"}, "w", time.Minute)
		if err != nil || first == nil {
			t.Fatalf("Claim = %v, %v", first, err)
		}
		first.Document.Pages = []*pipeline.Page{{Number: 1, State: pipeline.PageRead}}
		outcome := pipeline.Outcome{Document: first.Document, Next: "extract"}
		next, err := l.Continue(t.Context(), first, outcome, time.Minute)
		if err != nil {
			t.Fatalf("Continue: %v", err)
		}
		if next.Stage != "extract" || next.Epoch <= first.Epoch || next.Attempt != 1 {
			t.Errorf("next claim = stage %s epoch %d attempt %d, want extract, a later epoch, attempt 1", next.Stage, next.Epoch, next.Attempt)
		}
		if kept, err := l.Document(t.Context(), "acme", d.ID); err != nil || len(kept.Pages) != 1 {
			t.Errorf("draft = %v, %v, want the page that the first stage left", kept, err)
		}
		if _, err := l.ClaimJob(t.Context(), first.Job, "other", time.Minute); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("ClaimJob by another = %v, want ErrClaimed", err)
		}
		if _, err := l.Continue(t.Context(), first, outcome, time.Minute); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Continue of the stale claim = %v, want ErrClaimed", err)
		}
		if jobs := pendingJobs(t, l, 100); len(jobs) > 0 {
			t.Errorf("job messages %+v wait, want none: the worker has the job", jobs)
		}
		finish(t, l, next)
	})
}

func TestContinueNeedsANextStage(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		c, err := l.Claim(t.Context(), []string{"prepare"}, "w", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		end := pipeline.Outcome{Document: c.Document, Result: pipeline.NewResult(c.Document, 0, nil)}
		if _, err := l.Continue(t.Context(), c, end, time.Minute); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Continue without a next stage = %v, want ErrInvalid", err)
		}
	})
}
