package ledger_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// openCases opens a ledger in which nobody waits before a document is checked again.
func openCases(t *testing.T, cfg ledger.Config) *ledger.Ledger {
	t.Helper()
	cfg.CasePause = 0
	return open(t, cfg)
}

// join accepts a document of the case, to be checked.
func join(t *testing.T, l *ledger.Ledger, tenant, name string) *pipeline.Document {
	t.Helper()
	d := document(tenant)
	d.Case = name
	d.Extraction, d.Pages = &pipeline.Extraction{DocType: "invoice"}, []*pipeline.Page{{Number: 1, State: pipeline.PageRead}}
	if _, _, err := l.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "check"}); err != nil {
		t.Fatalf("Accept: %v", err)
	}
	return d
}

// due claims a job of the stage check, nil when there is none.
func due(t *testing.T, l *ledger.Ledger) *pipeline.Claim {
	t.Helper()
	c, err := l.Claim(t.Context(), []string{"check"}, "w1", time.Minute)
	if err != nil {
		t.Fatalf("Claim: %v", err)
	}
	return c
}

// say commits what the rules say of a claimed document.
func say(t *testing.T, l *ledger.Ledger, c *pipeline.Claim, findings ...pipeline.Finding) {
	t.Helper()
	d := c.Document
	d.Checks = &pipeline.Checks{Verdict: pipeline.Pass, AsOf: time.Now().String(), Packs: map[string]string{"eu-vat": ""}}
	d.Findings = findings
	o := pipeline.Outcome{Document: d, Result: pipeline.NewResult(d, 0, nil), Events: []pipeline.Event{{Type: pipeline.EventChecked}}}
	if err := l.Commit(t.Context(), c, o); err != nil {
		t.Fatalf("Commit: %v", err)
	}
}

// checked does the job that is due, which must be d's.
func checked(t *testing.T, l *ledger.Ledger, d *pipeline.Document, findings ...pipeline.Finding) {
	t.Helper()
	c := due(t, l)
	if c == nil || c.Document.ID != d.ID {
		t.Fatalf("due = %+v, want a job of %s", c, d.ID)
	}
	say(t, l, c, findings...)
}

func version(t *testing.T, l *ledger.Ledger, d *pipeline.Document) (int, pipeline.Status) {
	t.Helper()
	h, err := l.Header(t.Context(), d.Tenant, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	return h.Version, h.Status
}

func idle(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	if c := due(t, l); c != nil {
		t.Errorf("a job of %s is due, want none", c.Document.ID)
	}
}

// What was to be found in the case is found when it comes: the finding is resolved, once, and
// nobody is checked a third time.
func TestJoiningACase(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := openCases(t, cfg)
		first := join(t, l, "acme", "K-1")
		checked(t, l, first, finding("a"))
		stranger, foreign := join(t, l, "acme", "K-2"), join(t, l, "globex", "K-1")
		say(t, l, due(t, l))
		say(t, l, due(t, l))
		idle(t, l)

		second := join(t, l, "acme", "K-1")
		checked(t, l, second)
		c := due(t, l)
		if c == nil || c.Document.ID != first.ID || c.Stage != "check" {
			t.Fatalf("due = %+v, want the first document's check", c)
		}
		if v, status := version(t, l, first); v != 1 || status != pipeline.Completed {
			t.Errorf("meanwhile it has version %d and is %s, want 1 and completed", v, status)
		}
		say(t, l, c)
		idle(t, l)
		for _, d := range []*pipeline.Document{second, stranger, foreign} {
			if v, _ := version(t, l, d); v != 1 {
				t.Errorf("another document has version %d, want 1", v)
			}
		}
		want := []string{pipeline.EventReceived, pipeline.EventChecked, pipeline.EventRaised, pipeline.EventResult,
			pipeline.EventChecked, pipeline.EventResolved, pipeline.EventResult}
		if got := types(t, l, "acme", first.ID); !slices.Equal(got, want) {
			t.Errorf("events = %v, want %v", got, want)
		}
		gone, _, err := l.Findings(t.Context(), "acme", pipeline.FindingQuery{Document: first.ID})
		if err != nil || len(gone) != 1 || gone[0].Transition != "resolved" || gone[0].Why == nil || *gone[0].Why != "case_changed" {
			t.Errorf("findings = %+v, %v, want it resolved because of the case", gone, err)
		}
	})
}

// Who has nothing new to say gets no new version, and nobody hears of it.
func TestRecheckWithoutNews(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := openCases(t, cfg)
		first := join(t, l, "acme", "K-1")
		checked(t, l, first, finding("a"))
		before := types(t, l, "acme", first.ID)
		for range 2 {
			say(t, l, claimOther(t, l, join(t, l, "acme", "K-1")))
			for c := due(t, l); c != nil; c = due(t, l) {
				if c.Document.ID == first.ID {
					say(t, l, c, finding("a"))
				} else {
					say(t, l, c)
				}
			}
		}
		if v, status := version(t, l, first); v != 1 || status != pipeline.Completed {
			t.Errorf("it has version %d and is %s, want 1 and completed", v, status)
		}
		if got := types(t, l, "acme", first.ID); !slices.Equal(got, before) {
			t.Errorf("events = %v, want those of before, %v", got, before)
		}
	})
}

// claimOther claims the job of d.
func claimOther(t *testing.T, l *ledger.Ledger, d *pipeline.Document) *pipeline.Claim {
	t.Helper()
	c := due(t, l)
	if c == nil || c.Document.ID != d.ID {
		t.Fatalf("due = %+v, want a job of %s", c, d.ID)
	}
	return c
}

