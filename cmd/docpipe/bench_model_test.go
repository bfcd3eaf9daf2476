package main

import (
	"io"
	"strings"
	"testing"
	"time"
)

// TestBenchModel runs each part of bench model once, small: the figures are for people, that the
// parts do what they say is for this test.
func TestBenchModel(t *testing.T) {
	t.Parallel()
	needTools(t)
	m := &benchModels{bench: &bench{dir: t.TempDir(), sandbox: "best-effort", stderr: io.Discard}, count: 6, latency: 20 * time.Millisecond, slots: 2, calls: 10}
	var out strings.Builder
	if err := m.run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"6 stored pages", "the router alone", "20-page request", "6 documents (6 completed)"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// BenchmarkDocumentsByModel reads documents end to end, each by one request that takes 200 ms.
func BenchmarkDocumentsByModel(b *testing.B) {
	m := &benchModels{bench: &bench{dir: b.TempDir(), sandbox: "best-effort", stderr: io.Discard}, latency: 200 * time.Millisecond, slots: 8}
	for b.Loop() {
		m.count = 80
		rows, err := m.documents(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.Log(rows)
	}
}
