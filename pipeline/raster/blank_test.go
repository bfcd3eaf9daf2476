package raster

import (
	"math/rand/v2"
	"testing"

	"docpipe/pipeline"
)

func TestStep_tells_blank_from_suspect(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf", "pdftotext")
	noJPEG := stream("/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode", "xxxxxxxxx")
	for name, c := range map[string]struct {
		pdf  pdf
		want pipeline.PageState
	}{
		"an empty page":              {pdf{}, pipeline.PageBlank},
		"state and no paint":         {pdf{content: "q 1 0 0 1 5 5 cm 2 w Q"}, pipeline.PageBlank},
		"a scan of white paper":      {pdf{content: "595 0 0 842 0 0 cm /I Do", objects: []string{grey(60, 84, 250)}}, pipeline.PageBlank},
		"a white background":         {pdf{content: "1 g 0 0 595 842 re f"}, pipeline.PageBlank},
		"a scan of black":            {pdf{content: "595 0 0 842 0 0 cm /I Do", objects: []string{grey(60, 84, 3)}}, pipeline.PageSuspectBlank},
		"an image nobody can decode": {pdf{content: "595 0 0 842 0 0 cm /I Do", objects: []string{noJPEG}}, pipeline.PageSuspectBlank},
		"an image that is not there": {pdf{content: "595 0 0 842 0 0 cm /J Do"}, pipeline.PageSuspectBlank},
		"one small word as shapes":   {pdf{content: "100 700 8 10 re 112 700 8 10 re 124 700 8 10 re f"}, pipeline.PageRead},
		"invisible text alone":       {pdf{content: "BT 3 Tr /F 12 Tf 100 500 Td (ghost) Tj ET"}, pipeline.PageBlank},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := setup(t).page(t, mediaPDF, c.pdf.bytes())
			if p.State != c.want {
				t.Errorf("state = %v, reasons %v, want %v", p.State, p.Reasons, c.want)
			}
			suspected := len(p.Reasons) > 0 && p.Reasons[0].Code == pipeline.ReasonSuspectBlank
			if suspected != (c.want == pipeline.PageSuspectBlank) {
				t.Errorf("reasons = %v for %v", p.Reasons, c.want)
			}
			if (p.Pixels != nil) != (c.want == pipeline.PageRead) {
				t.Errorf("pixels = %v for %v", p.Pixels != nil, c.want)
			}
		})
	}
}

func TestLooksBlank_forgives_noise_and_dust(t *testing.T) {
	t.Parallel()
	b := bitmap{Width: 1654, Height: 2339, Channels: 1, DPI: 200}
	b.data = make([]byte, b.Width*b.Height)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range b.data {
		b.data[i] = byte(238 + random.NormFloat64()*4)
	}
	for i := range 2 { // dust
		b.dot(300*i+200, 900, 4)
	}
	if blank, dark := looksBlank(b); !blank || dark {
		t.Errorf("noisy paper = blank %v, dark %v, want blank and not dark", blank, dark)
	}
	for i := range 12 { // "Page 1 of 2"
		b.dot(700+20*i, 2200, 14)
	}
	if blank, _ := looksBlank(b); blank {
		t.Error("a page with a page number = blank, want not")
	}
}

func (b bitmap) dot(x, y, size int) {
	for dy := range size {
		for dx := range size {
			b.data[(y+dy)*b.Width+x+dx] = 40
		}
	}
}
