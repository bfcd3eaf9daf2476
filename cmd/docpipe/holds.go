package main

import (
	"sync"

	"docpipe/pipeline"
)

// holds are the names under which the ledger keeps money for requests that are out, by amount:
// those of one amount are alike. Safe for concurrent use.
type holds struct {
	mu  sync.Mutex
	all map[pipeline.Micros][]string
}

func (h *holds) add(amount pipeline.Micros, hold string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[pipeline.Micros][]string{}
	}
	h.all[amount] = append(h.all[amount], hold)
}

// take returns a hold of this amount; empty for an answer that took no money.
func (h *holds) take(amount pipeline.Micros) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	same := h.all[amount]
	if len(same) == 0 {
		return ""
	}
	h.all[amount] = same[:len(same)-1]
	return same[len(same)-1]
}
