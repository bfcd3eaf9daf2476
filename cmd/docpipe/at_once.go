package main

import (
	"cmp"
	"runtime"
)

// mostAtOnce bounds documents in flight that nobody asked for: each holds the words of its
// pages, and pictures of those that a model is looking at.
const mostAtOnce = 16

// atOnce is how many documents are read at once: as --jobs says, else one for each core. Where
// models are asked most of the time goes by waiting for them, so it is as many as their targets
// bear.
func (o *batchOptions) atOnce() int {
	if o.jobs > 0 {
		return o.jobs
	}
	n := 0
	for _, t := range o.models.targets {
		n += cmp.Or(t.Concurrency, usualConcurrency)
	}
	return max(runtime.NumCPU(), min(n, mostAtOnce))
}
