package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"docpipe/pipeline"
)

const (
	longScanDPI  = 200
	memoryBudget = 400 << 20
)

// benchMemory reads one long scan and watches the memory of the whole process tree.
func benchMemory(ctx context.Context, b *bench) (benchRow, error) {
	path, err := b.longScan(ctx)
	if err != nil {
		return benchRow{}, err
	}
	c, results, err := b.extractCost(ctx, true, []string{path})
	if err != nil {
		return benchRow{}, err
	}
	pages, _, err := pagesRead(results)
	if err == nil && pages != b.pages {
		err = fmt.Errorf("read %d of %d pages", pages, b.pages)
	}
	return benchRow{
		work: fmt.Sprintf("memory, %d-page %d-dpi scan", pages, longScanDPI),
		ours: fmt.Sprintf("%d MB peak in %s", c.peak>>20, round(c.wall)), reference: "—",
		ratio: fmt.Sprintf("%.2f of budget", float64(c.peak)/memoryBudget), budget: "≤ 400 MB",
	}, err
}

// longScan writes a PDF of many full-page images, each stored on its own as a scanner does.
func (b *bench) longScan(ctx context.Context) (string, error) {
	pixels, err := b.samplePixels(ctx)
	if err != nil {
		return "", err
	}
	jpeg, err := encodeJPEG(pixels)
	if err != nil {
		return "", err
	}
	path := filepath.Join(b.dir, "long-scan.pdf")
	return path, os.WriteFile(path, imagePDF(jpeg, pixels.Width, pixels.Height, longScanDPI, b.pages), 0o600)
}

// samplePixels renders the digital sample in grey.
func (b *bench) samplePixels(ctx context.Context) (*pipeline.Pixels, error) {
	c := defaultConfig()
	o := &batchOptions{}
	work, err := openWorkspace(ctx, c, o)
	if err != nil {
		return nil, err
	}
	defer work.close()
	a, err := newApp(ctx, appOptions{config: c, sandbox: b.sandbox, artefacts: work.artefacts})
	if err != nil {
		return nil, err
	}
	defer a.close()
	files, err := b.documents("invoice-en", 1)
	if err != nil {
		return nil, err
	}
	reader := inputReader{options: o, maxBytes: int64(c.Limits.File)}
	d, err := reader.open(ctx, input{Source: files[0], Paths: files[:1]})
	if err != nil {
		return nil, err
	}
	defer d.Close()
	if err := a.raster.Inspect().Do(ctx, d); err != nil {
		return nil, err
	}
	return a.raster.Render(ctx, d, d.Pages[0], longScanDPI)
}

// imagePDF writes a PDF whose pages show one JPEG each. Every page has its own copy, with a
// comment that makes its bytes its own.
func imagePDF(jpeg []byte, width, height int, dpi float64, pages int) []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&out, format, args...)
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	var kids bytes.Buffer
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+3*i)
	}
	object("<< /Type /Pages /Count %d /Kids [ %s] >>", pages, kids.String())
	w, h := float64(width)*72/dpi, float64(height)*72/dpi
	for i := range pages {
		n := 3 + 3*i
		draw := fmt.Sprintf("q %.2f 0 0 %.2f 0 0 cm /I Do Q", w, h)
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources << /XObject << /I %d 0 R >> >> >>", w, h, n+1, n+2)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw)
		object("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream",
			width, height, "DeviceRGB", len(jpeg), jpeg)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}
