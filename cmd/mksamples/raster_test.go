package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/sfnt"
)

// picture decodes the JPEG that begins in data.
func picture(t *testing.T, data []byte) image.Image {
	t.Helper()
	at := bytes.Index(data, []byte{0xFF, 0xD8, 0xFF})
	if at < 0 {
		t.Fatal("no JPEG inside")
	}
	img, err := jpeg.Decode(bytes.NewReader(data[at:]))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestWordBoxesHoldInk(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"invoice-scan", "searchable-scan", "photo"} {
		s := made()[name]
		img := picture(t, s.docs[0].data)
		w, h := float64(img.Bounds().Dx()), float64(img.Bounds().Dy())
		for _, word := range s.words {
			b := word.Box
			low, high := contrast(img, image.Rect(int(b[0]*w), int(b[1]*h), int(b[2]*w)+1, int(b[3]*h)+1))
			if high-low < 50 {
				t.Errorf("%s: the box of %q holds grey levels %d to %d only", name, word.Text, low, high)
			}
		}
	}
}

// contrast returns the darkest and the lightest level inside r, 0 to 255.
func contrast(img image.Image, r image.Rectangle) (low, high int) {
	low = 255
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			_, g, _, _ := img.At(x, y).RGBA()
			low, high = min(low, int(g>>8)), max(high, int(g>>8))
		}
	}
	return low, high
}

func TestTiltedMeetsItsCorners(t *testing.T) {
	t.Parallel()
	corners := [4][2]float64{{196, 118}, {1648, 176}, {1734, 2296}, {92, 2226}}
	view := tilted(100, 200, corners)
	for i, at := range [4][2]float64{{0, 0}, {100, 0}, {100, 200}, {0, 200}} {
		x, y := view(at[0], at[1])
		if dx, dy := x-corners[i][0], y-corners[i][1]; dx*dx+dy*dy > 1e-12 {
			t.Errorf("corner %d = %v %v, want %v", i, x, y, corners[i])
		}
	}
}

func TestReceiptLiesSidewaysWithOrientation6(t *testing.T) {
	t.Parallel()
	data := made()["receipt-exif"].docs[0].data
	if i := bytes.Index(data, []byte{0x01, 0x12, 0, 3, 0, 0, 0, 1}); i < 0 || binary.BigEndian.Uint16(data[i+8:]) != 6 {
		t.Error("no EXIF entry for orientation 6")
	}
	if b := picture(t, data).Bounds(); b.Dx() <= b.Dy() {
		t.Errorf("the stored picture is %v, want it wider than high", b)
	}
}

func TestTIFFHasTwoPagesOfJPEG(t *testing.T) {
	t.Parallel()
	data := made()["tiff-two-pages"].docs[0].data
	le := binary.LittleEndian
	pages := 0
	for at := le.Uint32(data[4:]); at != 0; pages++ {
		tags := map[uint16]uint32{}
		n := uint32(le.Uint16(data[at:]))
		for i := range n {
			entry := data[at+2+12*i:]
			tags[le.Uint16(entry)] = le.Uint32(entry[8:])
		}
		b := picture(t, data[tags[273]:tags[273]+tags[279]]).Bounds()
		if tags[259] != 7 || b.Dx() != int(tags[256]) || b.Dy() != int(tags[257]) {
			t.Errorf("page %d: compression %d, %d x %d, picture %v", pages, tags[259], tags[256], tags[257], b)
		}
		at = le.Uint32(data[at+2+12*n:])
	}
	if pages != 2 {
		t.Errorf("%d directories, want 2", pages)
	}
}

func TestPassportIsAPNG(t *testing.T) {
	t.Parallel()
	img, err := png.Decode(bytes.NewReader(made()["id-document"].docs[0].data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() < 1200 {
		t.Errorf("the passport is %v, too small to read", b)
	}
}

func TestZeroIsOpen(t *testing.T) {
	t.Parallel()
	ttf, err := plainZero(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	f, err := sfnt.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	zero, err := f.GlyphIndex(&buf, '0')
	if err != nil {
		t.Fatal(err)
	}
	if got := binary.BigEndian.Uint16(glyphSlot(ttf, int(zero))); got != 2 {
		t.Errorf("the zero has %d contours, want 2", got)
	}
}
