package model_test

import (
	"errors"
	"testing"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

func TestStored(t *testing.T) {
	t.Parallel()
	t.Run("a kept answer is not bought again", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a", "b")
		first := w.must(w.router(), w.call())
		again := w.must(w.router(), w.call()) // a new process
		w.wantRequests(1)
		if !again.Cached || again.Text != first.Text || again.Value == nil {
			t.Errorf("second answer = %+v, want the first, cached", again)
		}
		w.wantOutcomes("a:answered", "a:cached")
		if u := w.wallet.Usage(); u.CacheHits != 1 || u.ModelCalls != 1 {
			t.Errorf("usage = %+v, want one call and one hit", u)
		}
	})
	t.Run("nor when another target is preferred by now", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a", "b")
		w.must(w.router(), w.call())
		w.cfg.Prefer = []string{"b"}
		if a := w.must(w.router(), w.call()); a.Target != "a" {
			t.Errorf("answer = %+v, want the one of a", a)
		}
		w.wantRequests(1)
	})
	t.Run("nor when a premium target gave it", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {says("{}")}}), "a", "p")
		w.target("p").Premium = true
		w.must(w.router(), w.call())
		w.must(w.router(), w.call())
		w.wantOutcomes("a:invalid", "a:invalid", "p:answered", "p:cached")
	})
	t.Run("it needs no purse", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		w.must(w.router(), w.call())
		w.doc.Purse = nil
		w.must(w.router(), w.call())
		w.wantRequests(1)
	})
	t.Run("another tenant, content, key or task is another question", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		r := w.router()
		w.must(r, w.call())
		tenant, content, key, task := w.call(), w.call(), w.call(), w.call()
		d := *w.doc
		d.Tenant = "t2"
		tenant.Document = &d
		e := *w.doc
		e.Files = []pipeline.File{{SHA256: "cd"}}
		content.Document = &e
		key.Key, task.Task = "page2", "extract@2"
		w.must(r, tenant)
		w.must(r, content)
		w.must(r, key)
		w.must(r, task)
		w.wantRequests(5)
	})
	t.Run("an answer that the check refuses by now is bought anew", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {says(good), says(`{"total":"2.00"}`)}}), "a")
		w.must(w.router(), w.call())
		c := w.call()
		c.Check = func(answer any) []string {
			if answer.(map[string]any)["total"] != "2.00" {
				return []string{"/total is another"}
			}
			return nil
		}
		w.must(w.router(), c)
		w.wantRequests(2)
	})
	t.Run("invalid answers are not kept", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {says("{}")}}), "a")
		w.refused(w.router(), w.call(), pipeline.ErrInvalid)
		if got := w.answers.Len(); got != 0 {
			t.Errorf("%d answers are kept, want none", got)
		}
	})
	t.Run("a part that has no id is booked as its stack", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		costs := map[string]bool{"doc_1": true, "doc_2": false} // doc_1 bought the answer
		for _, stack := range []string{"doc_1", "doc_2", "doc_1"} {
			w.setBudget(model.DefaultBudget())
			w.doc.ID, w.doc.Parent = "", stack
			w.must(w.router(), w.call())
			if got := w.wallet.Usage(); (got.Cost > 0) != costs[stack] {
				t.Errorf("%s: usage = %+v, want a cost: %t", stack, got, costs[stack])
			}
		}
		w.wantRequests(1)
	})
	t.Run("without a key nothing is kept", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		c := w.call()
		c.Key = ""
		w.must(w.router(), c)
		w.must(w.router(), c)
		w.wantRequests(2)
	})
	t.Run("an answer that cannot be kept is not used", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		w.answers.FailWith(pipeline.ErrDiskFull)
		w.refused(w.router(), w.call(), pipeline.ErrDiskFull)
		w.wantOutcomes("a:answered")
	})
}

// A worker that dies after answers were stored has told nobody what they cost: who comes after
// it finds them, and says it once.
func TestRecovered(t *testing.T) {
	t.Parallel()
	t.Run("the next try of the document books what it bought", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {says("{}"), says(good)}}), "a")
		w.must(w.router(), w.call())
		bought := w.wallet.Usage()

		w.setBudget(model.DefaultBudget()) // another process has the document now
		w.must(w.router(), w.call())
		w.must(w.router(), w.call())
		w.wantRequests(2)
		w.wantOutcomes("a:invalid", "a:answered", "a:cached")
		got := w.wallet.Usage()
		if got.Cost != bought.Cost || got.Cost == 0 || got.InputTokens != bought.InputTokens {
			t.Errorf("the second try books %d micro-dollars, want the %d of the first, once", got.Cost, bought.Cost)
		}
		for i, a := range bought.Attempts {
			if g := got.Attempts[i]; g.ID != a.ID || g.ID == "" || !g.Recovered {
				t.Errorf("attempt %d is %+v, want %s recovered", i, g, a.ID)
			}
		}
	})
	t.Run("what the books have already costs nothing", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {says("{}"), says(good)}}), "a")
		w.must(w.router(), w.call())
		settled := w.wallet.Usage()
		w.setBudget(model.DefaultBudget())
		w.wallet.Know(settled.Attempts)
		w.must(w.router(), w.call())
		w.wantOutcomes("a:cached")
	})
	t.Run("what another document bought costs nothing", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		w.must(w.router(), w.call())
		w.setBudget(model.DefaultBudget())
		w.doc.ID = "doc_2"
		w.must(w.router(), w.call())
		w.wantRequests(1)
		w.wantOutcomes("a:cached")
	})
	t.Run("it counts against the budget of the next try", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		w.must(w.router(), w.call())
		cost := w.wallet.Usage().Cost
		b := model.DefaultBudget()
		b.Document = cost
		w.setBudget(b)
		w.must(w.router(), w.call())
		if err := w.wallet.Reserve(t.Context(), 1); !errors.Is(err, pipeline.ErrBudgetExhausted) {
			t.Errorf("Reserve after what was recovered: %v, want the budget exhausted", err)
		}
	})
}

func TestStoreFails(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "a")
	broken := errors.New("the store is away")
	w.answers.FailLoadWith(broken)
	w.refused(w.router(), w.call(), broken)
	w.wantRequests(0)
}
