package code

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/aztec"
	"github.com/boombuler/barcode/pdf417"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"docpipe/pipeline"
)

// Sizes of drawn pages: they are drawn fine and scanned at half of it.
const (
	fineDPI = 300
	scanDPI = 150
)

// A specimen is a code as it is printed: dark modules of a width and a height in millimetres.
type specimen struct {
	name       string
	want       pipeline.Code
	wide, high float64
	columns    int
	rows       int
	dark       func(x, y int) bool
}

const epcText = "BCD\n002\n1\nSCT\nBFSWDE33BER\nWikimedia Foerdergesellschaft\nDE33100205000001194700\nEUR123.45\n\n\nSpende fuer Wikipedia"

const swissText = "SPC\n0200\n1\nCH4431999123000889012\nS\nMax Muster & Soehne\nMusterstrasse\n123\n8000\nSeldwyla\nCH\n\n\n\n\n\n\n\n" +
	"1949.75\nCHF\nS\nSimon Muster\nMusterstrasse\n1\n8000\nSeldwyla\nCH\nQRR\n210000000003139471430009017\nOrder of 15.06.2020\nEPD\n//S1/10/1234/11/200615"

// fnc1 is how gozxing's writer of Code 128 wants the function character.
const fnc1 = "\u00f1"

// specimens is one code of each kind, of the sizes that their standards ask for in print.
func specimens(t testing.TB) []specimen {
	t.Helper()
	medium := map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_ERROR_CORRECTION: decoder.ErrorCorrectionLevel_M, gozxing.EncodeHintType_MARGIN: 0, gozxing.EncodeHintType_CHARACTER_SET: "UTF-8",
	}
	flat := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0}
	matrix := func(name, kind, text, encoded string, gs1 bool, w gozxing.Writer, f gozxing.BarcodeFormat, hints map[gozxing.EncodeHintType]any, wide, high float64) specimen {
		m, err := w.Encode(encoded, f, 0, 0, hints)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if high == 0 {
			high = wide
		}
		return specimen{name: name, want: pipeline.Code{Kind: kind, Text: text, GS1: gs1}, wide: wide, high: high, columns: m.GetWidth(), rows: m.GetHeight(), dark: m.Get}
	}
	drawn := func(name, kind, text string, b barcode.Barcode, err error, wide, high float64) specimen {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		size := b.Bounds()
		return specimen{name: name, want: pipeline.Code{Kind: kind, Text: text}, wide: wide, high: high, columns: size.Dx(), rows: size.Dy(), dark: func(x, y int) bool {
			return color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y < 128
		}}
	}
	const gs1 = "010401234512345617291231" + "10AB-123"
	const label = "00340123450000000017"
	swiss := matrix("swiss", pipeline.CodeQR, swissText, swissText, false, qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE, medium, 1, 0)
	swiss.wide, swiss.high = 46/float64(swiss.columns), 46/float64(swiss.rows)
	license := "@\n\x1e\rANSI 636000100102DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDBD06062024\nDBB06061986\nDBA06062034\nDBC1\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000\nDCGUSA"
	pdf, pdfErr := pdf417.Encode(license, 5)
	pass := "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100"
	slip, slipErr := pdf417.Encode(pass, 3)
	az, azErr := aztec.Encode([]byte("M1DESMARAIS/LUC EABC123 YULFRAAC 0834 326J001A0025 100"), 33, 0)
	return []specimen{
		matrix("epc", pipeline.CodeQR, epcText, epcText, false, qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE, medium, 0.5, 0),
		swiss,
		matrix("gs1-128", pipeline.Code128, label, fnc1+label, true, oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128, flat, 0.495, 25),
		matrix("datamatrix", pipeline.CodeDataMatrix, gs1, gs1, false, datamatrix.NewDataMatrixWriter(), gozxing.BarcodeFormat_DATA_MATRIX, nil, 0.5, 0),
		matrix("ean13", pipeline.CodeEAN13, "4012345678901", "4012345678901", false, oned.NewEAN13Writer(), gozxing.BarcodeFormat_EAN_13, flat, 0.33, 18),
		matrix("ean8", pipeline.CodeEAN8, "96385074", "96385074", false, oned.NewEAN8Writer(), gozxing.BarcodeFormat_EAN_8, flat, 0.33, 15),
		matrix("upca", pipeline.CodeUPCA, "036000291452", "036000291452", false, oned.NewUPCAWriter(), gozxing.BarcodeFormat_UPC_A, flat, 0.33, 18),
		matrix("code128", pipeline.Code128, "RE-2026-04711", "RE-2026-04711", false, oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128, flat, 0.33, 12),
		matrix("code39", pipeline.Code39, "DOC-4711", "DOC-4711", false, oned.NewCode39Writer(), gozxing.BarcodeFormat_CODE_39, flat, 0.33, 12),
		matrix("itf", pipeline.CodeITF, "10400123456785", "10400123456785", false, oned.NewITFWriter(), gozxing.BarcodeFormat_ITF, flat, 0.4, 15),
		matrix("qr", pipeline.CodeQR, "https://example.com/d/4711?k=42", "https://example.com/d/4711?k=42", false, qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE, medium, 0.5, 0),
		drawn("pdf417 license", pipeline.CodePDF417, license, pdf, pdfErr, 0.33, 0.495),
		drawn("pdf417 boarding pass", pipeline.CodePDF417, pass, slip, slipErr, 0.38, 0.57),
		drawn("aztec", pipeline.CodeAztec, "M1DESMARAIS/LUC EABC123 YULFRAAC 0834 326J001A0025 100", az, azErr, 0.5, 0.5),
	}
}

