package raster

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// BenchmarkDigitalPage reads a page of 60 lines with a text layer, child included.
func BenchmarkDigitalPage(b *testing.B) {
	var content strings.Builder
	for line := range 60 {
		content.WriteString(text(9, 60, float64(790-12*line), fmt.Sprintf("%d  Widget of the large kind, article %d   4 pieces   %d,50   %d,00", line, 1000+line, line, 4*line)))
	}
	benchmarkPages(b, mediaPDF, pdf{content: content.String()}.bytes())
}

// BenchmarkScanPage makes the pixels of an A4 page scanned at 150 dpi.
func BenchmarkScanPage(b *testing.B) {
	benchmarkPages(b, mediaPDF,
		pdf{content: "595 0 0 842 0 0 cm /I Do", objects: []string{grey(1240, 1754, 200)}}.bytes())
}

// BenchmarkEvalPages reads every page of real documents with text layers.
func BenchmarkEvalPages(b *testing.B) {
	names, err := filepath.Glob(filepath.Join(evalSet(b, "adbuy"), "*.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	bench := setup(b)
	var docs []*pipeline.Document
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, bench.inspected(b, mediaPDF, content))
	}
	pages := 0
	for b.Loop() {
		for _, d := range docs {
			for _, p := range d.Pages {
				if err := bench.Step().Do(b.Context(), d, p); err != nil {
					b.Fatal(err)
				}
				if p.Pixels == nil {
					pages++
				}
			}
		}
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "text-pages/s")
}

func benchmarkPages(b *testing.B, mediaType string, content []byte) {
	bench := setup(b)
	d := bench.inspected(b, mediaType, content)
	for b.Loop() {
		if err := bench.Step().Do(b.Context(), d, d.Pages[0]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
