package model_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

func slow(text string) modeltest.Reply {
	r := says(text)
	r.Delay = 10 * time.Second
	return r
}

// twin is the same question of another document of the tenant with the same bytes and a purse
// of its own.
func (w *world) twin() (model.Call, *model.Wallet) {
	wallet := model.NewWallets(model.DefaultBudget()).For("t1")
	d := *w.doc
	d.ID, d.Purse = "doc_2", wallet
	c := w.call()
	c.Document = &d
	return c, wallet
}

func TestFlightBuysOnce(t *testing.T) {
	bubble(t, in(replies{"a": {slow(good)}}), []string{"a"}, func(w *world) {
		r := w.router()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { w.must(r, w.call()) })
		}
		all.Wait()
		w.wantRequests(1)
		if u := w.wallet.Usage(); u.ModelCalls != 1 || u.CacheHits != 19 {
			w.t.Errorf("usage = %d calls and %d hits, want 1 and 19", u.ModelCalls, u.CacheHits)
		}
	})
}

// Who joins and is cancelled leaves alone.
func TestFlightGoesOnWithoutJoiner(t *testing.T) {
	bubble(t, in(replies{"a": {slow(good)}}), []string{"a"}, func(w *world) {
		r := w.router()
		var all sync.WaitGroup
		all.Go(func() { w.must(r, w.call()) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(w.t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if _, err := r.Ask(ctx, w.call()); !errors.Is(err, context.DeadlineExceeded) {
			w.t.Errorf("joiner: %v, want the end of its context", err)
		}
		about(w.t, "joiner", time.Since(began), time.Second)
		all.Wait()
		w.wantRequests(1)
		w.wantOutcomes("a:answered")
	})
}

// When the call that pays is cancelled, the request under way serves the others: nothing is
// sent again. Its own purse books it as possibly billed before it returns.
func TestFlightGoesOnWithoutLeader(t *testing.T) {
	bubble(t, in(replies{"a": {slow(good)}}), []string{"a"}, func(w *world) {
		r := w.router()
		ctx, cancel := context.WithTimeout(w.t.Context(), 2*time.Second)
		defer cancel()
		c, wallet := w.twin()
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := r.Ask(ctx, w.call()); !errors.Is(err, context.DeadlineExceeded) {
				w.t.Errorf("leader: %v, want the end of its context", err)
			}
			w.wantOutcomes("a:cancelled")
		})
		synctest.Wait()
		all.Go(func() { w.must(r, c) })
		all.Wait()
		w.wantRequests(1)
		if u := w.wallet.Usage(); u.PossiblyBilled == 0 || u.Cost != 0 {
			w.t.Errorf("leader's usage = %+v, want it possibly billed", u)
		}
		if u := wallet.Usage(); u.Cost != 0 || w.answers.Len() != 1 {
			w.t.Errorf("joiner's usage = %+v with %d answers kept, want nothing to pay and one", u, w.answers.Len())
		}
	})
}

// When the leader is cancelled in back-off, the next call pays for what is sent after that.
func TestFlightChangesPayer(t *testing.T) {
	bubble(t, in(replies{"a": {busy(10 * time.Second), says(good)}}), []string{"a"}, func(w *world) {
		r := w.router()
		ctx, cancel := context.WithTimeout(w.t.Context(), 2*time.Second)
		defer cancel()
		c, wallet := w.twin()
		var all sync.WaitGroup
		all.Go(func() { _, _ = r.Ask(ctx, w.call()) })
		synctest.Wait()
		all.Go(func() { w.must(r, c) })
		all.Wait()
		w.wantRequests(2)
		w.wantOutcomes("a:rate_limited")
		if u := wallet.Usage(); u.ModelCalls != 1 || u.Cost == 0 {
			w.t.Errorf("joiner's usage = %+v, want it to have paid", u)
		}
	})
}

// An empty purse of the leader is not the joiner's trouble.
func TestFlightLeaderWithoutMoney(t *testing.T) {
	bubble(t, in(replies{"a": {slow("{}"), slow(good)}}), []string{"a"}, func(w *world) {
		w.setBudget(model.Budget{Document: 800, TenantDay: 1e6, TotalDay: 1e6, Run: model.NoLimit})
		r := w.router()
		c, wallet := w.twin()
		var all sync.WaitGroup
		all.Go(func() { w.refused(r, w.call(), pipeline.ErrBudgetExhausted) })
		synctest.Wait()
		all.Go(func() { w.must(r, c) })
		all.Wait()
		w.wantRequests(2)
		if u := wallet.Usage(); u.ModelCalls != 1 {
			w.t.Errorf("joiner's usage = %+v, want one call of its own", u)
		}
	})
}

// When everyone has left, the request is cut and its money settled before the last returns.
func TestFlightEnds(t *testing.T) {
	bubble(t, in(replies{"a": {{Hang: true}}}), []string{"a"}, func(w *world) {
		r := w.router()
		ctx, cancel := context.WithTimeout(w.t.Context(), 2*time.Second)
		defer cancel()
		c, wallet := w.twin()
		var all sync.WaitGroup
		for _, call := range []model.Call{w.call(), c} {
			all.Go(func() { _, _ = r.Ask(ctx, call) })
			synctest.Wait()
		}
		all.Wait()
		if a, b := w.wallet.Usage(), wallet.Usage(); a.PossiblyBilled+b.PossiblyBilled == 0 || a.ModelCalls+b.ModelCalls != 1 {
			w.t.Errorf("usage = %+v and %+v, want one request, possibly billed", a, b)
		}
		if free := w.wallet.Reserve(w.t.Context(), model.DefaultBudget().Document-w.wallet.Usage().PossiblyBilled); free != nil {
			w.t.Errorf("the rest of the budget: %v, want all that is not booked to be free", free)
		}
	})
}

// An answer that arrives when its last caller goes is kept all the same.
func TestFlightKeepsWhatIsPaid(t *testing.T) {
	bubble(t, in(replies{"a": {slow(good)}}), []string{"a"}, func(w *world) {
		r := w.router()
		ctx, cancel := context.WithCancel(w.t.Context())
		defer cancel()
		c := w.call()
		check := c.Check
		c.Check = func(answer any) []string {
			cancel()
			return check(answer)
		}
		_, _ = r.Ask(ctx, c)
		if got := w.answers.Len(); got != 1 {
			w.t.Errorf("%d answers are kept, want 1", got)
		}
		w.must(r, w.call())
		w.wantRequests(1)
	})
}
