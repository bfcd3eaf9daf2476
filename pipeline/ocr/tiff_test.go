package ocr

import (
	"bytes"
	"image"
	"testing"

	"golang.org/x/image/tiff"

	"docpipe/pipeline"
)

func TestTIFF(t *testing.T) {
	img := &pipeline.Pixels{Width: 3, Height: 2, Data: []byte{0, 1, 2, 253, 254, 255}}
	got, err := tiff.Decode(asTIFF(img))
	if err != nil {
		t.Fatal(err)
	}
	grey, ok := got.(*image.Gray)
	if !ok || grey.Bounds() != image.Rect(0, 0, 3, 2) || !bytes.Equal(grey.Pix, img.Data) {
		t.Errorf("decoded %#v, want the pixels that went in", got)
	}
}
