package model_test

import (
	"context"
	"errors"
	"testing"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "dear", "a")
	w.target("dear").Price.Output *= 10
	r := w.router()
	q, err := r.Quote(t.Context(), w.call())
	if err != nil {
		t.Fatal(err)
	}
	if q.Target != "a" || !q.Images || q.Kept || q.Tokens.Input < 2200 || q.Expected == 0 || q.Worst < q.Expected {
		t.Errorf("Quote = %+v, want the cost of an A4 image at a", q)
	}
	w.wantRequests(0)

	w.must(r, w.call())
	if a := w.wallet.Usage().Attempts[0]; a.Estimate != q.Expected {
		t.Errorf("the request was expected to cost %d, the quote said %d", a.Estimate, q.Expected)
	}
	if q, err := r.Quote(t.Context(), w.call()); err != nil || !q.Kept || q.Worst != 0 {
		t.Errorf("Quote = %+v, %v; want nothing to pay for a kept answer", q, err)
	}
	w.wantOutcomes("a:answered")
}

// What a plain target said is kept, and not good enough for a call that escalates: it is bought.
func TestQuoteEscalates(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "a", "dear")
	w.target("dear").Premium = true
	r, c := w.router(), w.call()
	w.must(r, c)
	c.Escalate = "a field has no proof"
	if q, err := r.Quote(t.Context(), c); err != nil || q.Kept || q.Target != "dear" || q.Worst == 0 {
		t.Errorf("Quote = %+v, %v; want what dear costs", q, err)
	}
	w.must(r, c)
	w.wantOutcomes("a:answered", "dear:answered")
	if q, err := r.Quote(t.Context(), c); err != nil || !q.Kept {
		t.Errorf("Quote = %+v, %v; want nothing to pay for dear's kept answer", q, err)
	}
}

func TestQuoteRefuses(t *testing.T) {
	t.Parallel()
	t.Run("what fits nowhere", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a", "b")
		w.target("a").Context, w.target("b").Context = 100, 100
		_, err := w.router().Quote(t.Context(), w.call())
		if !errors.Is(err, model.ErrTooLarge) || !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Quote: %v, want it too large", err)
		}
	})
	t.Run("what nobody may be asked", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		c := w.call()
		c.Targets = []string{"z"}
		if _, err := w.router().Quote(t.Context(), c); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Quote: %v, want it refused", err)
		}
	})
	t.Run("what cannot be composed", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a")
		c := w.call()
		c.Compose = func(context.Context, model.Mode) (model.Request, error) { return model.Request{}, pipeline.ErrDamaged }
		if _, err := w.router().Quote(t.Context(), c); !errors.Is(err, pipeline.ErrDamaged) {
			t.Errorf("Quote: %v, want the error of Compose", err)
		}
	})
}
