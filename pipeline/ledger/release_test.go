package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func types(t *testing.T, l *ledger.Ledger, tenant, id string) []string {
	t.Helper()
	pending(t, l, 500)
	events, err := l.DocumentEvents(t.Context(), tenant, id)
	if err != nil {
		t.Fatalf("DocumentEvents: %v", err)
	}
	var all []string
	for _, e := range events {
		all = append(all, e.Type)
	}
	return all
}

func nextClaim(t *testing.T, l *ledger.Ledger) (c *pipeline.Claim) {
	t.Helper()
	eventually(t, "the next attempt", func(ctx context.Context) bool {
		var err error
		c, err = l.Claim(ctx, []string{"prepare"}, "w", time.Minute)
		return err == nil && c != nil
	})
	return c
}

// R13: a poison job ends after its attempts, with its reason, and can be tried again.
func TestReleaseTriesAgainThenBuries(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.MaxAttempts, cfg.MaxOutages = 3, 3
		l := open(t, cfg)
		d := accept(t, l, "acme")
		cause := fmt.Errorf("page 3: %w", pipeline.ErrProviderUnavailable)
		var job string
		for attempt := 1; attempt <= 3; attempt++ {
			c := nextClaim(t, l)
			if c.Attempt != attempt {
				t.Errorf("attempt %d counts as %d", attempt, c.Attempt)
			}
			job = c.Job
			if err := l.Release(t.Context(), c, cause); err != nil {
				t.Fatalf("Release: %v", err)
			}
		}
		letters, err := l.Dead(t.Context(), "acme", 0)
		if err != nil || len(letters) != 1 {
			t.Fatalf("Dead = %v, %v, want one", letters, err)
		}
		if x := letters[0]; x.Job != job || x.Code != "provider_unavailable" || x.Detail != cause.Error() || x.Attempts != 3 {
			t.Errorf("dead letter = %+v", x)
		}
		h, err := l.Header(t.Context(), "acme", d.ID)
		if err != nil || h.Status != pipeline.Failed || h.Error == nil || h.Error.Code != "provider_unavailable" || h.Version != 1 {
			t.Errorf("Header = %+v, %v, want it failed", h, err)
		}
		want := []string{pipeline.EventReceived, pipeline.EventFailed, pipeline.EventResult}
		if got := types(t, l, "acme", d.ID); !slices.Equal(got, want) {
			t.Errorf("events = %v, want %v", got, want)
		}
		retryDead(t, l, d, job)
	})
}

func retryDead(t *testing.T, l *ledger.Ledger, d *pipeline.Document, job string) {
	t.Helper()
	if _, err := l.ClaimJob(t.Context(), job, "w", time.Minute); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("ClaimJob of a dead job = %v, want ErrNotFound", err)
	}
	if err := l.Retry(t.Context(), "acme", job); err != nil {
		t.Fatalf("Retry: %v", err)
	}
	if h, err := l.Header(t.Context(), "acme", d.ID); err != nil || h.Status != pipeline.Queued || h.Error != nil {
		t.Errorf("Header after Retry = %+v, %v, want it queued without an error", h, err)
	}
	finish(t, l, claim(t, l))
	if _, version, err := l.Result(t.Context(), "acme", d.ID, 0); err != nil || version != 2 {
		t.Errorf("Result after Retry = version %d, %v, want 2", version, err)
	}
	if err := l.Retry(t.Context(), "acme", job); !errors.Is(err, pipeline.ErrNotFound) {
		t.Errorf("Retry of a finished job = %v, want ErrNotFound", err)
	}
}

func TestReleaseBuriesWhatCannotPass(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		if err := l.Release(t.Context(), claim(t, l), fmt.Errorf("scan.pdf: %w", pipeline.ErrEncrypted)); err != nil {
			t.Fatalf("Release: %v", err)
		}
		raw, _, err := l.Result(t.Context(), "acme", d.ID, 0)
		if err != nil {
			t.Fatalf("Result: %v", err)
		}
		var r pipeline.Result
		if err := json.Unmarshal(raw, &r); err != nil || r.Status != pipeline.Failed || r.Error.Code != "encrypted" {
			t.Errorf("result = %s, %+v, %v, want failed, encrypted", r.Status, r.Error, err)
		}
	})
}

// A worker that stops, and a full disk, cost no attempt.
func TestReleaseThatIsNoFault(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.MaxAttempts = 1
		l := open(t, cfg)
		accept(t, l, "acme")
		for _, cause := range []error{nil, fmt.Errorf("prepare: %w", context.Canceled), fmt.Errorf("save: %w", pipeline.ErrDiskFull)} {
			c := nextClaim(t, l)
			if c.Attempt != 1 {
				t.Errorf("attempt = %d, want 1", c.Attempt)
			}
			if err := l.Release(t.Context(), c, cause); err != nil {
				t.Fatalf("Release(%v): %v", cause, err)
			}
		}
		finish(t, l, nextClaim(t, l))
	})
}

func TestReleaseOfAStaleClaim(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		c := claim(t, l)
		finish(t, l, c)
		if err := l.Release(t.Context(), c, pipeline.ErrDamaged); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Release = %v, want ErrClaimed", err)
		}
		if h, err := l.Header(t.Context(), "acme", d.ID); err != nil || h.Status != pipeline.Completed {
			t.Errorf("Header = %s, %v, want it completed still", h.Status, err)
		}
	})
}

