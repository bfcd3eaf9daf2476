package model_test

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

// A storm is a script of faults. What befalls a page depends on the seed, the page and how often
// it was asked, not on who comes first.
type storm struct {
	seed  uint64
	down  string // this target is down from start to end
	start time.Time
	end   time.Time

	mu    sync.Mutex
	asked map[string]int
}

func (s *storm) reply(r modeltest.Seen) modeltest.Reply {
	page, _, _ := strings.Cut(strings.Join(r.Texts, ""), " ")
	s.mu.Lock()
	s.asked[page]++
	n := s.asked[page]
	s.mu.Unlock()
	if now := time.Now(); r.Model == s.down && now.After(s.start) && now.Before(s.end) {
		return status(503)
	}
	h := fnv.New64a()
	fmt.Fprint(h, page, n)
	dice := rand.New(rand.NewPCG(s.seed, h.Sum64()))
	answer := modeltest.Reply{Text: good, Input: 1000, Output: 100, Delay: 2 * time.Second}
	switch p := dice.IntN(100); {
	case p < 10:
		return busy(time.Duration(1+dice.IntN(3)) * time.Second)
	case p < 15:
		return status(500)
	case p < 17:
		answer.Cut = true
	case p < 19:
		answer.Truncated = true
	case p < 20:
		answer.Hang = true
	}
	return answer
}

// ask reads one page as a job does: what may pass is tried again, in at most five rounds.
func (w *world) askPage(r *model.Router, page string) error {
	c := w.call()
	c.Key = page
	c.Compose = paged(page)
	var err error
	for range 5 {
		if _, err = r.Ask(w.t.Context(), c); !errors.Is(err, pipeline.ErrProviderUnavailable) {
			return err
		}
		time.Sleep(time.Minute)
	}
	return err
}

// Under faults every page is answered, with few requests more than pages and no money wasted
// beside what is possibly billed. The requests are those of the wire of production. In -short
// fewer pages are asked.
func TestStorm(t *testing.T) {
	t.Parallel()
	pages, seeds := 500, []uint64{1, 2, 3}
	if testing.Short() {
		pages, seeds = 200, seeds[:1]
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			s := &storm{seed: seed, down: "a", asked: map[string]int{}}
			bubble(t, s.reply, []string{"a", "b"}, func(w *world) {
				s.start = time.Now().Add(15 * time.Second)
				s.end = s.start.Add(time.Minute)
				for i, name := range []string{"a", "b"} {
					w.targets[i].Keys[0].Wire = openaiWire(w.t, w.Server, name, "k1")
				}
				w.storm(pages)
			})
		})
	}
}

func (w *world) storm(pages int) {
	const each = 210 // micro-dollars of a page without faults
	w.setBudget(model.Budget{Document: model.NoLimit, TenantDay: model.NoLimit, TotalDay: pipeline.Micros(2 * each * pages), Run: model.NoLimit})
	r := w.router()
	began := time.Now()
	failed := w.readAll(r, pages, 16)
	took, u := time.Since(began), w.wallet.Usage()
	w.t.Logf("%d pages in %v: %d requests (%.2f a page), %d possibly billed beside a cost of %d (%.2f of fault-free), %d failed",
		pages, took.Round(time.Second), w.Count(""), float64(w.Count(""))/float64(pages), u.PossiblyBilled, u.Cost, float64(u.Cost)/float64(each*pages), len(failed))
	for _, err := range failed {
		w.t.Errorf("a page was not read: %v", err)
	}
	if got, most := w.Count(""), pages*14/10; got > most {
		w.t.Errorf("%d requests, want at most %d", got, most)
	}
	if most := pipeline.Micros(each * pages * 115 / 100); u.Cost > most {
		w.t.Errorf("cost %d, want at most %d", u.Cost, most)
	}
	if u.PossiblyBilled == 0 || u.ModelCalls != w.Count("") {
		w.t.Errorf("%d requests are booked and %d possibly billed, want all %d, and some", u.ModelCalls, u.PossiblyBilled, w.Count(""))
	}
}

// readAll asks for pages with so many workers and returns what went wrong.
func (w *world) readAll(r *model.Router, pages, workers int) (failed []error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	next := make(chan string)
	for range workers {
		all.Go(func() {
			for page := range next {
				if err := w.askPage(r, page); err != nil {
					mu.Lock()
					failed = append(failed, err)
					mu.Unlock()
				}
			}
		})
	}
	for i := range pages {
		next <- fmt.Sprintf("page%d", i)
	}
	close(next)
	all.Wait()
	return failed
}
