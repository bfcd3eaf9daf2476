package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"docpipe/pipeline/ocr"
)

// The heap belongs to the process: no t.Parallel.
func TestHandBack(t *testing.T) {
	var told []string
	h := &handBack{then: func(name string) { told = append(told, name) }}
	h.give() // what other tests have left
	before := debug.SetGCPercent(-1)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	leave(4 * handBackFrom)
	full := held()

	h.onWork("render")
	if h.busy.Load() {
		t.Error("memory goes back while a page is rendered, want none: pages are rendered in milliseconds")
	}
	h.onWork(ocr.Program)
	for start := time.Now(); held() > full-2*handBackFrom && time.Since(start) < 10*time.Second; time.Sleep(time.Millisecond) {
	}
	if got := held(); got > full-2*handBackFrom {
		t.Errorf("%d of %d bytes are held while Tesseract reads, want the garbage gone", got, full)
	}
	if len(told) != 2 {
		t.Errorf("told %v to the other listener, want both", told)
	}
}

// leave leaves as many bytes of garbage, in pieces of a page's size.
func leave(bytes int) {
	var pieces [][]byte
	for n := 0; n < bytes; n += 4 << 20 {
		piece := make([]byte, 4<<20)
		for i := range piece {
			piece[i] = 1
		}
		pieces = append(pieces, piece)
	}
	runtime.KeepAlive(pieces)
}
