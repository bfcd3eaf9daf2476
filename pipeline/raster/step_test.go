package raster

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"docpipe/pipeline"
)

func TestStep_reads_words_of_a_text_layer(t *testing.T) {
	t.Parallel()
	p := setup(t).page(t, mediaPDF, pdf{content: text(12, 72, 720, "Invoice 4711 of M\\374ller")}.bytes())
	if p.State != pipeline.PageRead || p.TextFrom != pipeline.TextFromLayer || p.Pixels != nil {
		t.Errorf("page = %v from %v, pixels %v, want read from text without pixels", p.State, p.TextFrom, p.Pixels != nil)
	}
	if !p.Cheap {
		t.Error("the page is not cheap, want no checkpoint of it")
	}
	if p.Width != 595 || p.Height != 842 || p.Unit != "pt" {
		t.Errorf("size = %v x %v %s, want 595 x 842 pt", p.Width, p.Height, p.Unit)
	}
	if got, want := texts(p.Words), "Invoice|4711|of|Müller"; got != want {
		t.Fatalf("words = %q, want %q", got, want)
	}
	w := p.Words[0]
	// Helvetica: capitals 0.72 em high, "Invoice" 3.1 em wide, baseline at 842-720 points.
	want := pipeline.Box{72.0 / 595, (122 - 8.7) / 842, (72 + 38.0) / 595, 122.0 / 842}
	if iou := w.Box.IoU(want); iou < 0.85 || w.Size != 12 {
		t.Errorf("Invoice at %v of size %v, want about %v of 12 (IoU %.2f)", w.Box, w.Size, want, iou)
	}
}

func TestStep_gives_pixels_of_an_image(t *testing.T) {
	t.Parallel()
	img := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for x := 20; x < 120; x++ {
		for y := 50; y < 100; y++ {
			img.SetGray(x, y, color.Gray{})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	p := setup(t).page(t, "image/jpeg", b.Bytes())
	if p.State != pipeline.PageRead || len(p.Unread) != 1 || p.Pixels == nil {
		t.Fatalf("page = %v, unread %v, pixels %v, want read with one unread region and pixels", p.State, p.Unread, p.Pixels != nil)
	}
	if p.Cheap {
		t.Error("the page is cheap, want a checkpoint of what OCR will read")
	}
	if px := p.Pixels; px.Width != 300 || px.Height != 200 || px.Channels != 1 || px.DPI != 0 {
		t.Errorf("pixels = %dx%dx%d at %v dpi, want 300x200x1 at 0", px.Width, px.Height, px.Channels, px.DPI)
	}
	if x, y := p.ToPage.Apply(150, 50); x != 0.5 || y != 0.25 {
		t.Errorf("ToPage(150, 50) = %v, %v, want 0.5, 0.25", x, y)
	}
}

func texts(words []pipeline.Word) (all string) {
	for i, w := range words {
		if i > 0 {
			all += "|"
		}
		all += w.Text
	}
	return all
}
