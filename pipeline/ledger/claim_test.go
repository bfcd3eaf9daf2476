package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func TestClaimHasOneWinner(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		var winners atomic.Int32
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				c, err := l.Claim(t.Context(), []string{"prepare"}, "w", time.Minute)
				if err != nil {
					t.Errorf("Claim: %v", err)
				}
				if c != nil {
					winners.Add(1)
				}
			})
		}
		wg.Wait()
		if winners.Load() != 1 {
			t.Errorf("%d winners, want 1", winners.Load())
		}
	})
}

func TestStaleEpochIsFenced(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		stale, err := l.Claim(t.Context(), []string{"prepare"}, "slow", time.Millisecond)
		if err != nil || stale == nil {
			t.Fatalf("Claim = %v, %v", stale, err)
		}
		var fresh *pipeline.Claim
		eventually(t, "the lease's end", func(ctx context.Context) bool {
			fresh, err = l.ClaimJob(ctx, stale.Job, "quick", time.Minute)
			return err == nil
		})
		if fresh.Epoch <= stale.Epoch || fresh.Attempt != 1 {
			t.Errorf("fresh claim = epoch %d attempt %d, want a later epoch and still the first attempt", fresh.Epoch, fresh.Attempt)
		}
		late := pipeline.Outcome{Document: stale.Document, Result: pipeline.NewResult(stale.Document, 0, nil)}
		if err := l.Commit(t.Context(), stale, late); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Commit of the stale claim = %v, want ErrClaimed", err)
		}
		if err := l.Renew(t.Context(), stale, time.Minute); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Renew of the stale claim = %v, want ErrClaimed", err)
		}
		if _, err := l.ClaimJob(t.Context(), stale.Job, "third", time.Minute); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("ClaimJob under a live lease = %v, want ErrClaimed", err)
		}
		finish(t, l, fresh)
		if err := l.Commit(t.Context(), stale, late); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Commit after the end = %v, want ErrClaimed", err)
		}
		if _, err := l.ClaimJob(t.Context(), stale.Job, "third", time.Minute); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("ClaimJob of a finished job = %v, want ErrNotFound", err)
		}
		if _, version, err := l.Result(t.Context(), "acme", d.ID, 0); err != nil || version != 1 {
			t.Errorf("Result = version %d, %v, want exactly version 1", version, err)
		}
	})
}

func TestCommitMovesOnAndEnds(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		if _, _, err := l.Result(t.Context(), "acme", d.ID, 0); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("Result before the end = %v, want ErrNotFound", err)
		}
		c := claim(t, l)
		c.Document.Pages = []*pipeline.Page{{Number: 1, State: pipeline.PageRead}}
		if err := l.Commit(t.Context(), c, pipeline.Outcome{Document: c.Document, Next: "extract"}); err != nil {
			t.Fatalf("Commit: %v", err)
		}
		c = claim(t, l)
		if c.Stage != "extract" || len(c.Document.Pages) != 1 || c.Attempt != 1 {
			t.Errorf("second claim = %s with %d pages, attempt %d, want extract, 1, 1", c.Stage, len(c.Document.Pages), c.Attempt)
		}
		finish(t, l, c)
		raw, version, err := l.Result(t.Context(), "acme", d.ID, 0)
		if err != nil || version != 1 {
			t.Fatalf("Result = version %d, %v", version, err)
		}
		var r pipeline.Result
		if err := json.Unmarshal(raw, &r); err != nil || r.Version != 1 || r.Status != pipeline.Completed {
			t.Errorf("result = version %d, %s, %v, want 1, completed", r.Version, r.Status, err)
		}
		if h, err := l.Header(t.Context(), "acme", d.ID); err != nil || h.Status != pipeline.Completed || h.Stage != "" || h.Version != 1 {
			t.Errorf("Header = %+v, %v, want it completed", h, err)
		}
	})
}

// What a stage may hand in that is not an outcome of the claim is refused.
func TestCommitRefusesNonsense(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		c := claim(t, l)
		for name, o := range map[string]pipeline.Outcome{
			"neither":          {Document: c.Document},
			"both":             {Document: c.Document, Next: "extract", Result: pipeline.NewResult(c.Document, 0, nil)},
			"another document": {Document: document("acme"), Next: "extract"},
			"no document":      {Next: "extract"},
		} {
			if err := l.Commit(t.Context(), c, o); !errors.Is(err, pipeline.ErrInvalid) {
				t.Errorf("Commit with %s = %v, want ErrInvalid", name, err)
			}
		}
		finish(t, l, c)
	})
}
