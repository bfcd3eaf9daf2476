package model_test

import (
	"errors"
	"testing"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// delivered is what a batch brought for w's call.
func delivered(text string, finish model.Finish) model.Delivered {
	return model.Delivered{
		Target: "a", Model: "a", JSON: model.JSONSchema, Response: model.Response{Text: text, Finish: finish},
		Attempt: pipeline.Attempt{ID: "att_batch", Target: "a", Model: "a", Outcome: pipeline.OutcomeAnswered, Cost: 40, Batch: true},
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	t.Run("a delivered answer is found and not bought", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		r := w.router()
		if wrong, err := r.Keep(t.Context(), w.call(), delivered(good, model.FinishStop)); len(wrong) > 0 || err != nil {
			t.Fatalf("Keep = %v, %v", wrong, err)
		}
		if _, kept, err := r.Kept(t.Context(), w.call()); !kept || err != nil {
			t.Errorf("Kept = %t, %v, want it kept", kept, err)
		}
		w.must(r, w.call())
		w.wantRequests(0)
		if u := w.wallet.Usage(); u.Cost != 40 || !u.Attempts[0].Batch {
			t.Errorf("usage = %+v, want the 40 of the batch", u)
		}
	})
	for name, d := range map[string]model.Delivered{
		"no JSON":       delivered("Here is "+good, model.FinishStop),
		"another shape": delivered(`{"sum":1}`, model.FinishStop),
		"twice a key":   delivered(`{"total":"1.00","total":"2.00"}`, model.FinishStop),
		"cut":           delivered(good, model.FinishLength),
	} {
		t.Run(name+" is asked live", func(t *testing.T) {
			t.Parallel()
			w := loopback(t, ok, "a")
			r := w.router()
			if wrong, err := r.Keep(t.Context(), w.call(), d); len(wrong) == 0 || err != nil {
				t.Errorf("Keep = %v, %v, want to hear what is wrong", wrong, err)
			}
			w.must(r, w.call())
			w.wantRequests(1)
		})
	}
}

// What a plain target said is no answer to a call that escalates.
func TestKeptForEscalation(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "a", "premium")
	w.target("premium").Premium = true
	r := w.router()
	w.must(r, w.call())
	c := w.call()
	c.Escalate = "2 required fields without proof"
	if a, kept, err := r.Kept(t.Context(), c); kept || err != nil {
		t.Errorf("Kept = %+v, %t, %v, want nothing: only a cheap answer is kept", a, kept, err)
	}
	w.must(r, c)
	if a, kept, err := r.Kept(t.Context(), c); !kept || a.Target != "premium" || err != nil {
		t.Errorf("Kept = %+v, %t, %v, want the premium target's", a, kept, err)
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "dear", "cheap")
	w.target("dear").Price.Input *= 10
	w.target("cheap").Price.Batch = 0.5
	r := w.router()
	p, err := r.Plan(t.Context(), w.call())
	if err != nil || p.Target.Name != "cheap" || p.JSON != model.JSONSchema || p.Request.Output == nil || p.Quote.Worst <= p.Quote.Expected {
		t.Fatalf("Plan = %+v, %v, want the request for the cheap target", p, err)
	}
	w.wantRequests(0)
	a := model.BatchAttempt("att_1", "extract@1", p.Target, p.Quote.Tokens, model.Response{Text: good, Usage: model.Usage{Input: 1000, Output: 10}})
	if live := p.Target.Price.Cost(1000, 10); a.Cost*2 != live || a.ID != "att_1" || !a.Batch {
		t.Errorf("attempt = %+v, want half of %d", a, live)
	}
	other := w.call()
	other.Key = "page2"
	if id := model.ItemID(w.call(), "cheap"); id != model.ItemID(w.call(), "cheap") || id == model.ItemID(other, "cheap") || id == model.ItemID(w.call(), "dear") {
		t.Errorf("ItemID = %s, want one name for one question to one model", id)
	}
	w.target("cheap").Context, w.target("dear").Context = 10, 10
	if _, err := w.router().Plan(t.Context(), w.call()); !errors.Is(err, model.ErrTooLarge) {
		t.Errorf("Plan of what fits nowhere: %v, want ErrTooLarge", err)
	}
}

// A process that goes on counts what was spent before it: by the document and on this day.
func TestWalletResume(t *testing.T) {
	t.Parallel()
	all := model.NewWallets(model.Budget{Document: 100, TenantDay: 150, TotalDay: 200, Run: model.NoLimit})
	all.Resume("t1", 90)
	paid := pipeline.Attempt{ID: "att_1", Outcome: pipeline.OutcomeAnswered, Cost: 60}
	var before pipeline.Usage
	before.Add(paid)
	w := all.For("t1")
	w.Resume(before)
	paid.Recovered = true
	w.Settle(0, paid)
	if u := w.Usage(); all.Spent() != 0 || u.Cost != 0 || u.CacheHits != 1 {
		t.Errorf("spent %d, usage %+v, want a hit that costs nothing", all.Spent(), u)
	}
	for _, c := range []struct {
		tenant, scope string
		amount        pipeline.Micros
	}{{"t1", model.ScopeTenantDay, 61}, {"t2", model.ScopeDocument, 101}} {
		var out *model.Exhausted
		if err := all.For(c.tenant).TryReserve(c.amount); !errors.As(err, &out) || out.Scope != c.scope {
			t.Errorf("TryReserve %d for %s: %v, want %s exhausted", c.amount, c.tenant, err, c.scope)
		}
	}
	var out *model.Exhausted
	if err := w.TryReserve(41); !errors.As(err, &out) || out.Scope != model.ScopeDocument {
		t.Errorf("TryReserve 41 of the document's 40: %v, want its budget exhausted", err)
	}
	if err := w.TryReserve(40); err != nil {
		t.Errorf("TryReserve 40 of 40: %v", err)
	}
	if err := all.For("t1").TryReserve(30); !errors.Is(err, pipeline.ErrBudgetExhausted) {
		t.Errorf("TryReserve of what is set aside: %v, want the budget exhausted at once", err)
	}
}
