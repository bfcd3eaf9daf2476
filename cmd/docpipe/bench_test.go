package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"docpipe/pipeline"
)

// BenchmarkDigital reads digital one-page documents end to end and records their results.
func BenchmarkDigital(b *testing.B) { benchmarkExtract(b, "invoice-en") }

// BenchmarkScan reads scanned one-page documents end to end and records their results.
func BenchmarkScan(b *testing.B) { benchmarkExtract(b, "searchable-scan") }

func benchmarkExtract(b *testing.B, sample string) {
	raw, err := sampleFile(sample)
	if err != nil {
		b.Fatal(err)
	}
	c := defaultConfig()
	o := &batchOptions{schema: "auto", models: modelFlags{strategy: "local"}, split: "auto", jobs: 1, format: "jsonl", out: b.TempDir()}
	o.fill(c)
	work, err := openWorkspace(b.Context(), c, o)
	if err != nil {
		b.Fatal(err)
	}
	defer work.close()
	a, err := newApp(b.Context(), appOptions{config: c, sandbox: "best-effort", artefacts: work.artefacts})
	if err != nil {
		b.Fatal(err)
	}
	defer a.close()
	reader := inputReader{options: o, maxBytes: int64(c.Limits.File)}
	dir := b.TempDir()
	for i := 0; b.Loop(); i++ {
		path := filepath.Join(dir, fmt.Sprint(i, ".pdf"))
		if err := os.WriteFile(path, fmt.Appendf(slices.Clone(raw), "\n%% %d\n", i), 0o600); err != nil {
			b.Fatal(err)
		}
		d, err := reader.open(b.Context(), input{Source: path, Paths: []string{path}})
		if err != nil {
			b.Fatal(err)
		}
		failure := a.route().Run(b.Context(), d)
		d.Close()
		if _, err := work.record(b.Context(), d, pipeline.NewResult(d, 1, failure)); err != nil || failure != nil {
			b.Fatal(err, failure)
		}
	}
}

// BenchmarkStream takes documents through stores, stream and workers with nothing to read.
func BenchmarkStream(b *testing.B) {
	if _, err := nullService(b.Context(), b.TempDir(), b.N); err != nil {
		b.Fatal(err)
	}
}
