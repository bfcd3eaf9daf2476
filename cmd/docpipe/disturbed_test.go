package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/disintegration/imaging"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// TestDisturbed reads the page of a sample as bad scanners, hands and telephones deliver it. A
// value may then be missing or doubted; a wrong one may not be sure of itself, and much of what a
// person reads without effort must be right.
func TestDisturbed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many scans")
	}
	t.Parallel()
	run := newSamplesRun(t)
	page := rendered(t, run, "invoice-en")
	other := rendered(t, run, "invoice-fr")
	for _, tt := range []struct {
		name  string
		image image.Image
		least float64 // share of the wanted values that are right
	}{
		{"plain", page, 0.9},
		{"upside down", imaging.Rotate180(page), 0.9},
		{"on its side", imaging.Rotate270(page), 0.9},
		{"askew", imaging.Rotate(page, 4, color.White), 0.85},
		{"faint", squeezed(page, 170, 255), 0.85},
		{"dark", squeezed(page, 0, 110), 0.85},
		{"from an angle", fromAnAngle(page), 0.8},
		{"handwriting over print", scribbled(page), 0.65},
		{"450 pixels wide", imaging.Resize(page, 450, 0, imaging.Box), 0},
		{"two pages on one sheet", twoUp(page, other), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want, r := run.disturbed(t, "invoice-en", tt.image)
			var l differenceList
			l.data("data", wanted(want.Data), r.Data)
			doubtful(t, l, r)
			all := leaves(wanted(want.Data))
			if share := 1 - float64(len(l))/float64(all); share < tt.least {
				t.Errorf("%.2f of %d values are right, want %.2f: %v", share, all, tt.least, l)
			} else {
				t.Logf("%s: %.2f of %d values are right", r.Status, share, all)
			}
			if len(l) > 0 && r.Status == pipeline.Completed && !onlyMissing(l) {
				t.Errorf("completed with %v", l)
			}
		})
	}
}

// rendered is the first page of a sample at 150 dpi, grey.
func rendered(t *testing.T, run *samplesRun, name string) image.Image {
	t.Helper()
	sample := sampleNamed(t, name)
	out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "150", "-gray", "-png", "-singlefile",
		filepath.Join(run.dir, filepath.FromSlash(sample.Files[0]))).Output()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func sampleNamed(t *testing.T, name string) testdata.Sample {
	t.Helper()
	for _, s := range testdata.Samples() {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no sample %s", name)
	return testdata.Sample{}
}

// disturbed reads an image in the place of the sample's file.
func (s *samplesRun) disturbed(t *testing.T, name string, img image.Image) (testdata.Want, *pipeline.Result) {
	t.Helper()
	sample := sampleNamed(t, name)
	want, err := sample.Expect()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(t.TempDir(), "page.png")
	if err := os.WriteFile(at, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	reader := inputReader{options: s.work.options, maxBytes: 100 << 20}
	d, failure := reader.open(t.Context(), input{Source: t.Name(), Paths: []string{at}})
	if failure == nil {
		failure = s.app.route().Run(t.Context(), d)
	}
	return want, pipeline.NewResult(d, 1, failure)
}

// squeezed moves black and white to these greys.
func squeezed(img image.Image, black, white float64) image.Image {
	return imaging.AdjustFunc(img, func(c color.NRGBA) color.NRGBA {
		v := uint8(black + (white-black)*float64(c.R)/255)
		return color.NRGBA{v, v, v, 255}
	})
}

// fromAnAngle is the page on a grey table, its upper edge farther away.
func fromAnAngle(img image.Image) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	out := image.NewGray(image.Rect(0, 0, w+200, h+100))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	for y := range h {
		down := float64(y) / float64(h)
		scale := 0.88 + 0.12*down // width of this row of the photograph
		left := 100 + float64(w)*(1-scale)/2
		from := down * (1 + 0.12*(1-down))
		for x := range int(float64(w) * scale) {
			out.Set(int(left)+x, 50+y, img.At(min(int(float64(x)/scale), w-1), min(int(from*float64(h)), h-1)))
		}
	}
	return out
}

// scribbled has lines of a pen over its print and in its margins.
func scribbled(img image.Image) image.Image {
	out := imaging.Clone(img)
	w, h := float64(out.Bounds().Dx()), float64(out.Bounds().Dy())
	for _, at := range [][3]float64{{0.1, 0.3, 0.3}, {0.45, 0.62, 0.25}, {0.05, 0.9, 0.4}} {
		for i := range 4000 {
			u := float64(i) / 4000
			x := at[0]*w + u*at[2]*w
			y := at[1]*h + 18*math.Sin(u*40) + 9*math.Sin(u*97)
			for k := range 9 {
				out.Set(int(x)+k%3, int(y)+k/3, color.NRGBA{40, 50, 130, 255})
			}
		}
	}
	return out
}

// twoUp is two pages on one sheet.
func twoUp(a, b image.Image) image.Image {
	out := imaging.New(a.Bounds().Dx()+b.Bounds().Dx(), max(a.Bounds().Dy(), b.Bounds().Dy()), color.White)
	return imaging.Paste(imaging.Paste(out, a, image.Point{}), b, image.Pt(a.Bounds().Dx(), 0))
}

// leaves counts the values of a document.
func leaves(v any) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for _, c := range v {
			n += leaves(c)
		}
	case []any:
		for _, c := range v {
			n += leaves(c)
		}
	default:
		n = 1
	}
	return n
}

// onlyMissing reports whether nothing wrong was said.
func onlyMissing(l []difference) bool {
	for _, d := range l {
		if !strings.HasPrefix(d.detail, "got <nil>") {
			return false
		}
	}
	return true
}
