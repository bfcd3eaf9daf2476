package raster

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"docpipe/pipeline"
)

// corner is a light image with a dark block in its top left corner, wider than high.
func corner() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 160, 80))
	for i := range img.Pix {
		img.Pix[i] = 240
	}
	for y := range 24 {
		for x := range 40 {
			img.SetGray(x, y, color.Gray{Y: 10})
		}
	}
	return img
}

// exifJPEG puts an EXIF block with orientation and 300 dpi behind the first marker.
func exifJPEG(t *testing.T, orientation uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, corner(), nil); err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	exif := append([]byte("Exif\x00\x00II*\x00\x08\x00\x00\x00"), 2, 0)
	exif = append(exif, 0x12, 1, 3, 0, 1, 0, 0, 0, byte(orientation), 0, 0, 0)
	exif = append(exif, 0x1a, 1, 5, 0, 1, 0, 0, 0, 38, 0, 0, 0)
	exif = append(exif, 0, 0, 0, 0)
	exif = le.AppendUint32(le.AppendUint32(exif, 300), 1)
	marker := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return slices.Concat(b.Bytes()[:2], marker, exif, b.Bytes()[2:])
}

func TestStep_turns_photos_as_exif_says(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for orientation, at := range map[uint16][2]float64{ // where the dark corner is to be seen
		1: {0.05, 0.05}, 2: {0.95, 0.05}, 3: {0.95, 0.95}, 4: {0.05, 0.95},
		5: {0.05, 0.05}, 6: {0.95, 0.05}, 7: {0.95, 0.95}, 8: {0.05, 0.95},
	} {
		p := b.page(t, "image/jpeg", exifJPEG(t, orientation))
		w, h := 160, 80
		if orientation >= 5 {
			w, h = h, w
		}
		px := p.Pixels
		if px.Width != w || px.Height != h || p.Width != float64(w) || px.DPI != 300 {
			t.Errorf("orientation %d: %d x %d at %v dpi, want %d x %d at 300", orientation, px.Width, px.Height, px.DPI, w, h)
			continue
		}
		if v := px.Data[int(at[1]*float64(h))*w+int(at[0]*float64(w))]; v > 60 {
			t.Errorf("orientation %d: grey %d at %v, want the dark corner", orientation, v, at)
		}
		if dark := countDark(px.Data); dark < 900 || dark > 1020 {
			t.Errorf("orientation %d: %d dark pixels, want about 960", orientation, dark)
		}
	}
}

func countDark(grey []byte) (n int) {
	for _, v := range grey {
		if v < 100 {
			n++
		}
	}
	return n
}

func TestStep_reads_every_kind_of_image(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for mediaType, encode := range map[string]func(*bytes.Buffer) error{
		"image/png":  func(w *bytes.Buffer) error { return png.Encode(w, corner()) },
		"image/gif":  func(w *bytes.Buffer) error { return gif.Encode(w, corner(), nil) },
		"image/bmp":  func(w *bytes.Buffer) error { return bmp.Encode(w, corner()) },
		"image/tiff": func(w *bytes.Buffer) error { return tiff.Encode(w, corner(), nil) },
	} {
		var file bytes.Buffer
		if err := encode(&file); err != nil {
			t.Fatal(err)
		}
		p := b.page(t, mediaType, file.Bytes())
		if p.Pixels == nil || p.Pixels.Width != 160 || p.Pixels.Height != 80 || p.Unit != "px" {
			t.Errorf("%s: %v, %v %s wide, want 160 x 80 pixels", mediaType, p.State, p.Width, p.Unit)
			continue
		}
		if dark := countDark(p.Pixels.Data); dark < 900 || dark > 1020 {
			t.Errorf("%s: %d dark pixels, want about 960", mediaType, dark)
		}
	}
}

func TestStep_refuses_images_beyond_the_limit(t *testing.T) {
	t.Parallel()
	cfg := DefaultConfig()
	cfg.PagePixels = 1e6
	b := setupWith(t, cfg)
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 2000, 600))); err != nil {
		t.Fatal(err)
	}
	d := b.inspected(t, "image/png", file.Bytes())
	err := b.Step().Do(t.Context(), d, d.Pages[0])
	if !errors.Is(err, pipeline.ErrTooLarge) || !strings.Contains(err.Error(), "limits.page_pixels") {
		t.Errorf("Step = %v, want too_large that names limits.page_pixels", err)
	}
}

func TestStep_lays_transparent_images_on_white(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for y := range 20 {
		for x := range 60 {
			img.SetNRGBA(x, y+20, color.NRGBA{A: 255})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	px := setup(t).page(t, "image/png", file.Bytes()).Pixels
	if px.Data[5*60+5] != 255 || px.Data[30*60+30] != 0 {
		t.Errorf("clear = %d, black = %d, want 255 and 0", px.Data[5*60+5], px.Data[30*60+30])
	}
}

func TestStep_says_that_image_data_is_damaged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var file bytes.Buffer
	if err := png.Encode(&file, corner()); err != nil {
		t.Fatal(err)
	}
	d := b.inspected(t, "image/png", file.Bytes()[:file.Len()-40])
	if err := b.Step().Do(t.Context(), d, d.Pages[0]); !errors.Is(err, pipeline.ErrDamaged) {
		t.Errorf("Step = %v, want damaged", err)
	}
}

func TestMend_points_into_the_palette(t *testing.T) {
	t.Parallel()
	p := &image.Paletted{Pix: []byte{0, 1, 9}, Stride: 3, Rect: image.Rect(0, 0, 3, 1), Palette: color.Palette{color.White, color.Black}}
	if got := onWhite(p).Pix; got[8] != 255 || got[4] != 0 {
		t.Errorf("pixels = %v, want the index outside to be the first colour", got)
	}
}

func TestStep_reads_heic(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/gen2brain/heic").Output()
	if err != nil {
		t.Skipf("the module's own pictures are not at hand: %v", err)
	}
	content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "testdata", "test8.heic"))
	if err != nil {
		t.Skip(err)
	}
	p := setup(t).page(t, mediaHEIC, content)
	if p.Pixels == nil || p.Pixels.Width < 100 || p.Width != float64(p.Pixels.Width) {
		t.Fatalf("page = %v, %v x %v, want pixels", p.State, p.Width, p.Height)
	}
	seen := map[byte]bool{}
	for _, v := range p.Pixels.Data {
		seen[v] = true
	}
	if len(seen) < 50 {
		t.Errorf("%d levels of grey, want a photo", len(seen))
	}
}

func FuzzReadDirectories(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("MM\x00*\x00\x00\x00\x08\x00\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := len(readDirectories(b)); n > len(b)/2 {
			t.Errorf("%d directories in %d bytes", n, len(b))
		}
		for _, kind := range []string{"image/jpeg", "image/png", "image/webp", "image/bmp"} {
			if exif, dpi := metadata(b, kind); len(exif) > len(b) || dpi < 0 {
				t.Errorf("%s: %d bytes of EXIF, %v dpi", kind, len(exif), dpi)
			}
		}
	})
}
