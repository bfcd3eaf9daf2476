package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// The percentage belongs to the process: no t.Parallel.
func TestCollectRarely(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	stop := collectRarely()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if got := percent(); m.HeapAlloc < heapFloor/4 && got <= 100 {
		t.Errorf("with %d bytes alive GOGC = %d, want more than 100", m.HeapAlloc, got)
	}
	large := make([]byte, 2*heapFloor)
	runtime.GC()
	for start := time.Now(); percent() > 60 && time.Since(start) < 10*time.Second; runtime.Gosched() {
	}
	if got := percent(); got > 60 {
		t.Errorf("with %d bytes of pixels alive GOGC = %d, want room for half of them at most", len(large), got)
	}
	runtime.KeepAlive(large)
	stop()
	if got := percent(); got != 100 {
		t.Errorf("afterwards GOGC = %d, want 100", got)
	}
	debug.SetGCPercent(300)
	collectRarely()()
	if got := percent(); got != 300 {
		t.Errorf("GOGC = %d after a batch, want the 300 that somebody asked for", got)
	}
}
