package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// How far the heap of a batch grows before it is collected, in bytes. A digital page leaves much
// garbage beside little that lives: by Go's own rule, twice what lives, the collector would take a
// twelfth of the time. Pixels of scans lie above the floor, and cost the collector nothing since
// they hold no pointers: by that rule they would stay twice.
const (
	heapFloor = 64 << 20
	heapRoom  = 24 << 20 // above what lives, where that is more than the floor
)

// collectRarely keeps to floor and room until the returned function is called.
func collectRarely() (stop func()) {
	before := debug.SetGCPercent(-1)
	debug.SetGCPercent(before)
	if before != 100 {
		return func() {} // GOGC says how it is wanted
	}
	c := &collector{}
	c.adjust()
	c.afterCollection()
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.stopped = true
		debug.SetGCPercent(before)
	}
}

// A collector has its percentage set anew after each collection.
type collector struct {
	mu      sync.Mutex
	stopped bool
}

// afterCollection leaves an object to the next collection, whose end finalizes it.
func (c *collector) afterCollection() {
	type mark struct{ c *collector }
	runtime.SetFinalizer(&mark{c}, func(m *mark) {
		if m.c.adjust() {
			m.c.afterCollection()
		}
	})
}

// adjust returns false when the batch is over.
func (c *collector) adjust() bool {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	bytes := max(live[0].Value.Uint64(), 1<<20)
	percent := int(100 * max(heapRoom, heapFloor-min(bytes, heapFloor)) / bytes)
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stopped {
		debug.SetGCPercent(percent)
	}
	return !c.stopped
}
