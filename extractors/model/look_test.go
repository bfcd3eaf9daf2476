package model_test

import (
	"errors"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

// A look at a target is paid for like any request, and is no more than one.
func TestLook(t *testing.T) {
	t.Parallel()
	t.Run("it is booked", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a", "b")
		if err := w.router().Look(t.Context(), "b", w.call()); err != nil {
			t.Fatal(err)
		}
		w.wantRequests(1)
		if u := w.wallet.Usage(); u.ModelCalls != 1 || u.Cost == 0 || u.Attempts[0].Target != "b" || u.Attempts[0].Outcome != pipeline.OutcomeAnswered {
			t.Errorf("usage = %+v, want one answer of b", u)
		}
	})
	t.Run("without money nothing is sent", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		w.setBudget(model.Budget{})
		if err := w.router().Look(t.Context(), "a", w.call()); !errors.Is(err, pipeline.ErrBudgetExhausted) {
			t.Errorf("Look = %v, want the budget exhausted", err)
		}
		w.wantRequests(0)
	})
	t.Run("a refusal is told and not repeated", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, func(modeltest.Seen) modeltest.Reply { return modeltest.Reply{Status: 401} }, "a")
		if err := w.router().Look(t.Context(), "a", w.call()); !errors.Is(err, model.ErrAuth) {
			t.Errorf("Look = %v, want ErrAuth", err)
		}
		w.wantRequests(1)
		if u := w.wallet.Usage(); u.Cost != 0 || u.PossiblyBilled != 0 || u.Attempts[0].Outcome != pipeline.OutcomeAuth {
			t.Errorf("usage = %+v, want a refusal that costs nothing", u)
		}
	})
}
