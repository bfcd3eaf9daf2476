package main

import (
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"

	"docpipe/pipeline/ocr"
)

// When memory goes back to the system. Preparing a page takes tens of megabytes for a moment, and
// the collector keeps them for the next page, which comes after Tesseract has taken as much for
// seconds: together they need both only if nobody gives back.
const (
	handBackFrom  = 48 << 20               // bytes of heap that are worth it
	handBackEvery = 250 * time.Millisecond // and three times as long as it took: a page is read for seconds
)

// A handBack gives back what nobody uses while Tesseract works.
type handBack struct {
	then  func(name string) // is told as well, or nil
	busy  atomic.Bool
	until atomic.Int64 // not again before, Unix nanoseconds
}

// onWork is told what a child begins, see [sandbox.Config].
func (h *handBack) onWork(name string) {
	if h.then != nil {
		h.then(name)
	}
	if name == ocr.Program && held() >= handBackFrom && h.busy.CompareAndSwap(false, true) {
		time.AfterFunc(time.Until(time.Unix(0, h.until.Load())), h.give)
	}
}

func (h *handBack) give() {
	defer h.busy.Store(false)
	start := time.Now()
	debug.FreeOSMemory()
	h.until.Store(time.Now().Add(max(handBackEvery, 3*time.Since(start))).UnixNano())
}

// held is how many bytes of memory the heap has from the system.
func held() uint64 {
	parts := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(parts)
	var bytes uint64
	for _, p := range parts {
		bytes += p.Value.Uint64()
	}
	return bytes
}
