package code

import (
	"strings"

	"github.com/makiuchi-d/gozxing"

	"docpipe/pipeline"
)

// kinds are the words of the pipeline for what gozxing reads.
var kinds = map[gozxing.BarcodeFormat]string{
	gozxing.BarcodeFormat_QR_CODE: pipeline.CodeQR, gozxing.BarcodeFormat_DATA_MATRIX: pipeline.CodeDataMatrix,
	gozxing.BarcodeFormat_AZTEC: pipeline.CodeAztec, gozxing.BarcodeFormat_CODE_128: pipeline.Code128,
	gozxing.BarcodeFormat_CODE_39: pipeline.Code39, gozxing.BarcodeFormat_CODE_93: pipeline.Code93,
	gozxing.BarcodeFormat_EAN_13: pipeline.CodeEAN13, gozxing.BarcodeFormat_EAN_8: pipeline.CodeEAN8,
	gozxing.BarcodeFormat_UPC_A: pipeline.CodeUPCA, gozxing.BarcodeFormat_UPC_E: pipeline.CodeUPCE,
	gozxing.BarcodeFormat_ITF: pipeline.CodeITF, gozxing.BarcodeFormat_CODABAR: pipeline.CodeCodabar,
}

// gs1Identifiers are the symbology identifiers of ISO/IEC 15424 that announce GS1 data.
var gs1Identifiers = map[string]bool{"]C1": true, "]d2": true, "]Q3": true, "]Q4": true, "]e0": true}

const groupSeparator = "\x1d"

// plain brings what a reader says to one form: no separator before the first field of GS1 data.
func plain(kind, text, identifier string) (read, bool) {
	r := read{Kind: kind, Text: text, GS1: gs1Identifiers[identifier]}
	if kind == pipeline.CodeEAN13 && text[0] == '0' { // the same bars; who prints them means UPC-A
		r.Kind, r.Text = pipeline.CodeUPCA, text[1:]
	}
	if r.GS1 {
		r.Text = strings.TrimPrefix(strings.TrimPrefix(r.Text, identifier), groupSeparator)
	}
	return r, kind != "" && r.Text != ""
}

// A source is a plane as gozxing wants it.
type source struct {
	gozxing.LuminanceSourceBase
	img *plane
}

var _ gozxing.LuminanceSource = (*source)(nil)

func newSource(img *plane) *source {
	return &source{gozxing.LuminanceSourceBase{Width: img.w, Height: img.h}, img}
}

// GetRow copies row y into row.
func (s *source) GetRow(y int, row []byte) ([]byte, error) {
	if len(row) < s.img.w {
		row = make([]byte, s.img.w)
	}
	copy(row, s.img.data[y*s.img.w:(y+1)*s.img.w])
	return row, nil
}

// GetMatrix returns all pixels.
func (s *source) GetMatrix() []byte { return s.img.data }

// Invert exchanges light and dark.
func (s *source) Invert() gozxing.LuminanceSource { return gozxing.LuminanceSourceInvert(s) }

// String names the size.
func (s *source) String() string { return gozxing.LuminanceSourceString(s) }