// A sheet is a page drawn at fineDPI.
type sheet struct{ img *image.Gray }

// newSheet is white paper of millimetres, with lines of text all over it.
func newSheet(t testing.TB, width, height float64) sheet {
	t.Helper()
	s := sheet{image.NewGray(image.Rect(0, 0, dots(width), dots(height)))}
	for i := range s.img.Pix {
		s.img.Pix[i] = 248
	}
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 10, DPI: fineDPI})
	if err != nil {
		t.Fatal(err)
	}
	for y := 14.0; y < height-10; y += 5 {
		pen := font.Drawer{Dst: s.img, Src: image.NewUniform(color.Gray{Y: 20}), Face: face, Dot: fixed.P(dots(15), dots(y))}
		pen.DrawString("Forty metres of steel cable with eyelets, twelve brackets of galvanised steel, one drum of oil")
	}
	return s
}

func dots(mm float64) int { return int(math.Round(mm * fineDPI / 25.4)) }

// print puts a code on the sheet, its upper left corner at millimetres, on white with a quiet zone.
func (s sheet) print(c specimen, left, top float64) pipeline.Box {
	quiet := max(10*c.wide, 3)
	w, h := c.wide*float64(c.columns), c.high*float64(c.rows)
	x0, y0, x1, y1 := dots(left), dots(top), dots(left+w), dots(top+h)
	for y := max(0, dots(top-quiet)); y < min(dots(top+h+quiet), s.img.Rect.Dy()); y++ {
		for x := max(0, dots(left-quiet)); x < min(dots(left+w+quiet), s.img.Rect.Dx()); x++ {
			v := uint8(252)
			if x >= x0 && x < x1 && y >= y0 && y < y1 && c.dark((x-x0)*c.columns/(x1-x0), (y-y0)*c.rows/(y1-y0)) {
				v = 15
			}
			s.img.Pix[y*s.img.Stride+x] = v
		}
	}
	width, height := float64(s.img.Rect.Dx()), float64(s.img.Rect.Dy())
	return pipeline.Box{float64(x0) / width, float64(y0) / height, float64(x1) / width, float64(y1) / height}
}

// scan turns the sheet clockwise by degrees, scans it at scanDPI, blurs it (sigma in scanned
// pixels) and adds noise. It also returns the map from the sheet, 0..1, to the scan, 0..1.
func (s sheet) scan(degrees, blur float64, seed uint64) (*pipeline.Pixels, pipeline.Transform) {
	const scale = float64(scanDPI) / fineDPI
	sw, sh := float64(s.img.Rect.Dx()), float64(s.img.Rect.Dy())
	around := pipeline.Translate(-sw/2, -sh/2).Then(pipeline.Rotate(degrees)).Then(pipeline.Scale(scale, scale)).Box(0, 0, sw, sh)
	w, h := int(around.Width()), int(around.Height())
	to := pipeline.Translate(-sw/2, -sh/2).Then(pipeline.Rotate(degrees)).Then(pipeline.Scale(scale, scale)).
		Then(pipeline.Translate(float64(w)/2, float64(h)/2))
	back, _ := to.Inverse()
	x0, y0 := back.Apply(0, 0)
	x1, y1 := back.Apply(1, 0)
	px := &pipeline.Pixels{Width: w, Height: h, Channels: 1, DPI: scanDPI, Data: make([]byte, w*h)}
	for y := range h {
		for x := range w {
			px.Data[y*w+x] = s.area(x0, y0, y0-y1, x1-x0, float64(x), float64(y))
		}
	}
	px.Data = blurred(blurred(px.Data, w, h, blur), h, w, blur)
	noise := rand.New(rand.NewPCG(seed, 7))
	for i, v := range px.Data {
		px.Data[i] = byte(min(255, max(0, float64(v)+4*noise.NormFloat64())))
	}
	return px, pipeline.Scale(sw, sh).Then(to).Then(pipeline.Scale(1/float64(w), 1/float64(h)))
}

// area is what a sensor sees of one pixel: the mean of nine places in it.
func (s sheet) area(x0, y0, sin, cos, x, y float64) byte {
	sum := 0
	for i := range 9 {
		dx, dy := x+float64(i%3)/3+1.0/6, y+float64(i/3)/3+1.0/6
		u, v := x0+cos*dx+sin*dy, y0-sin*dx+cos*dy
		if p := image.Pt(int(math.Floor(u)), int(math.Floor(v))); p.In(s.img.Rect) {
			sum += int(s.img.Pix[p.Y*s.img.Stride+p.X])
		} else {
			sum += 240
		}
	}
	return byte(sum / 9)
}

// blurred smooths the rows by a Gaussian and returns the image with rows and columns exchanged:
// twice makes both directions.
func blurred(src []byte, w, h int, sigma float64) []byte {
	var kernel [9]float64
	sum := 0.0
	for i := range kernel {
		d := float64(i - 4)
		if kernel[i] = math.Exp(-d * d / (2*sigma*sigma + 1e-9)); d == 0 {
			kernel[i] = 1
		}
		sum += kernel[i]
	}
	out := make([]byte, len(src))
	for y := range h {
		for x := range w {
			v := 0.0
			for i, k := range kernel {
				v += k * float64(src[y*w+min(w-1, max(0, x+i-4))])
			}
			out[x*h+y] = byte(v / sum)
		}
	}
	return out
}
