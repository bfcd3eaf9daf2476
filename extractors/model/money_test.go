package model_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	t.Run("an answer costs what the provider counted", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {{Text: good, Input: 2000, Output: 100}}}), "a")
		w.must(w.router(), w.call())
		a := w.wallet.Usage().Attempts[0]
		if a.Cost != 360 || a.PossiblyBilled != 0 || a.Estimated || a.InputTokens != 2000 || a.OutputTokens != 100 {
			t.Errorf("attempt = %+v, want 2000 and 100 tokens for 360 micro-dollars", a)
		}
		if a.Estimate < 500 || a.Estimate > 800 {
			t.Errorf("estimate = %d, want about an A4 image and 500 tokens of answer", a.Estimate)
		}
	})
	t.Run("without a count the estimate stands in", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {{Text: good}}}), "a")
		w.must(w.router(), w.call())
		a := w.wallet.Usage().Attempts[0]
		if !a.Estimated || a.InputTokens < 2200 || a.OutputTokens < 4 || a.Cost == 0 {
			t.Errorf("attempt = %+v, want an estimate of an A4 image that says so", a)
		}
	})
	t.Run("a cut connection is possibly billed, apart", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {{Cut: true}}}), "a", "b")
		w.must(w.router(), w.call())
		u := w.wallet.Usage()
		if first := u.Attempts[0]; first.Cost != 0 || first.PossiblyBilled < first.Estimate || first.PossiblyBilled != u.PossiblyBilled {
			t.Errorf("usage = %+v, want the worst case of the first request possibly billed", u)
		}
	})
	t.Run("a refused request costs nothing", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {status(500)}}), "a", "b")
		w.must(w.router(), w.call())
		if first := w.wallet.Usage().Attempts[0]; first.Cost != 0 || first.PossiblyBilled != 0 {
			t.Errorf("attempt = %+v, want it free", first)
		}
	})
	t.Run("a provider that bills more than the worst case ends the spending", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {{Text: "{}", Input: 1_000_000, Output: 1}}}), "a")
		w.refused(w.router(), w.call(), pipeline.ErrBudgetExhausted)
		w.wantRequests(1)
		if got := w.wallet.Usage().Cost; got != 150_001 {
			t.Errorf("cost = %d, want what was billed: 150001", got)
		}
	})
}

func TestMoneyRefusal(t *testing.T) {
	t.Parallel()
	t.Run("nothing is sent without a purse", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		w.doc.Purse = nil
		err := w.refused(w.router(), w.call(), pipeline.ErrBudgetExhausted)
		w.wantRequests(0)
		if !strings.Contains(err.Error(), "models.budget.document") {
			t.Errorf("error %q, want it to name the setting", err)
		}
	})
	t.Run("nothing is sent under a budget of 0", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		w.setBudget(model.Budget{TenantDay: 100, TotalDay: 100, Run: model.NoLimit})
		err := w.refused(w.router(), w.call(), pipeline.ErrBudgetExhausted)
		w.wantRequests(0)
		if !strings.Contains(err.Error(), "models.budget.document") {
			t.Errorf("error %q, want it to name the budget", err)
		}
	})
	t.Run("a fallback does not escape the purse", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {status(401)}}), "a", "dear")
		w.target("dear").Price = model.Price{Input: 15_000_000, Output: 75_000_000}
		w.setBudget(model.Budget{Document: 2_000, TenantDay: 1e6, TotalDay: 1e6, Run: model.NoLimit})
		w.refused(w.router(), w.call(), pipeline.ErrBudgetExhausted)
		if got := w.Count("dear"); got != 0 {
			t.Errorf("the dear target got %d requests, want none", got)
		}
	})
	t.Run("a cheaper target is asked when the preferred one is too dear", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a", "dear")
		w.cfg.Prefer = []string{"dear"}
		w.target("dear").Price = model.Price{Input: 15_000_000, Output: 75_000_000}
		w.setBudget(model.Budget{Document: 2_000, TenantDay: 1e6, TotalDay: 1e6, Run: model.NoLimit})
		w.must(w.router(), w.call())
		w.wantOutcomes("a:answered")
	})
}

// The worst case is set aside before a request leaves, and is gone again afterwards.
func TestMoneyIsReservedFirst(t *testing.T) {
	t.Parallel()
	purse := &tally{}
	var inFlight []pipeline.Micros
	w := loopback(t, func(s modeltest.Seen) modeltest.Reply {
		inFlight = append(inFlight, purse.held)
		return in(replies{"a": {status(500)}})(s)
	}, "a", "b")
	w.doc.Purse = purse
	w.must(w.router(), w.call())
	for i, held := range inFlight {
		if held < 700 {
			t.Errorf("request %d left with %d micro-dollars set aside, want its worst case", i+1, held)
		}
	}
	if purse.held != 0 || len(inFlight) != 2 {
		t.Errorf("%d is still set aside after %d requests, want 0 after 2", purse.held, len(inFlight))
	}
}

// A tally is a purse without bounds that remembers what is set aside.
type tally struct{ held pipeline.Micros }

func (p *tally) Reserve(_ context.Context, worst pipeline.Micros) error {
	p.held += worst
	return nil
}

func (p *tally) Settle(worst pipeline.Micros, _ pipeline.Attempt) { p.held -= worst }

func TestPurseFails(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "a")
	broken := errors.New("the ledger is away")
	w.doc.Purse = brokenPurse{broken}
	w.refused(w.router(), w.call(), broken)
	w.wantRequests(0)
}

type brokenPurse struct{ err error }

func (p brokenPurse) Reserve(context.Context, pipeline.Micros) error { return p.err }
func (p brokenPurse) Settle(pipeline.Micros, pipeline.Attempt)       {}