// Of two that are checked at once the one that looked too early looks again.
func TestJoiningWhileAnotherIsChecked(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := openCases(t, cfg)
		first, second := join(t, l, "acme", "K-1"), join(t, l, "acme", "K-1")
		early, late := claimOther(t, l, first), claimOther(t, l, second)
		say(t, l, late)
		idle(t, l)
		say(t, l, early, finding("a")) // it did not see the second
		seen := map[string]bool{}
		for c := due(t, l); c != nil; c = due(t, l) {
			if seen[c.Document.ID] {
				t.Fatalf("%s comes again and again", c.Document.ID)
			}
			seen[c.Document.ID] = true
			say(t, l, c)
		}
		if !seen[first.ID] || !seen[second.ID] {
			t.Errorf("checked again: %v, want both", seen)
		}
	})
}

// Many that join before it is checked are one reason to check again.
func TestRecheckWaitsForTheRestOfTheCase(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.CasePause = time.Hour
		l := open(t, cfg)
		first := join(t, l, "acme", "K-1")
		checked(t, l, first)
		for range 3 {
			checked(t, l, join(t, l, "acme", "K-1"))
		}
		idle(t, l)
		g, err := l.Gauges(t.Context())
		if err != nil || g.Queue["check"] != 3 {
			t.Errorf("waiting = %v, %v, want one job of each but the last", g.Queue, err)
		}
	})
}

// A recheck that cannot be done leaves what was said, and a dead letter that can be tried again.
func TestRecheckThatFails(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := openCases(t, cfg)
		first := join(t, l, "acme", "K-1")
		checked(t, l, first, finding("a"))
		checked(t, l, join(t, l, "acme", "K-1"))
		c := claimOther(t, l, first)
		if err := l.Release(t.Context(), c, pipeline.ErrDamaged); err != nil {
			t.Fatal(err)
		}
		if v, status := version(t, l, first); v != 1 || status != pipeline.Completed {
			t.Errorf("it has version %d and is %s, want 1 and completed", v, status)
		}
		if err := l.Retry(t.Context(), "acme", c.Job); err != nil {
			t.Fatal(err)
		}
		checked(t, l, first, finding("a"))
		if v, status := version(t, l, first); v != 1 || status != pipeline.Completed {
			t.Errorf("after the retry it has version %d and is %s, want 1 and completed", v, status)
		}
	})
}

// A recheck ends with its document, and gives way to a person; cancelling is of no use to it.
func TestRecheckGivesWay(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := openCases(t, cfg)
		erased, kept := join(t, l, "acme", "K-1"), join(t, l, "acme", "K-1")
		checked(t, l, erased)
		say(t, l, claimOther(t, l, kept))
		if _, err := l.Erase(t.Context(), "acme", erased.ID, "tester"); err != nil {
			t.Fatal(err)
		}
		idle(t, l)

		checked(t, l, join(t, l, "acme", "K-1"))
		if h, err := l.Cancel(t.Context(), "acme", kept.ID); err != nil || h.Status != pipeline.Completed {
			t.Errorf("Cancel = %+v, %v, want it completed as before", h, err)
		}
		c := claimOther(t, l, kept)
		if _, err := l.Split(t.Context(), "acme", kept.ID, [][]int{{1}}, "check"); err != nil {
			t.Fatalf("Split: %v", err)
		}
		o := pipeline.Outcome{Document: c.Document, Result: pipeline.NewResult(c.Document, 0, nil)}
		if err := l.Commit(t.Context(), c, o); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Commit of a recheck after a person parted the pages = %v, want ErrClaimed", err)
		}
	})
}

// The parts of a stack are documents of its case: those that were checked before the last one came
// are checked again, each by itself.
func TestPartsOfACase(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := openCases(t, cfg)
		stack := join(t, l, "acme", "K-1")
		c := claimOther(t, l, stack)
		if err := l.Commit(t.Context(), c, stacked(c.Document, []int{1}, []int{2, 3})); err != nil {
			t.Fatal(err)
		}
		for _, p := range partsOf(t, l, stack.ID) {
			c := due(t, l)
			if c == nil || c.Document.ID != p.ID || c.Document.Parent != stack.ID {
				t.Fatalf("due = %+v, want part %s", c, p.ID)
			}
			say(t, l, c)
		}
		idle(t, l)
	})
}

// Two that end at the same moment do not miss each other, on either database.
func TestJoiningAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := openCases(t, cfg)
		for range 10 {
			name := ledger.NewID("case")
			claims := map[string]*pipeline.Claim{}
			for range 3 {
				d := join(t, l, "acme", name)
				claims[d.ID] = claimOther(t, l, d)
			}
			errs := make(chan error)
			for _, c := range claims {
				go func() {
					c.Document.Checks = &pipeline.Checks{Verdict: pipeline.Pass}
					o := pipeline.Outcome{Document: c.Document, Result: pipeline.NewResult(c.Document, 0, nil)}
					errs <- l.Commit(context.WithoutCancel(t.Context()), c, o)
				}()
			}
			for range claims {
				if err := <-errs; err != nil {
					t.Errorf("Commit: %v", err)
				}
			}
			again := 0
			for c := due(t, l); c != nil; c = due(t, l) {
				say(t, l, c)
				again++
			}
			if again != len(claims) {
				t.Errorf("%d were checked again, want all %d: each was at work when another ended", again, len(claims))
			}
		}
	})
}
