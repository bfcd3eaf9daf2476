package model_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

// A chaos answers anything at random, with usage as a provider may honestly count it.
type chaos struct {
	mu   sync.Mutex
	dice *rand.Rand
}

func (c *chaos) reply(s modeltest.Seen) modeltest.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := modeltest.Reply{Text: good, Delay: time.Duration(c.dice.IntN(3000)) * time.Millisecond}
	if c.dice.IntN(5) > 0 {
		r.Input, r.Output = 1+c.dice.IntN(2600*s.Images+len(s.System)+len(strings.Join(s.Texts, ""))), 1+c.dice.IntN(500)
	}
	statuses := []int{400, 401, 402, 408, 413, 422, 429, 500, 503}
	switch p := c.dice.IntN(20); {
	case p < 4:
		r.Status = statuses[c.dice.IntN(len(statuses))]
		r.RetryAfter = time.Duration(c.dice.IntN(90)) * time.Second
	case p < 6:
		r.Text = "{}"
	case p < 7:
		r.Finish = []string{"length", "content_filter", "refusal", "odd"}[c.dice.IntN(4)]
	case p < 8:
		r.Cut = true
	case p < 9:
		r.Truncated = true
	case p < 10:
		r.Hang = true
	}
	return r
}

// Whatever happens, no more is spent than the budget, nothing stays set aside, every request is
// booked, no call sends more than its bound, and every error is of a known kind.
func TestMoneyHoldsWhateverHappens(t *testing.T) {
	t.Parallel()
	seeds := 60
	if testing.Short() {
		seeds = 15
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			c := &chaos{dice: rand.New(rand.NewPCG(7, uint64(seed)))}
			bubble(t, c.reply, []string{"a", "b"}, func(w *world) { w.endure(uint64(seed)) })
		})
	}
}

func (w *world) endure(seed uint64) {
	dice := rand.New(rand.NewPCG(11, seed))
	p := w.deployment("p", "k1", "k2")
	p.Target.Premium, p.Target.Price = true, model.Price{Input: 1_000_000, Output: 5_000_000}
	w.targets = append(w.targets, p)
	budget := pipeline.Micros(500 + dice.IntN(20_000))
	w.setBudget(model.Budget{Document: budget, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit})
	r := w.router()
	var all sync.WaitGroup
	for i := range 30 {
		patience := time.Duration(1+dice.IntN(300)) * time.Second
		all.Go(func() { w.askOrFail(r, fmt.Sprintf("page%d", i/2), patience) })
	}
	all.Wait()
	u := w.wallet.Usage()
	if spent := u.Cost + u.PossiblyBilled; spent > budget {
		w.t.Errorf("%d was spent of a budget of %d", spent, budget)
	}
	if rest := budget - u.Cost - u.PossiblyBilled; w.wallet.Reserve(w.t.Context(), rest) != nil {
		w.t.Errorf("of the rest %d some is still set aside", rest)
	}
	if u.ModelCalls < w.Count("") {
		w.t.Errorf("%d requests are booked, the server got %d", u.ModelCalls, w.Count(""))
	}
	// Attempts, waits and keys, for each of the 15 questions and of their two callers.
	if most := 30 * (w.cfg.MaxAttempts + w.cfg.MaxWaits + 4); w.Count("") > most {
		w.t.Errorf("%d requests, want at most %d", w.Count(""), most)
	}
}

func (w *world) askOrFail(r *model.Router, page string, patience time.Duration) {
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	c := w.call()
	c.Key, c.Compose = page, paged(page)
	a, err := r.Ask(ctx, c)
	var f *model.Failure
	switch {
	case err == nil && a.Text != good:
		w.t.Errorf("answer %q, want only accepted ones", a.Text)
	case err != nil && !errors.As(err, &f) && !errors.Is(err, context.DeadlineExceeded):
		w.t.Errorf("error %v, want a failure or the end of the context", err)
	}
}