func TestCancel(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		c := claim(t, l)
		for range 2 {
			if h, err := l.Cancel(t.Context(), "acme", d.ID); err != nil || h.Status != pipeline.Cancelled || h.Version != 1 {
				t.Errorf("Cancel = %+v, %v, want version 1 cancelled", h, err)
			}
		}
		o := pipeline.Outcome{Document: c.Document, Result: pipeline.NewResult(c.Document, 0, nil)}
		if err := l.Commit(t.Context(), c, o); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Commit after Cancel = %v, want ErrClaimed", err)
		}
		want := []string{pipeline.EventReceived, pipeline.EventCancelled, pipeline.EventResult}
		if got := types(t, l, "acme", d.ID); !slices.Equal(got, want) {
			t.Errorf("events = %v, want %v", got, want)
		}
	})
}

// A job whose stored document is damaged ends, instead of coming back for ever.
func TestClaimOfADamagedDocument(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{"UPDATE drafts SET body = $1", "UPDATE data_keys SET wrapped = $1"} {
		t.Run(broken, func(t *testing.T) {
			onEach(t, func(t *testing.T, cfg ledger.Config) {
				l := open(t, cfg)
				d := accept(t, l, "acme")
				run(t, raw(t, cfg), broken, []byte("these bytes were never sealed by anyone"))
				if c, err := l.Claim(t.Context(), []string{"prepare"}, "w", time.Minute); !errors.Is(err, pipeline.ErrDamaged) {
					t.Errorf("Claim = %v, %v, want ErrDamaged", c, err)
				}
				if c, err := l.Claim(t.Context(), []string{"prepare"}, "w", time.Minute); c != nil || err != nil {
					t.Errorf("Claim again = %v, %v, want no job", c, err)
				}
				var status string
				err := raw(t, cfg).QueryRowContext(t.Context(), "SELECT status FROM documents WHERE id = $1", d.ID).Scan(&status)
				if err != nil || status != "failed" {
					t.Errorf("status = %s, %v, want failed", status, err)
				}
				if list, _, err := l.Headers(t.Context(), "acme", pipeline.Query{}); err != nil || len(list) != 1 || list[0].Error.Code != "damaged" {
					t.Errorf("Headers = %+v, %v, want one that says damaged", list, err)
				}
			})
		})
	}
}

// Deaths of workers leave a job all its attempts, whether the next worker comes after the lease
// or after a restart.
func TestDeathsAreNoAttempts(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.MaxAttempts = 2
		l := open(t, cfg)
		accept(t, l, "acme")
		first := claim(t, l)
		for range 3 {
			if _, err := l.Recover(t.Context()); err != nil {
				t.Fatal(err)
			}
			nextClaim(t, l)
		}
		if _, err := l.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		if c, err := l.ClaimJob(t.Context(), first.Job, "dies", time.Millisecond); err != nil || c.Attempt != 1 {
			t.Fatalf("ClaimJob = %+v, %v, want the first attempt", c, err)
		}
		last := nextClaim(t, l)
		if err := l.Release(t.Context(), last, pipeline.ErrProviderUnavailable); err != nil {
			t.Fatal(err)
		}
		if c := nextClaim(t, l); c.Attempt != 2 {
			t.Errorf("after five deaths and one failure comes attempt %d, want 2", c.Attempt)
		}
	})
}

// R13: a job that ends every worker that takes it, so that none can report, ends too.
func TestDeadlyJobBecomesADeadLetter(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.MaxAttempts, cfg.MaxDeaths = 2, 4
		l := open(t, cfg)
		d := accept(t, l, "acme")
		var c *pipeline.Claim
		for range cfg.MaxDeaths {
			if c = nextClaim(t, l); c.Attempt != 1 {
				t.Fatalf("attempt %d, want 1: nobody has tried it", c.Attempt)
			}
			if _, err := l.Recover(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if c, err := l.ClaimJob(t.Context(), c.Job, "w", time.Minute); c != nil || !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("ClaimJob = %v, %v, want ErrNotFound", c, err)
		}
		letter, err := l.DeadGet(t.Context(), "acme", c.Job)
		if err != nil || letter.Code != pipeline.ErrInternal.Code || !strings.Contains(letter.Detail, "4 times") {
			t.Errorf("DeadGet = %+v, %v, want internal after 4 deaths", letter, err)
		}
		if h, err := l.Header(t.Context(), "acme", d.ID); err != nil || h.Status != pipeline.Failed || h.Version != 1 {
			t.Errorf("Header = %+v, %v, want a failed result", h, err)
		}
		if c, err := l.Claim(t.Context(), []string{"prepare"}, "w", time.Minute); c != nil || err != nil {
			t.Errorf("Claim = %v, %v, want nothing due", c, err)
		}
	})
}

// An outage of a provider ends no document that a few tries would have ended, and neither does
// money that other documents hold.
func TestReleaseWaitsForOthers(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.MaxAttempts = 2
		l := open(t, cfg)
		accept(t, l, "acme")
		for range 4 {
			if err := l.Release(t.Context(), nextClaim(t, l), fmt.Errorf("small: %w", pipeline.ErrProviderUnavailable)); err != nil {
				t.Fatal(err)
			}
		}
		before := nextClaim(t, l)
		if err := l.Release(t.Context(), before, fmt.Errorf("the day's money is held: %w", pipeline.ErrRateLimited)); err != nil {
			t.Fatal(err)
		}
		if c := nextClaim(t, l); c.Attempt != before.Attempt {
			t.Errorf("waiting for money made attempt %d of %d", c.Attempt, before.Attempt)
		}
		if letters, err := l.Dead(t.Context(), "acme", 0); err != nil || len(letters) != 0 {
			t.Errorf("Dead = %v, %v, want none", letters, err)
		}
	})
}
