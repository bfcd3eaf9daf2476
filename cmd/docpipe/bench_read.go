package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// benchDigital compares processor time: end to end against text extraction alone.
func benchDigital(ctx context.Context, b *bench) (benchRow, error) {
	if err := needs("mutool", "mupdf-tools"); err != nil {
		return benchRow{}, err
	}
	files, err := b.documents("invoice-en", 300)
	if err != nil {
		return benchRow{}, err
	}
	reference := time.Duration(0)
	for _, f := range files {
		c, err := measure(ctx, false, "mutool", "draw", "-F", "stext", "-o", os.DevNull, f)
		if err != nil {
			return benchRow{}, err
		}
		reference += c.cpu
	}
	ours, results, err := b.extractCost(ctx, false, files)
	if err != nil {
		return benchRow{}, err
	}
	pages, _, err := pagesRead(results)
	perCore := float64(pages) / ours.cpu.Seconds()
	return benchRow{
		work: fmt.Sprintf("digital PDF, %d pages", pages),
		ours: fmt.Sprintf("%s CPU, %.0f pages/s/core", round(ours.cpu), perCore), reference: round(reference) + " CPU mutool",
		ratio: ratio(ours.cpu, reference), budget: "≤ 3, ≥ 100 pages/s/core",
	}, err
}

// benchScan compares wall time with every core busy on both sides.
func benchScan(ctx context.Context, b *bench) (benchRow, error) {
	if err := needs("pdftoppm", "poppler-utils"); err != nil {
		return benchRow{}, err
	}
	files, err := b.documents("searchable-scan", 8)
	if err != nil {
		return benchRow{}, err
	}
	const script = `d=$(mktemp -d); pdftoppm -r 300 "$1" "$d/p"; for p in "$d"/p*; do OMP_THREAD_LIMIT=1 tesseract "$p" - --psm 3 -l eng+deu+fra >/dev/null 2>&1; done; rm -r "$d"`
	args := append([]string{"-c", `printf '%s\0' "$@" | xargs -0 -P ` + fmt.Sprint(runtime.NumCPU()) + ` -n 1 sh -c '` + script + `' sh`, "sh"}, files...)
	reference, err := measure(ctx, false, "sh", args...)
	if err != nil {
		return benchRow{}, err
	}
	ours, results, err := b.extractCost(ctx, false, files)
	if err != nil {
		return benchRow{}, err
	}
	pages, _, err := pagesRead(results)
	return benchRow{
		work: fmt.Sprintf("scan, %d pages", pages),
		ours: round(ours.wall), reference: round(reference.wall) + " pdftoppm+tesseract",
		ratio: ratio(ours.wall, reference.wall), budget: "≤ 0.9",
	}, err
}

func ratio(ours, reference time.Duration) string {
	return fmt.Sprintf("%.2f", ours.Seconds()/reference.Seconds())
}

func round(d time.Duration) string { return d.Round(10 * time.Millisecond).String() }

func readReport(results string) (r batchReport, err error) {
	raw, err := os.ReadFile(filepath.Join(results, "report.json"))
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(raw, &r)
}
