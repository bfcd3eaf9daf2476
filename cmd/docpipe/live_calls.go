package main

import (
	"fmt"
	"io"
	"sync"

	"docpipe/pipeline"
)

// liveCalls is how many requests were sent one by one, and what they cost. Safe for
// concurrent use.
type liveCalls struct {
	mu    sync.Mutex
	calls int
	cost  pipeline.Micros
}

// note takes what was settled.
func (c *liveCalls) note(a pipeline.Attempt) {
	if a.Outcome == pipeline.OutcomeCached || a.Batch || a.Recovered {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	c.cost += a.Cost + a.PossiblyBilled
}

// sums returns both so far.
func (c *liveCalls) sums() (calls int, cost pipeline.Micros) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls, c.cost
}

// tellLive says what a run with --batch has asked live all the same, since before.
func (m *batchMoney) tellLive(notes io.Writer, callsBefore int, costBefore pipeline.Micros) {
	calls, cost := m.live.sums()
	if calls -= callsBefore; calls == 0 {
		return
	}
	fmt.Fprintf(notes, "%s sent live, at the live price, for %s USD: no batch answered well, or it followed from the last answers\n",
		counted(calls, "request"), dollars(int64(cost-costBefore)))
}
