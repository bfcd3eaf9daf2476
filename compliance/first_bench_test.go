package compliance

import (
	"runtime"
	"testing"

	"docpipe/schemas"
)

// BenchmarkFirst opens the shipped packs and checks a first document: what every start pays.
func BenchmarkFirst(b *testing.B) {
	types, err := schemas.NewRegistry()
	if err != nil {
		b.Fatal(err)
	}
	d := goodInvoice.document("invoice")
	var last *Book
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		if last, err = NewBook(DefaultConfig(), types.List(), Sources{}); err != nil {
			b.Fatal(err)
		}
		if err := last.Check(b.Context(), d, noon()); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB-live")
	runtime.KeepAlive(last)
}
